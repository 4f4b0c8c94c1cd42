import Jobs
package import Kernel
import Persistence

/// The accounts, as their owners use them: making one, proving the address, the profile.
package struct Accounts: Sendable {
    let parts: IdentityParts

    /// The accounts of that shop.
    package init(_ parts: IdentityParts) {
        self.parts = parts
    }

    /// Makes a customer's account, and sends a mail to verify its address.
    /// - Throws: `ValidationError`, `IdentityError.emailTaken`, `.busy`.
    package func register(
        _ registration: Registration, from client: Client, receipt: Receipt<User>? = nil
    ) async throws -> User {
        let now = parts.clock.now
        let (address, profile) = try registration.checked(parts.rule)
        let hash = try await parts.hasher.hash(registration.password)
        let user = User(id: ID(at: now), email: address.text, profile: profile, createdAt: now, updatedAt: now)
        try await parts.database.write { transaction in
            try transaction.add(user, address, hash)
            try transaction.note(.registered, actor: user.id, subject: user.id, client, at: now)
            try transaction.record([UserRegistered(user.id)], at: now)
            try transaction.enqueue(SendIdentityMail(.verification, to: user.id), at: now)
            try transaction.keep(receipt, for: user, about: user.id.description)
        }
        return user
    }

    /// Makes an account without saying whether there was one already: the owner of a taken address gets a mail instead.
    ///
    /// Both ways hash the password, which is nearly all of the time.
    /// - Throws: `ValidationError`, `IdentityError.busy`.
    package func registerQuietly(_ registration: Registration, from client: Client) async throws {
        do {
            _ = try await register(registration, from: client)
        } catch IdentityError.emailTaken {
            let now = parts.clock.now
            let address = try registration.checked(parts.rule).email
            let isWithin = parts.mayMail(.alreadyRegistered, address.folded)
            try await parts.database.write { transaction in
                guard let owner = try transaction.user(folded: address.folded) else { return }
                try transaction.note(.registrationRefused, subject: owner.id, client, at: now)
                guard isWithin else { return }
                try transaction.enqueue(SendIdentityMail(.alreadyRegistered, to: owner.id), at: now)
            }
        }
    }

    /// Makes an account of any role, verified, on an admin's or the operator's command.
    /// - Parameter actor: the admin; `nil` for the command line.
    /// - Throws: as `register`.
    package func create(
        _ registration: Registration, role: Role, by actor: ID<User>? = nil, from client: Client = .commandLine
    ) async throws -> User {
        let now = parts.clock.now
        let (address, profile) = try registration.checked(parts.rule)
        let hash = try await parts.hasher.hash(registration.password)
        let user = User(
            id: ID(at: now), email: address.text, emailVerifiedAt: now, ownerProvedAt: now, profile: profile,
            role: role, createdAt: now, updatedAt: now)
        try await parts.database.write { transaction in
            try transaction.add(user, address, hash)
            try transaction.note(
                .created, actor: actor, subject: user.id, client, ["role": role.rawValue], at: now)
            try transaction.record([UserRegistered(user.id)], at: now)
        }
        return user
    }

    /// The user with that id.
    /// - Throws: `IdentityError.userNotFound`.
    package func read(_ id: ID<User>) async throws -> User {
        guard let user = try await parts.database.lookUp({ try $0.user(id) }) else { throw IdentityError.userNotFound }
        return user
    }

    /// Changes parts of a profile.
    /// - Parameter edit: may run more than once.
    /// - Throws: `ValidationError`, `IdentityError.userNotFound`.
    package func editProfile(
        of id: ID<User>, from client: Client, _ edit: @escaping @Sendable (inout Profile) throws -> Void
    ) async throws -> User {
        let now = parts.clock.now
        return try await parts.database.write { transaction in
            guard let user = try transaction.lockedUser(id) else { throw IdentityError.userNotFound }
            var profile = user.profile
            try edit(&profile)
            profile = try profile.checked()
            guard profile != user.profile else { return user }
            try transaction.setProfile(profile, of: id, at: now)
            try transaction.note(.profileChanged, actor: id, subject: id, client, at: now)
            try transaction.record([UserChanged(id)], at: now)
            return try transaction.existing(id)
        }
    }

    /// Puts a whole profile in the place of the old one.
    /// - Throws: as `editProfile`.
    package func replaceProfile(of id: ID<User>, with profile: Profile, from client: Client) async throws -> User {
        try await editProfile(of: id, from: client) { $0 = profile }
    }

    /// Takes a wish for a mail, in a time that does not tell whether there is such an account: the mail is a job in any
    /// case, and one that finds nobody does nothing.
    func request(
        _ kind: IdentityMailKind, _ action: AuditAction, for email: String, _ client: Client
    ) async throws {
        guard let address = try? EmailAddress(email), parts.mayMail(kind, address.folded) else { return }
        let now = parts.clock.now
        try await parts.database.write { transaction in
            let owner = try transaction.user(folded: address.folded)?.id
            try transaction.note(action, subject: owner, client, at: now)
            try transaction.enqueue(SendIdentityMail(kind, to: owner ?? ID(at: now)), at: now)
        }
    }
}

extension IdentityParts {
    /// Counts a wish for a mail to an account, known or not.
    func mayMail(_ kind: IdentityMailKind, _ account: String) -> Bool { mailWait(kind, account) == nil }

    /// The same, and how long to wait where there were too many; `nil` where there were not.
    func mailWait(_ kind: IdentityMailKind, _ account: String) -> Duration? {
        mailRequests.take(.init(kind.rawValue, account), at: clock.now)
    }

    /// Writes down that a token was no good.
    /// - Throws: always `IdentityError.tokenInvalid`.
    func refuseToken<Value>(_ client: Client) async throws -> Value {
        let now = clock.now
        try await database.write { try $0.note(.tokenRefused, client, at: now) }
        throw IdentityError.tokenInvalid
    }
}

extension Transaction {
    /// Inserts a user whose address nobody has.
    /// - Throws: `IdentityError.emailTaken`.
    func add(_ user: User, _ address: EmailAddress, _ hash: String?) throws {
        try translating {
            try insert(user, folded: address.folded, passwordHash: hash)
        } violation: {
            $0.name == "users_email_folded_key" ? IdentityError.emailTaken : nil
        }
    }

    func existing(_ id: ID<User>) throws -> User {
        guard let user = try user(id) else { throw IdentityError.userNotFound }
        return user
    }
}
