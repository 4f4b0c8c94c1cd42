import Jobs
package import Kernel

/// What a mail of Identity is about.
package enum IdentityMailKind: String, Sendable, CaseIterable, Codable {
    /// A link that proves the address.
    case verification
    /// The address is proved.
    case welcome
    /// Somebody tried to register the address of an account.
    case alreadyRegistered = "already_registered"
    /// A link with which the password is set anew.
    case passwordReset = "password_reset"
    /// The password was changed.
    case passwordChanged = "password_changed"
    /// A link that proves the new address; it goes there.
    case emailChange = "email_change"
    /// Another address was asked for; it goes to the old one.
    case emailChangeNotice = "email_change_notice"
    /// A second factor was set up.
    case secondFactorEnabled = "mfa_enabled"
    /// The second factor was taken away.
    case secondFactorDisabled = "mfa_disabled"
    /// New recovery codes took the place of the old ones.
    case recoveryCodesRenewed = "recovery_codes_renewed"
    /// A key for a program was made.
    case apiKeyCreated = "api_key_created"
    /// A passkey was added.
    case passkeyAdded = "passkey_added"
    /// An account elsewhere leads into this one now.
    case identityLinked = "identity_linked"
}

/// Sends a mail to a user. The row holds no address and no token: the token is made when the mail is.
package struct SendIdentityMail: Job {
    /// `identity.mail`
    package static let name = "identity.mail"
    /// What it is about.
    package let kind: IdentityMailKind
    /// Whom it is for, as text; it may be nobody.
    package let user: String

    /// A mail to that user.
    package init(_ kind: IdentityMailKind, to user: ID<User>) {
        (self.kind, self.user) = (kind, user.description)
    }
}
