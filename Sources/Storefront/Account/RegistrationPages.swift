import Hummingbird
import Identity
import Kernel
import WebSupport

/// Making an account, and proving its address.
extension AccountPages {
    /// `GET /register`
    func registration(_ request: Request, _ context: ShopContext) async throws -> Response {
        let wanted = ReturnPath(request.parameter("return_to"))
        if try await visit(request, context) != nil { return .seeOther(wanted?.path ?? "/account") }
        return try await entry(RegistrationPages.registration(wanted), request, context)
    }

    /// `POST /register`: whoever made an account is signed in with it. Where accounts are hidden nobody is, since that
    /// would tell.
    func register(_ fields: FormFields, _ request: Request, _ context: ShopContext) async throws -> Response {
        let wanted = ReturnPath(fields["return_to"])
        return try await answering("register", fields, places: ["email_taken": "email"]) {
            try limits.take(.registration, context)
            let asker = client(request, context)
            guard !doors.parts.options.hidesAccounts else {
                try await doors.accounts.registerQuietly(fields.registration, from: asker)
                return .seeOther("/register/sent")
            }
            let user = try await doors.accounts.register(fields.registration, from: asker)
            let outcome = try await doors.sessions.logIn(user.id, by: .password, from: asker)
            return try await go(
                on: outcome, to: wanted ?? ReturnPath("/account?done=registered"), request, context)
        } again: { refused in
            try await entry(RegistrationPages.registration(wanted), request, context, refused)
        }
    }

    /// `GET /register/sent`
    func registrationSent(_ request: Request, _ context: ShopContext) async throws -> Response {
        try await entry(RegistrationPages.sent, request, context)
    }

    /// `GET /verify-email?token=…`: the address in the mail. Only the button uses the token, since programs that look
    /// through mails open every address in them.
    func verification(_ request: Request, _ context: ShopContext) async throws -> Response {
        guard let token = request.parameter("token") else { return .seeOther("/verify-email/resend") }
        return try await entry(RegistrationPages.verification(token), request, context)
    }

    /// `POST /verify-email`
    func verify(_ fields: FormFields, _ request: Request, _ context: ShopContext) async throws -> Response {
        let token = fields["token"] ?? ""
        return try await answering("verify", fields) {
            let caller: ID<User>? = if case .user(let caller) = context.caller { caller.id } else { nil }
            let proved = try await doors.accounts.verifyEmail(token, as: caller, from: client(request, context))
            var response = Response.seeOther(
                caller == proved.user.id ? "/account?done=verified" : "/login?done=confirmed")
            if let proof = proved.readerProof {
                response.headers.set(cookies.cookie(.device, proof, for: SignedIn.deviceLifetime))
            }
            return response
        } again: { refused in
            try await entry(RegistrationPages.verification(token), request, context, refused)
        }
    }

    /// `GET /verify-email/resend`
    func resending(_ request: Request, _ context: ShopContext) async throws -> Response {
        try await entry(RegistrationPages.resending, request, context)
    }

    /// `POST /verify-email/resend`
    func resend(_ fields: FormFields, _ request: Request, _ context: ShopContext) async throws -> Response {
        try await answering("resend", fields) {
            try limits.take(.registration, context)
            try await doors.accounts.resendVerification(to: fields.checkedEmail(), from: client(request, context))
            return .seeOther("/verify-email/sent")
        } again: { refused in
            try await entry(RegistrationPages.resending, request, context, refused)
        }
    }

    /// `GET /verify-email/sent`
    func resent(_ request: Request, _ context: ShopContext) async throws -> Response {
        try await entry(RegistrationPages.resent, request, context)
    }
}

extension FormFields {
    /// What somebody wants an account with.
    fileprivate var registration: Registration {
        var profile = Profile(firstName: self["first_name"], lastName: self["last_name"])
        profile.marketingConsent = self["marketing_consent"] == "true"
        return Registration(email: self["email"] ?? "", password: self["password"] ?? "", profile: profile)
    }

    /// An address to which a mail can go: the doors take any in silence, so that nobody learns which they know; a slip of
    /// the pen may be told.
    func checkedEmail() throws(ValidationError) -> String {
        do { return try EmailAddress(self["email"] ?? "").text } catch { throw ValidationError([error]) }
    }
}

/// What the pages of making an account say.
enum RegistrationPages {
    static func registration(_ wanted: ReturnPath?) -> EntryPage.Content {
        EntryPage.Content(
            heading: "Make an account", lead: "Keep your orders, addresses and favourites in one place.",
            form: Form(
                id: "register", action: "/register",
                fields: [
                    Field(
                        name: "first_name", label: "First name", autocomplete: "given-name", isOptional: true,
                        limit: 100),
                    Field(
                        name: "last_name", label: "Last name", autocomplete: "family-name", isOptional: true, limit: 100
                    ),
                    .email(autocomplete: "username"), .newPassword("password", "Password"),
                    Field(name: "marketing_consent", label: "Send me news now and then", kind: .tick),
                ], button: "Make an account", hidden: wanted.hidden),
            links: [Link(text: "I have an account: sign in", url: wanted.after("/login"))])
    }

    static let sent = EntryPage.Content(
        heading: "Check your mail",
        lead: "We have sent you a mail. Follow its link to confirm your e-mail address, then sign in.",
        links: [Link(text: "Sign in", url: "/login"), Link(text: "No mail came", url: "/verify-email/resend")])

    static func verification(_ token: String) -> EntryPage.Content {
        EntryPage.Content(
            heading: "Confirm your e-mail address",
            lead: "One press, and we know that it is yours. Press it only if you asked for the mail.",
            form: Form(id: "verify", action: "/verify-email", button: "Confirm", hidden: ["token": token]),
            links: [Link(text: "Ask for a new link", url: "/verify-email/resend")])
    }

    static let resending = EntryPage.Content(
        heading: "Ask for a new link",
        lead: "The mail that confirms your address may have got lost, or its link is too old. We send another one.",
        form: Form(id: "resend", action: "/verify-email/resend", fields: [.email()], button: "Send the mail"),
        links: [Link(text: "Sign in", url: "/login")])

    static let resent = EntryPage.Content(
        heading: "Check your mail",
        lead: "If there is an account with this address that needs it, a mail with a new link is on its way.",
        links: [Link(text: "Sign in", url: "/login")])
}
