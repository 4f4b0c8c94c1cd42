import Identity
import Kernel
import WebSupport

/// What somebody writes to get an account. There is no role in it: everybody begins as a customer.
struct RegistrationBody: InputObject {
    @Field("An e-mail address, at most 254 characters.", length: 3...255) var email: String
    @Field("8 to 256 characters, none of the commonest passwords.") var password: String
    @Field("At most 100 characters.") var firstName: String?
    @Field("At most 100 characters.") var lastName: String?
    @Field("Both names in one, when the two are not given.") var fullName: String?
    @Field("Whether news may be sent.") var marketingConsent = false

    var registration: Registration {
        var profile = Profile(firstName: firstName, lastName: lastName)
        if firstName == nil, lastName == nil { profile.fullName = fullName }
        profile.marketingConsent = marketingConsent
        return Registration(email: email, password: password, profile: profile)
    }
}

/// `POST /auth/register`
struct Register: Operation {
    static let declaration = Declaration(
        .post, "/auth/register", "Make an account",
        description: """
            The account can be used at once; a mail asks to confirm the address. Where the operator hides who has an \
            account (`SOUK_AUTH_HIDE_ACCOUNTS`), the answer is 202 without a body in every case.
            """, tag: .authentication, errors: [IdentityError.emailTaken, IdentityError.busy],
        limit: .registration)

    @Body("The new account.") var account: RegistrationBody

    func answer(_ doors: IdentityDoors, _ call: Call) async throws -> MaybeCreated<UserAnswer> {
        guard !doors.parts.options.hidesAccounts else {
            try await doors.accounts.registerQuietly(account.registration, from: Client(call))
            return .hidden
        }
        let receipt = call.receipt(Self.made)
        return Self.made(try await doors.accounts.register(account.registration, from: Client(call), receipt: receipt))
    }

    private static func made(_ user: User) -> MaybeCreated<UserAnswer> {
        .made(UserAnswer(user), at: "/api/v1/users/me")
    }
}

/// What comes with a mail.
struct MailTokenBody: InputObject {
    @Field("What stands in the link of the mail.", length: 1...512) var token: String
}

/// `POST /auth/verify-email`
struct VerifyEmail: Operation {
    static let declaration = Declaration(
        .post, "/auth/verify-email", "Confirm an e-mail address",
        description: """
            The first of an account, or the one that it is to change to. A token works once, for 24 hours. Send the \
            access token of the account along, or the `X-Device-Token` of a login into it, where there is one. Without \
            them nobody knows that whoever made the account reads its mails: the password stays, but what else leads \
            into it goes (sessions, keys, passkeys, linked accounts, the second factor).
            """,
        tag: .authentication, errors: [IdentityError.tokenInvalid, IdentityError.emailTaken])

    @Body("The token of the mail.") var mail: MailTokenBody

    func answer(_ accounts: Accounts, _ call: Call) async throws -> NoContent {
        _ = try await accounts.verifyEmail(mail.token, as: try? call.user.id, from: Client(call))
        return NoContent()
    }
}

/// An address that a mail is wanted at.
struct EmailBody: InputObject {
    @Field("The e-mail address of the account.", length: 3...255) var email: String
}

/// `POST /auth/verify-email/resend`
struct ResendVerification: Operation {
    static let declaration = Declaration(
        .post, "/auth/verify-email/resend", "Ask for the mail that confirms an address again",
        description: "Always 204, whether or not there is an account. At most three mails an hour are sent.",
        tag: .authentication, limit: .registration)

    @Body("Where to.") var account: EmailBody

    func answer(_ accounts: Accounts, _ call: Call) async throws -> NoContent {
        try await accounts.resendVerification(to: account.email, from: Client(call))
        return NoContent()
    }
}

extension Client {
    /// Where a call comes from.
    init(_ call: Call) {
        self.init(address: call.client, userAgent: call.userAgent, deviceProof: call.deviceToken)
    }
}
