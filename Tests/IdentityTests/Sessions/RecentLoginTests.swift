import Kernel
import Persistence
import TestSupport
import Testing

@testable import Identity

/// What is asked for before another way into an account is made.
@Suite struct RecentLoginTests {
    @Test(arguments: TestDatabase.all)
    func `a login is recent for a quarter of an hour, however often it is refreshed`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            let user = try await shop.register()
            let login = try await shop.logIn()
            let pair = try await shop.sessions.tokens(for: login)
            #expect(try await shop.sessions.recentLogin(login.session, of: user.id).user == user.id)
            shop.clock.advance(by: .seconds(899))
            _ = try await shop.sessions.recentLogin(login.session, of: user.id)
            _ = try await shop.sessions.refresh(pair.refreshToken, from: .home)
            shop.clock.advance(by: .seconds(1))
            await #expect(throws: IdentityError.loginNotRecent) {
                try await shop.sessions.recentLogin(login.session, of: user.id)
            }
            let again = try await shop.logIn()
            _ = try await shop.sessions.recentLogin(again.session, of: user.id)
        }
    }

    @Test func `a session of somebody else, or none, is no login at all`() async throws {
        try await IdentityFixture.with(.sqlite) { shop in
            let (ada, eve) = (try await shop.register(), try await shop.register("eve@example.com"))
            let login = try await shop.logIn()
            for (session, user) in [(login.session, eve.id), (ID(), ada.id)] {
                await #expect(throws: IdentityError.loginNotRecent) {
                    try await shop.sessions.recentLogin(session, of: user)
                }
            }
            try await shop.sessions.logOut(login.session, of: ada.id, from: .home)
            await #expect(throws: IdentityError.loginNotRecent) {
                try await shop.sessions.recentLogin(login.session, of: ada.id)
            }
        }
    }
}
