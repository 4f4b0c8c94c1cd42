import Hummingbird
import Identity
import Kernel
import WebSupport

/// Signing in: the password, then perhaps a code.
extension AccountPages {
    /// `GET /login`
    func login(_ request: Request, _ context: ShopContext) async throws -> Response {
        let wanted = ReturnPath(request.parameter("return_to"))
        if request.notice != .recentLogin, try await visit(request, context) != nil {
            return .seeOther(wanted?.path ?? "/account")
        }
        return try await entry(LoginPages.password(wanted, providers(wanted)), request, context)
    }

    /// `POST /login`
    func logIn(_ fields: FormFields, _ request: Request, _ context: ShopContext) async throws -> Response {
        let wanted = ReturnPath(fields["return_to"])
        return try await answering("login", fields) {
            let outcome = try await doors.sessions.logIn(
                email: fields["email"] ?? "", password: fields["password"] ?? "", from: client(request, context)
            ) { try context.countLogin(from: $0) }
            return try await go(on: outcome, to: wanted, request, context)
        } again: { refused in
            try await entry(LoginPages.password(wanted, providers(wanted)), request, context, refused)
        }
    }

    /// Into the shop, or on to the second step, whose token travels in a cookie: an address would be written down.
    func go(
        on outcome: LoginOutcome, to wanted: ReturnPath?, _ request: Request, _ context: ShopContext
    ) async throws -> Response {
        switch outcome {
        case .signedIn(let login):
            return try await enter(login, to: wanted?.path ?? "/account", request, context)
        case .secondFactorRequired(let token):
            var response = Response.seeOther(wanted.after("/login/code"))
            response.headers.set(cookies.cookie(.step, token, for: LoginPages.stepLifetime))
            return response
        }
    }

    /// `GET /login/code`
    func codeStep(_ request: Request, _ context: ShopContext) async throws -> Response {
        try await step(LoginPages.code, request, context)
    }

    /// `POST /login/code`
    func takeCode(_ fields: FormFields, _ request: Request, _ context: ShopContext) async throws -> Response {
        try await take(.code(fields["code"] ?? ""), LoginPages.code, fields, request, context)
    }

    /// `GET /login/recovery-code`
    func recoveryStep(_ request: Request, _ context: ShopContext) async throws -> Response {
        try await step(LoginPages.recoveryCode, request, context)
    }

    /// `POST /login/recovery-code`
    func takeRecoveryCode(_ fields: FormFields, _ request: Request, _ context: ShopContext) async throws -> Response {
        try await take(.recoveryCode(fields["code"] ?? ""), LoginPages.recoveryCode, fields, request, context)
    }

    /// `POST /logout`
    func logOut(_ fields: FormFields, _ request: Request, _ context: ShopContext) async throws -> Response {
        if case .user(let caller) = context.caller {
            try await doors.sessions.logOut(caller.session, of: caller.id, from: client(request, context))
        }
        return leave(to: "/login?done=signed-out")
    }

    private func step(
        _ content: (ReturnPath?) -> EntryPage.Content, _ request: Request, _ context: ShopContext
    ) async throws -> Response {
        let wanted = ReturnPath(request.parameter("return_to"))
        guard cookies.value(of: .step, in: request.headers) != nil else { return .seeOther(wanted.after("/login")) }
        return try await entry(content(wanted), request, context)
    }

    private func take(
        _ answer: SecondFactorAnswer, _ content: (ReturnPath?) -> EntryPage.Content, _ fields: FormFields,
        _ request: Request, _ context: ShopContext
    ) async throws -> Response {
        let wanted = ReturnPath(fields["return_to"])
        return try await answering("step", fields, places: ["code_incorrect": "code"]) {
            do {
                let login = try await doors.sessions.logIn(
                    secondFactorToken: cookies.value(of: .step, in: request.headers) ?? "", answer,
                    from: client(request, context)
                ) { try context.countLogin(from: $0) }
                return try await enter(login, to: wanted?.path ?? "/account", request, context)
            } catch IdentityError.secondFactorTokenInvalid {
                return .seeOther("/login?done=" + Notice.stepExpired.rawValue)
            }
        } again: { refused in
            try await entry(content(wanted), request, context, refused)
        }
    }
}

/// What the pages of signing in say.
enum LoginPages {
    /// As long as the token itself lasts.
    static let stepLifetime = Duration.seconds(300)

    static func password(_ wanted: ReturnPath?, _ providers: [Link]) -> EntryPage.Content {
        EntryPage.Content(
            heading: "Sign in",
            form: Form(
                id: "login", action: "/login", fields: [.email(autocomplete: "username"), .currentPassword()],
                button: "Sign in", hidden: wanted.hidden),
            providers: providers, passkey: passkey(wanted),
            links: [
                Link(text: "Forgotten your password?", url: "/forgot-password"),
                Link(text: "Make an account", url: wanted.after("/register")),
            ])
    }

    static func code(_ wanted: ReturnPath?) -> EntryPage.Content {
        EntryPage.Content(
            heading: "One more step", lead: "Your account asks for a code as well. Your authenticator app shows it.",
            form: Form(
                id: "step", action: "/login/code",
                fields: [
                    Field(
                        name: "code", label: "Code", kind: .code, hint: "Six digits, new every half minute.",
                        autocomplete: "one-time-code", limit: 20)
                ], button: "Sign in", hidden: wanted.hidden),
            links: [
                Link(text: "Use a recovery code", url: wanted.after("/login/recovery-code")),
                Link(text: "Begin again", url: wanted.after("/login")),
            ])
    }

    static func recoveryCode(_ wanted: ReturnPath?) -> EntryPage.Content {
        EntryPage.Content(
            heading: "Use a recovery code",
            lead: "You were given ten of them when you switched two-step sign-in on. Each works once.",
            form: Form(
                id: "step", action: "/login/recovery-code",
                fields: [Field(name: "code", label: "Recovery code", autocomplete: "off", limit: 40)],
                button: "Sign in", hidden: wanted.hidden),
            links: [Link(text: "Use your authenticator app", url: wanted.after("/login/code"))])
    }
}
