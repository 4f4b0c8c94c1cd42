import Kernel
import TestSupport
import Testing

@testable import Identity

@Suite(.timeLimit(.minutes(2)))
struct UsersTests {
    @Test(arguments: TestDatabase.all)
    func `Users are found by parts of address and name, and by role and status`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            var wish = Registration(email: "ada@example.com", password: IdentityFixture.password)
            wish.profile.fullName = "Ada Lovelace"
            _ = try await shop.accounts.register(wish, from: .home)
            wish = Registration(email: "x_100%@example.org", password: IdentityFixture.password)
            _ = try await shop.accounts.create(wish, role: .vendor)
            func emails(_ filter: UserFilter) async throws -> [String] {
                try await shop.doors.users.list(filter).users.map(\.email)
            }
            let (byName, byAddress) = (
                try await emails(UserFilter(search: "LOVEL")), try await emails(UserFilter(search: "EXAMPLE.org"))
            )
            #expect(byName == ["ada@example.com"] && byAddress == ["x_100%@example.org"])
            let (literal, wild) = (
                try await emails(UserFilter(search: "_100%")), try await emails(UserFilter(search: "a%m"))
            )
            #expect(literal == ["x_100%@example.org"] && wild.isEmpty)
            let (byRole, byBoth) = (
                try await emails(UserFilter(role: .vendor)),
                try await emails(UserFilter(role: .customer, status: .suspended))
            )
            #expect(byRole == ["x_100%@example.org"] && byBoth.isEmpty)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `Pages follow one another without a gap, whatever is made meanwhile`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            for number in 0..<7 {
                shop.clock.advance(by: .seconds(number.isMultiple(of: 2) ? 1 : 0))
                try await shop.register("user\(number)@example.com")
            }
            var seen: [String] = []
            var cursor: Cursor?
            repeat {
                let page = try await shop.doors.users.list(before: cursor, limit: 3)
                seen += page.users.map(\.email)
                cursor = page.next
                try await shop.register("late\(seen.count)@example.com")
            } while cursor != nil
            #expect(Set(seen).count == 7 && seen.count == 7 && !seen.contains { $0.hasPrefix("late") })
        }
    }

    @Test(arguments: TestDatabase.all)
    func `Shutting somebody out ends the sessions and stops the keys`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            let admin = try await shop.admin()
            let user = try await shop.register()
            let cookie = shop.sessions.cookie(for: try await shop.logIn())
            let key = try await shop.doors.apiKeys.create(
                for: RecentLogin(user.id), name: "k", scopes: ["profile:read"], from: .home)
            _ = try await shop.sessions.authenticate(cookie: cookie)
            _ = try await shop.sessions.authenticate(bearer: key.text)
            let changed = try await shop.doors.users.change(user.id, status: .suspended, by: admin.id, from: .stranger)
            #expect(changed.status == .suspended)
            await #expect(throws: IdentityError.unauthenticated) {
                try await shop.sessions.authenticate(cookie: cookie)
            }
            await #expect(throws: IdentityError.unauthenticated) {
                try await shop.sessions.authenticate(bearer: key.text)
            }
            await #expect(throws: IdentityError.incorrectCredentials) { try await shop.logIn() }
            _ = try await shop.doors.users.change(user.id, status: .active, by: admin.id)
            await #expect(throws: IdentityError.unauthenticated) {
                try await shop.sessions.authenticate(cookie: cookie)
            }
            _ = try await shop.logIn()
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A new role counts at once, without a new login`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            let user = try await shop.register()
            let cookie = shop.sessions.cookie(for: try await shop.logIn())
            let before = try await shop.sessions.authenticate(cookie: cookie)
            _ = try await shop.doors.users.change(user.id, role: .vendor)
            let after = try await shop.sessions.authenticate(cookie: cookie)
            #expect(before.role == .customer && after.role == .vendor)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `The last admin stays`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            let admin = try await shop.admin()
            await #expect(throws: IdentityError.lastAdmin) {
                try await shop.doors.users.change(admin.id, role: .customer, by: admin.id)
            }
            await #expect(throws: IdentityError.lastAdmin) {
                try await shop.doors.users.change(admin.id, status: .inactive, by: admin.id)
            }
            await #expect(throws: IdentityError.lastAdmin) {
                try await shop.accounts.erase(admin.id, password: IdentityFixture.password, from: .home)
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `Two admins who demote each other at once leave one`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            let admins = [try await shop.admin("a@example.com"), try await shop.admin("b@example.com")]
            for _ in 0..<10 {
                let results = await race(2) { number in
                    try await shop.doors.users.change(admins[number].id, role: .customer, by: admins[1 - number].id)
                }
                #expect(results.compactMap(\.error).map { $0 as? IdentityError } == [.lastAdmin])
                for admin in admins { _ = try await shop.doors.users.change(admin.id, role: .admin) }
            }
        }
    }
}
