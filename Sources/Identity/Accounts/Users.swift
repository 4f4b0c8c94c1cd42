package import Kernel
import Persistence

/// Which users are wanted.
package struct UserFilter: Sendable {
    /// Part of the address or the name, folded.
    let text: String?
    let role: Role?
    let status: UserStatus?

    /// All of these conditions at once.
    /// - Parameter search: part of an address or a name.
    package init(search: String? = nil, role: Role? = nil, status: UserStatus? = nil) {
        let folded = EmailAddress.fold(search ?? "")
        text = folded.isEmpty ? nil : String(folded.prefix(255))
        (self.role, self.status) = (role, status)
    }
}

/// The users, as admins look after them.
package struct Users: Sendable {
    private let database: any Database
    private let clock: WallClock

    /// The users of that shop.
    package init(_ parts: IdentityParts) {
        (database, clock) = (parts.database, parts.clock)
    }

    /// Users that pass the filter, the newest first, and the cursor for the rest; `nil` at the end.
    /// - Throws: `InvalidCursor`.
    package func list(
        _ filter: UserFilter = UserFilter(), before cursor: Cursor? = nil, limit: Int = 50
    ) async throws -> (users: [User], next: Cursor?) {
        let place = try cursor.map { try TimedPlace<User>($0) }
        let limit = min(max(limit, 1), 1000)
        let found = try await database.read { try $0.users(filter, before: place, limit: limit + 1) }
        let page = Array(found.prefix(limit))
        return (page, found.count > limit ? page.last.map { TimedPlace(at: $0.createdAt, id: $0.id).cursor } : nil)
    }

    /// The user with that address.
    /// - Throws: `IdentityError.userNotFound`.
    package func find(email: String) async throws -> User {
        guard let address = try? EmailAddress(email),
            let user = try await database.lookUp({ try $0.user(folded: address.folded) })
        else { throw IdentityError.userNotFound }
        return user
    }

    /// Changes what an account may do. Shutting one out ends its sessions; its keys stop with it.
    /// - Parameter actor: the admin; `nil` for the command line.
    /// - Throws: `IdentityError.userNotFound`, `.lastAdmin`.
    package func change(
        _ id: ID<User>, role: Role? = nil, status: UserStatus? = nil, by actor: ID<User>? = nil,
        from client: Client = .commandLine
    ) async throws -> User {
        let now = clock.now
        return try await database.write { transaction in
            // Locked before the user itself, in the order of ids: two admins who change each other wait, and none of
            // them for ever.
            let admins = try transaction.lockedAdmins()
            guard let user = try transaction.lockedUser(id) else { throw IdentityError.userNotFound }
            let (role, status) = (role ?? user.role, status ?? user.status)
            guard admins != [id] || (role == .admin && status == .active) else { throw IdentityError.lastAdmin }
            guard role != user.role || status != user.status else { return user }
            try transaction.setAccess(role, status, of: id, at: now)
            if status != .active { try transaction.endSessions(of: id, at: now) }
            try transaction.noteAccess(of: user, role, status, by: actor, client, at: now)
            try transaction.record([UserChanged(id)], at: now)
            return try transaction.existing(id)
        }
    }
}

extension Transaction {
    fileprivate func noteAccess(
        of user: User, _ role: Role, _ status: UserStatus, by actor: ID<User>?, _ client: Client, at now: Timestamp
    ) throws {
        if role != user.role {
            let change = ["from": user.role.rawValue, "to": role.rawValue]
            try note(.roleChanged, actor: actor, subject: user.id, client, change, at: now)
        }
        if status != user.status {
            let change = ["from": user.status.rawValue, "to": status.rawValue]
            try note(.statusChanged, actor: actor, subject: user.id, client, change, at: now)
        }
    }
}
