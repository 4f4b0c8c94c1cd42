import Jobs
package import Kernel
import Persistence

/// What became of an address that somebody proved.
package struct ProvedAddress: Sendable {
    /// The account, with its address.
    package let user: User
    /// What whoever proved it keeps in the place of a device's proof, when nothing showed that the account is theirs: by
    /// the next login that brings it along that is shown. `nil` when it was shown already.
    package let readerProof: String?
}

extension Accounts {
    /// Sends the mail to verify an address once more, if there is an account that needs it. Never tells whether.
    package func resendVerification(to email: String, from client: Client) async throws {
        try await request(.verification, .verificationRequested, for: email, client)
    }

    /// Uses the token of a mail: the address is verified, or takes the old one's place.
    ///
    /// Whoever made the account may be a stranger who waits for the address's owner to press the button. So nothing but
    /// the password outlasts a proof that comes from elsewhere, while nobody has shown that he both gets into the account
    /// and reads its mails: no session, no key, no passkey, no second factor.
    /// - Parameter caller: who is signed in with a session, if anybody. A device that has signed into the account before
    ///   counts as well.
    /// - Throws: `IdentityError.tokenInvalid`; `.emailTaken` when somebody took the address meanwhile.
    package func verifyEmail(
        _ token: String, as caller: ID<User>? = nil, from client: Client
    ) async throws -> ProvedAddress {
        let (now, parts) = (parts.clock.now, parts)
        let proved = try await parts.database.write { transaction -> User? in
            guard let used = try transaction.use(token, for: [.verify, .email], at: now),
                let user = try transaction.lockedUser(used.user),
                let email = used.email.flatMap({ try? EmailAddress($0) })
            else { return nil }
            let isWithin = caller == user.id || parts.device(of: user.id, client) != nil
            switch used.purpose {
            case .verify:
                guard user.email == email.text else { return nil }
                guard !user.isEmailVerified else { return user }
                try transaction.verify(user, client, at: now)
            case .email:
                guard user.pendingEmail == email.text else { return nil }
                try transaction.change(user, to: email, client, at: now)
            case .reset: return nil
            }
            if !isWithin, user.ownerProvedAt == nil { try transaction.shutOut(user.id, client, at: now) }
            try transaction.setOwnerProved(isWithin ? now : nil, of: user.id)
            return try transaction.existing(user.id)
        }
        guard let proved else { return try await parts.refuseToken(client) }
        return ProvedAddress(user: proved, readerProof: ReaderProof(of: proved)?.text(parts.box))
    }
}

/// Kept by whoever proved an address from elsewhere: `user ‖ moment of the proof`, signed. It says that its bearer reads
/// the mails of the account, and gets nobody into it.
struct ReaderProof {
    private static let purpose = "reader"

    private let content: [UInt8]

    /// That of an account whose address was proved, but not by whom it belongs to.
    init?(of user: User) {
        guard let moment = user.emailVerifiedAt, user.ownerProvedAt == nil else { return nil }
        content = user.id.bytes + moment.bytes
    }

    /// What the client keeps.
    func text(_ box: SecretBox) -> String { box.packet(content, for: ReaderProof.purpose) }

    /// Whether a client brought this one.
    func isBrought(by client: Client, _ box: SecretBox) -> Bool {
        guard let packet = client.deviceProof.flatMap({ SignedPacket($0, length: content.count) }) else { return false }
        return packet.content == content && packet.isSigned(by: box, for: ReaderProof.purpose)
    }
}

extension Transaction {
    /// The first proof of an address, however it came.
    func verify(_ user: User, _ client: Client, at now: Timestamp) throws {
        guard !user.isEmailVerified else { return }
        try setVerified(user.id, at: now)
        try note(.emailVerified, actor: user.id, subject: user.id, client, at: now)
        try record([UserVerified(user.id)], at: now)
        try enqueue(SendIdentityMail(.welcome, to: user.id), at: now)
    }

    /// Shuts out whoever is in an account, or could get into it without its password.
    func shutOut(_ user: ID<User>, _ client: Client, at now: Timestamp) throws {
        try dropWaysIn(of: user)
        try endSessions(of: user, at: now)
        try note(.shutOut, actor: user, subject: user, client, at: now)
    }

    /// The tokens that went to the old address are worth nothing any more.
    fileprivate func change(_ user: User, to address: EmailAddress, _ client: Client, at now: Timestamp) throws {
        try translating {
            try setEmail(address, of: user.id, at: now)
        } violation: {
            $0.name == "users_email_folded_key" ? IdentityError.emailTaken : nil
        }
        try dropTokens(of: user.id)
        try note(.emailChanged, actor: user.id, subject: user.id, client, at: now)
        try record([UserVerified(user.id)], at: now)
    }
}
