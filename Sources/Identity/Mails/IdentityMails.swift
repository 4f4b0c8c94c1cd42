package import Jobs
package import Kernel
import Persistence

/// A mail as Identity hands it over, to whoever sends mails.
package struct IdentityMail: Sendable, Equatable {
    /// The same at every try, so that one that is sent twice can be known as one.
    package let id: ID<QueuedJob>
    /// Whom it is for.
    package let address: String
    /// The owner's name; empty when there is none.
    package let name: String
    /// What it is about.
    package let subject: String
    /// As plain text.
    package let text: String
    /// As HTML.
    package let html: String
}

/// Writes the mails about accounts.
package struct IdentityMails: Sendable {
    private let parts: IdentityParts
    private let send: @Sendable (IdentityMail) async throws -> Void

    /// Mails that are handed to `send`.
    package init(_ parts: IdentityParts, send: @escaping @Sendable (IdentityMail) async throws -> Void) {
        (self.parts, self.send) = (parts, send)
    }

    /// Does a job: makes the token, keeps its hash, and sends it. Does nothing when there is nobody, or no need any more.
    package func deliver(_ job: SendIdentityMail, _ run: JobRun) async throws {
        guard let id = ID<User>(job.user) else { return }
        let (now, kind) = (parts.clock.now, job.kind)
        let secret = OneTimeSecret.make()
        let letter = try await parts.database.write { transaction -> (user: User, address: String)? in
            guard let user = try transaction.lockedUser(id), let address = kind.address(of: user) else { return nil }
            if let purpose = kind.purpose {
                try transaction.keep(secret, purpose, of: id, email: address, at: now)
            }
            return (user, address)
        }
        guard let letter else { return }
        let text = MailText(kind, for: letter.user, token: secret.clear, parts.options)
        let name = kind.mayName(letter.user) ? letter.user.profile.fullName : nil
        try await send(
            IdentityMail(
                id: run.id, address: letter.address, name: name ?? "", subject: text.subject,
                text: text.plain, html: text.html))
    }
}

extension IdentityMailKind {
    /// What its token is good for; `nil` for a mail without one.
    var purpose: TokenPurpose? {
        switch self {
        case .verification: .verify
        case .passwordReset: .reset
        case .emailChange: .email
        default: nil
        }
    }

    /// Whether it may call its reader by the name of the account. An address that nobody has proved may be a stranger's,
    /// who would read whatever somebody wrote in the place of a name.
    func mayName(_ user: User) -> Bool { user.isEmailVerified && self != .emailChange }

    /// Where it goes; `nil` when there is no need for it.
    func address(of user: User) -> String? {
        switch self {
        case .verification: user.isEmailVerified || !user.isActive ? nil : user.email
        case .passwordReset: user.isActive ? user.email : nil
        case .emailChange: user.pendingEmail
        case .emailChangeNotice: user.pendingEmail == nil ? nil : user.email
        default: user.email
        }
    }
}
