import HTTPTypes
import Identity
import Kernel
import WebSupport

/// Who wants in.
struct LoginBody: InputObject {
    @Field("The e-mail address of the account.", length: 1...255) var email: String
    @Field("Its password.") var password: String
}

/// `POST /auth/login`
struct LogIn: Operation {
    static let declaration = Declaration(
        .post, "/auth/login", "Sign in",
        description: """
            With a second factor set up the answer is 401 `mfa_required` with a member `mfa_token` for \
            `/auth/login/mfa`. The header `X-Device-Token` of the answer, sent along at later logins (a browser gets it \
            as a cookie too), shows that the device is known: then neither failures nor tries of others at its address \
            are counted against it.
            """, tag: .authentication,
        errors: [
            IdentityError.incorrectCredentials, IdentityError.secondFactorRequired(token: "…"), IdentityError.busy,
            IdentityError.tooManyFailures(retryAfter: .seconds(900)),
        ], limit: .login, isCountedLater: true, answersSecrets: true)

    @Body("E-mail address and password.") var login: LoginBody

    func answer(_ sessions: Sessions, _ call: Call) async throws -> Reply<TokensAnswer> {
        let outcome = try await sessions.logIn(email: login.email, password: login.password, from: Client(call)) {
            try call.countLogin(from: $0)
        }
        switch outcome {
        case .signedIn(let signedIn): return try await sessions.reply(signedIn, call)
        case .secondFactorRequired(let token): throw IdentityError.secondFactorRequired(token: token)
        }
    }
}

/// The second step of a login.
struct SecondFactorBody: InputObject {
    @Field("What the first step answered.", length: 1...512) var mfaToken: String
    @Field("The six digits of the authenticator.", length: 1...20) var code: String?
    @Field("One of the recovery codes, instead.", length: 1...40) var recoveryCode: String?

    /// What proves it.
    func proof() throws(ValidationError) -> SecondFactorAnswer {
        switch (code, recoveryCode) {
        case (let code?, nil): .code(code)
        case (nil, let code?): .recoveryCode(code)
        default: throw ValidationError("code", code: "required", message: "either code or recovery_code must be there")
        }
    }
}

/// `POST /auth/login/mfa`
struct LogInWithSecondFactor: Operation {
    static let declaration = Declaration(
        .post, "/auth/login/mfa", "Sign in: the second step", tag: .authentication,
        errors: [
            IdentityError.incorrectCode, IdentityError.secondFactorTokenInvalid,
            IdentityError.tooManyFailures(retryAfter: .seconds(900)),
        ], limit: .login, isCountedLater: true, answersSecrets: true)

    @Body("The token of the first step, and a code.") var login: SecondFactorBody

    func answer(_ sessions: Sessions, _ call: Call) async throws -> Reply<TokensAnswer> {
        let signedIn = try await sessions.logIn(
            secondFactorToken: login.mfaToken, login.proof(), from: Client(call)
        ) { try call.countLogin(from: $0) }
        return try await sessions.reply(signedIn, call)
    }
}

/// What is exchanged for new tokens.
struct RefreshBody: InputObject {
    @Field("The refresh token of the last answer.", length: 1...2048) var refreshToken: String
}

/// `POST /auth/refresh`
struct Refresh: Operation {
    static let declaration = Declaration(
        .post, "/auth/refresh", "Exchange a refresh token for new tokens",
        description: """
            A refresh token works once. Used again within ten seconds, as by two tabs, it gives the same new one; after \
            that its whole session ends, since somebody must have stolen it.
            """, tag: .authentication, errors: [IdentityError.refreshTokenInvalid], answersSecrets: true)

    @Body("The refresh token.") var refresh: RefreshBody

    func answer(_ sessions: Sessions, _ call: Call) async throws -> Reply<RefreshedTokensAnswer> {
        .ok(RefreshedTokensAnswer(tokens: try await sessions.refresh(refresh.refreshToken, from: Client(call))))
    }
}

/// `POST /auth/logout`
struct LogOut: Operation {
    static let declaration = Declaration(
        .post, "/auth/logout", "Sign out", description: "Ends this session and its tokens.", tag: .authentication,
        permission: .signedIn)

    func answer(_ sessions: Sessions, _ call: Call) async throws -> NoContent {
        let caller = try call.user
        try await sessions.logOut(caller.session, of: caller.id, from: Client(call))
        return NoContent().setting(call.cookies.removal(of: .session))
    }
}

/// `POST /auth/logout-all`
struct LogOutEverywhere: Operation {
    static let declaration = Declaration(
        .post, "/auth/logout-all", "Sign out everywhere", description: "Ends every session of the account.",
        tag: .authentication, permission: .signedIn)

    func answer(_ sessions: Sessions, _ call: Call) async throws -> NoContent {
        try await sessions.logOutEverywhere(call.user.id, from: Client(call))
        return NoContent().setting(call.cookies.removal(of: .session))
    }
}

/// `GET /auth/sessions`
struct ListSessions: Operation {
    static let declaration = Declaration(
        .get, "/auth/sessions", "List the own sessions", tag: .authentication, permission: .signedIn)

    func answer(_ sessions: Sessions, _ call: Call) async throws -> Reply<SessionsAnswer> {
        let caller = try call.user
        let found = try await sessions.list(of: caller.id)
        return .ok(
            SessionsAnswer(
                sessions: found.map { SessionAnswer(session: $0, isCurrent: $0.id == caller.session) }))
    }
}

/// `DELETE /auth/sessions/{session}`
struct EndSession: Operation {
    static let declaration = Declaration(
        .delete, "/auth/sessions/{session}", "End one of the own sessions", tag: .authentication,
        permission: .signedIn, errors: [IdentityError.sessionNotFound])

    @Path("Its id.") var session: ID<Session>

    func answer(_ sessions: Sessions, _ call: Call) async throws -> NoContent {
        try await sessions.revoke(session, of: call.user.id, from: Client(call))
        return NoContent()
    }
}

extension Sessions {
    /// The tokens of a session that has just begun, and the proof by which the device is known again.
    func reply(_ signedIn: SignedIn, _ call: Call) async throws -> Reply<TokensAnswer> {
        let tokens = try await tokens(for: signedIn)
        return Reply.ok(TokensAnswer(tokens: tokens, user: signedIn.user))
            .with(.deviceToken, signedIn.deviceProof)
            .setting(call.cookies.cookie(.device, signedIn.deviceProof, for: SignedIn.deviceLifetime))
    }
}

extension Call {
    /// The person who calls: operations that need one say `permission: .signedIn`.
    var user: UserCaller {
        get throws(RequestError) {
            guard case .user(let caller) = caller else { throw .unauthenticated }
            return caller
        }
    }
}
