import Identity
import Kernel
import WebSupport

/// `POST /auth/password/forgot`
struct ForgotPassword: Operation {
    static let declaration = Declaration(
        .post, "/auth/password/forgot", "Ask for a mail to set a new password",
        description: "Always 202, whether or not there is an account. At most three mails an hour are sent.",
        tag: .authentication, limit: .registration)

    @Body("Whose.") var account: EmailBody

    func answer(_ accounts: Accounts, _ call: Call) async throws -> Promised {
        try await accounts.forgotPassword(account.email, from: Client(call))
        return Promised()
    }
}

/// What comes with the mail, and the new password.
struct PasswordResetBody: InputObject {
    @Field("What stands in the link of the mail.", length: 1...512) var token: String
    @Field("8 to 256 characters, none of the commonest passwords.") var password: String
}

/// `POST /auth/password/reset`
struct ResetPassword: Operation {
    static let declaration = Declaration(
        .post, "/auth/password/reset", "Set a new password with the token of a mail",
        description: "A token works once, for an hour. Every session of the account ends, and its owner gets a mail.",
        tag: .authentication, errors: [IdentityError.tokenInvalid, IdentityError.busy])

    @Body("The token and the new password.") var reset: PasswordResetBody

    func answer(_ accounts: Accounts, _ call: Call) async throws -> NoContent {
        try await accounts.resetPassword(reset.token, to: reset.password, from: Client(call))
        return NoContent()
    }
}

/// The password that is, and the one that is to be.
struct PasswordChangeBody: InputObject {
    @Field("The password of the account.") var currentPassword: String
    @Field("8 to 256 characters, none of the commonest passwords.") var newPassword: String
}

/// `POST /users/me/password`
struct ChangePassword: Operation {
    static let declaration = Declaration(
        .post, "/users/me/password", "Change the own password",
        description: "This session stays, all others of the account end.", tag: .account, permission: .signedIn,
        errors: [IdentityError.wrongPassword(field: "current_password"), IdentityError.busy])

    @Body("The old and the new password.") var change: PasswordChangeBody

    func answer(_ accounts: Accounts, _ call: Call) async throws -> NoContent {
        let caller = try call.user
        try await accounts.changePassword(
            of: caller.id, from: change.currentPassword, to: change.newPassword, keeping: caller.session,
            from: Client(call))
        return NoContent()
    }
}

/// Where mail is to go from now on.
struct EmailChangeBody: InputObject {
    @Field("The password of the account.") var password: String
    @Field("The new e-mail address.", length: 3...255) var email: String
}

/// `POST /users/me/email`
struct ChangeEmail: Operation {
    static let declaration = Declaration(
        .post, "/users/me/email", "Change the own e-mail address",
        description: """
            The new address takes the old one's place once it is confirmed with the token of the mail that is sent \
            there; the old one is told.
            """, tag: .account, permission: .signedIn,
        errors: [
            IdentityError.wrongPassword(field: "password"), IdentityError.emailTaken, IdentityError.busy,
            IdentityError.tooManyMails(retryAfter: .seconds(3600)),
        ])

    @Body("The new address.") var change: EmailChangeBody

    func answer(_ accounts: Accounts, _ call: Call) async throws -> Promised {
        try await accounts.changeEmail(
            of: call.user.id, to: change.email, password: change.password, from: Client(call))
        return Promised()
    }
}
