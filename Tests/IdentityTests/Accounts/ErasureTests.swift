import Kernel
import Persistence
import Synchronization
import TestSupport
import Testing

@testable import Identity

@Suite(.timeLimit(.minutes(2)))
struct ErasureTests {
    @Test(arguments: TestDatabase.all)
    func `An erased account leaves nothing personal, and its address is free`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            var wish = Registration(email: "ada@example.com", password: IdentityFixture.password)
            (wish.profile.fullName, wish.profile.phone, wish.profile.bio) = ("Ada Lovelace", "+44 1815", "Engines")
            let user = try await shop.accounts.register(wish, from: .home)
            let login = try await shop.logIn()
            _ = try await shop.doors.apiKeys.create(
                for: RecentLogin(user.id), name: "k", scopes: ["profile:read"], from: .home)
            _ = try await shop.doors.secondFactors.begin(for: RecentLogin(user.id))
            await #expect(throws: IdentityError.wrongPassword(field: "password")) {
                try await shop.accounts.erase(user.id, password: "guess", from: .home)
            }
            try await shop.accounts.erase(user.id, password: IdentityFixture.password, from: .home)
            await #expect(throws: IdentityError.userNotFound) { try await shop.accounts.read(user.id) }
            await #expect(throws: IdentityError.unauthenticated) {
                try await shop.sessions.authenticate(cookie: shop.sessions.cookie(for: login))
            }
            await #expect(throws: IdentityError.incorrectCredentials) { try await shop.logIn() }
            for table in ["sessions", "api_keys", "second_factors", "one_time_tokens"] as [SQL] {
                let count = try await shop.count(table)
                #expect(count == 0)
            }
            let traces = try await shop.count("audit_log WHERE address = '192.0.2.1' AND action <> 'login.failed'")
            #expect(traces == 0)
            let again = try await shop.register()
            #expect(again.id != user.id && again.profile.firstName == nil)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `From where an admin acts on an account is not its owner's to see or to erase`(kind: TestDatabase)
        async throws
    {
        try await IdentityFixture.with(kind) { shop in
            let (user, admin) = (try await shop.register(), try await shop.admin())
            for status in [UserStatus.suspended, .active] {
                _ = try await shop.doors.users.change(
                    user.id, status: status, by: admin.id, from: .at("203.0.113.5"))
            }
            _ = try? await shop.logIn("ada@example.com", "guess", from: .stranger)
            let text = String(decoding: try await shop.accounts.export(user.id, from: .home), as: UTF8.self)
            #expect(text.contains("user.status_changed") && !text.contains("203.0.113.5"))
            #expect(text.contains("192.0.2.1") && text.contains("198.51.100.7"))
            try await shop.accounts.erase(user.id, password: IdentityFixture.password, from: .home)
            let evidence = try await shop.count("audit_log WHERE address = '203.0.113.5' AND device = 'curl'")
            let personal = try await shop.count("audit_log WHERE address IN ('192.0.2.1', '198.51.100.7')")
            #expect(evidence == 2 && personal == 0)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `The export has everything by name, and no secret`(kind: TestDatabase) async throws {
        let orders = PersonalDataSource("orders") { _ in .array([.string("A-1")]) }
        try await IdentityFixture.with(kind, others: [orders]) { shop in
            let user = try await shop.register()
            _ = try await shop.logIn()
            let key = try await shop.doors.apiKeys.create(
                for: RecentLogin(user.id), name: "till", scopes: ["profile:read"], from: .home)
            let bytes = try await shop.accounts.export(user.id, from: .home)
            let names = Set(try JSONValue(parsing: bytes).members?.map(\.name) ?? [])
            #expect(names.isSuperset(of: ["user", "second_factor", "sessions", "api_keys", "audit", "orders"]))
            let text = String(decoding: bytes, as: UTF8.self)
            #expect(text.contains("ada@example.com") && text.contains("till") && text.contains("login.succeeded"))
            #expect(!text.contains(key.text) && !text.contains("$2b$"))
        }
    }

    private struct Unwilling: Error, Equatable {}

    @Test(arguments: TestDatabase.all)
    func `What others hold goes with the account, or the account stays`(kind: TestDatabase) async throws {
        let erased = Mutex<[ID<User>]>([])
        let lists = PersonalDataSource("lists") { _ in
            .null
        } erase: { user, transaction in
            // The account is erased already, as far as this transaction sees.
            let left = try transaction.value("SELECT count(*) FROM users WHERE erased_at IS NULL", as: Int.self)
            if left == 1 { erased.withLock { $0.append(user) } }
        }
        try await IdentityFixture.with(kind, others: [lists]) { shop in
            let (user, _) = (try await shop.register(), try await shop.register("bob@example.com"))
            try await shop.accounts.erase(user.id, password: IdentityFixture.password, from: .home)
            #expect(erased.withLock { $0 } == [user.id])
        }
        let broken = PersonalDataSource("broken") { _ in
            .null
        } erase: { _, _ in
            throw Unwilling()
        }
        try await IdentityFixture.with(kind, others: [broken]) { shop in
            let user = try await shop.register()
            await #expect(throws: Unwilling()) {
                try await shop.accounts.erase(user.id, password: IdentityFixture.password, from: .home)
            }
            #expect(try await shop.accounts.read(user.id).email == "ada@example.com")
        }
    }
}
