import Kernel
import Persistence
import TestSupport
import Testing

@testable import Identity

@Suite(.timeLimit(.minutes(2)))
struct IdentityPruningTests {
    @Test(arguments: TestDatabase.all)
    func `What has ended goes, what lives stays`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            let user = try await shop.register()
            try await shop.deliverMails()
            _ = try await shop.logIn()
            _ = try await shop.doors.secondFactors.begin(for: RecentLogin(user.id))
            shop.clock.advance(by: .seconds(86_399))
            let living = try await shop.logIn()
            let none = try await shop.doors.pruning.run()
            #expect(none == 0)
            shop.clock.advance(by: .seconds(2))
            let removed = try await shop.doors.pruning.run()
            #expect(removed == 2)
            let (sessions, tokens, factors) = (
                try await shop.sessions.list(of: user.id).map(\.id), try await shop.count("one_time_tokens"),
                try await shop.count("second_factors")
            )
            #expect(sessions == [living.session] && tokens == 0 && factors == 0)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `The audit log goes back a year`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            try await shop.register()
            shop.clock.advance(by: AuditLog.retention)
            try await shop.register("eve@example.com")
            _ = try await shop.doors.pruning.run()
            let kept = try await shop.count("audit_log")
            #expect(kept == 2)
            shop.clock.advance(by: .seconds(1))
            _ = try await shop.doors.pruning.run()
            let left = try await shop.count("audit_log")
            #expect(left == 1)
        }
    }
}
