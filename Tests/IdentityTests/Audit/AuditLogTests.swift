import Kernel
import TestSupport
import Testing

@testable import Identity

@Suite(.timeLimit(.minutes(2)))
struct AuditLogTests {
    @Test(arguments: TestDatabase.all)
    func `Who, what, from where and when, the newest first, in pages`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            let user = try await shop.register()
            shop.clock.advance(by: .seconds(1))
            let login = try await shop.logIn()
            for _ in 0..<3 { _ = try? await shop.logIn("ada@example.com", "guess", from: .stranger) }
            try await shop.sessions.logOut(login.session, of: user.id, from: .home)
            var entries: [AuditEntry] = []
            var cursor: Cursor?
            repeat {
                let page = try await shop.doors.audit.list(before: cursor, limit: 2)
                (entries, cursor) = (entries + page.entries, page.next)
            } while cursor != nil
            #expect(entries.count == 6 && Set(entries.map(\.id)).count == 6)
            #expect(entries.map(\.at) == entries.map(\.at).sorted(by: >))
            let started = try #require(entries.first { $0.action == "login.succeeded" })
            #expect(started.actor == user.id && started.address == "192.0.2.1" && started.device == "Firefox on Linux")
            #expect(started.detail == ["session": login.session.description, "way": "password"])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `It is searched by person and by what happened`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            let (ada, eve) = (try await shop.register(), try await shop.register("eve@example.com"))
            let admin = try await shop.admin()
            _ = try await shop.doors.users.change(eve.id, role: .vendor, status: .suspended, by: admin.id)
            let about = try await shop.doors.audit.list(about: eve.id).entries.map(\.action)
            #expect(Set(about) == ["user.registered", "user.role_changed", "user.status_changed"])
            let by = try await shop.doors.audit.list(about: admin.id, action: .roleChanged).entries
            #expect(by.map(\.subject) == [eve.id] && by.first?.detail == ["from": "customer", "to": "vendor"])
            let none = try await shop.doors.audit.list(about: ada.id, action: .roleChanged).entries
            #expect(none.isEmpty)
            await #expect(throws: InvalidCursor.self) {
                try await shop.doors.audit.list(before: Cursor(position: "x"))
            }
        }
    }

    @Test func `Actions are words that are told apart`() {
        let words = AuditAction.allCases.map(\.rawValue)
        #expect(Set(words).count == words.count)
        #expect(words.allSatisfy { $0.wholeMatch(of: /[a-z_]+\.[a-z_]+/) != nil })
    }
}
