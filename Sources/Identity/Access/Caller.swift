package import Kernel

/// Who is calling, as far as it is proved.
package enum Caller: Sendable, Equatable {
    /// Nobody we know.
    case anonymous
    /// A person with a session.
    case user(UserCaller)
    /// A machine with a key that a person made for it.
    case apiKey(APIKeyCaller)

    /// Whether the caller is allowed that. A machine is allowed what its key names and the role of its owner has.
    package func may(_ permission: Permission) -> Bool {
        switch self {
        case .anonymous: permission == .anyone
        case .user(let caller): caller.role.permissions.allow(permission)
        case .apiKey(let caller):
            permission == .anyone
                || caller.scopes.allow(permission) && caller.role.permissions.allow(permission)
        }
    }

    /// The account behind the call; `nil` for strangers.
    package var userID: ID<User>? {
        switch self {
        case .anonymous: nil
        case .user(let caller): caller.id
        case .apiKey(let caller): caller.user
        }
    }

    /// The role of that account.
    package var role: Role? {
        switch self {
        case .anonymous: nil
        case .user(let caller): caller.role
        case .apiKey(let caller): caller.role
        }
    }
}

/// A person with a session.
package struct UserCaller: Sendable, Equatable {
    /// The account.
    package let id: ID<User>
    /// Its role now, not when the session began.
    package let role: Role
    /// The session.
    package let session: ID<Session>

    /// A caller whose session was checked.
    package init(id: ID<User>, role: Role, session: ID<Session>) {
        (self.id, self.role, self.session) = (id, role, session)
    }
}

/// A machine with a key.
package struct APIKeyCaller: Sendable, Equatable {
    /// The key.
    package let id: ID<APIKey>
    /// Who made it.
    package let user: ID<User>
    /// The role of that account now.
    package let role: Role
    /// What it was made for.
    package let scopes: Set<Permission>

    /// A caller whose key was checked.
    package init(id: ID<APIKey>, user: ID<User>, role: Role, scopes: Set<Permission>) {
        (self.id, self.user, self.role, self.scopes) = (id, user, role, scopes)
    }
}
