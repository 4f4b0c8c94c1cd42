import Identity
import Kernel
import WebSupport

/// `GET /admin/users`
struct ListUsers: Operation {
    static let declaration = Declaration(
        .get, "/admin/users", "List and search users", description: "The newest first.", tag: .administration,
        permission: .manageUsers)

    @Query("Only with this in the address or the name.", length: 1...255) var q: String?
    @Query("Only of this role.") var role: Role?
    @Query("Only of this status.") var status: UserStatus?
    @Query("Where to go on: the `next_cursor` of the answer before.", length: 1...1024) var cursor: String?
    @Query("How many at once.", in: 1...100) var limit = PageRequest.defaultSize

    func answer(_ users: Users, _ call: Call) async throws -> Reply<FeedAnswer<UserAnswer>> {
        let place = try call.place(in: "users", cursor)
        let (found, next) = try await users.list(
            UserFilter(search: q, role: role, status: status), before: place, limit: limit)
        return call.stretch(of: "users", found, next: next, show: UserAnswer.init)
    }
}

/// `GET /admin/users/{user}`
struct ReadUser: Operation {
    static let declaration = Declaration(
        .get, "/admin/users/{user}", "Read a user", tag: .administration, permission: .manageUsers,
        errors: [IdentityError.userNotFound])

    @Path("Its id.") var user: ID<User>

    func answer(_ accounts: Accounts, _ call: Call) async throws -> Reply<UserAnswer> {
        .ok(UserAnswer(try await accounts.read(user)))
    }
}

/// What an admin changes of a user.
struct UserPatch: InputObject {
    @Field("What sort of account it is to be.") var role: Role?
    @Field("Whether it may be used; anything but active ends its sessions.") var status: UserStatus?
}

/// `PATCH /admin/users/{user}`
struct ChangeUser: Operation {
    static let declaration = Declaration(
        .patch, "/admin/users/{user}", "Change the role or the status of a user", tag: .administration,
        permission: .manageUsers, errors: [IdentityError.userNotFound, IdentityError.lastAdmin])

    @Path("Its id.") var user: ID<User>
    @Body("What changes.") var change: UserPatch

    func answer(_ users: Users, _ call: Call) async throws -> Reply<UserAnswer> {
        let changed = try await users.change(
            user, role: change.role, status: change.status, by: call.account, from: Client(call))
        return .ok(UserAnswer(changed))
    }
}
