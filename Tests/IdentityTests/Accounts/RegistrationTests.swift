import Kernel
import Persistence
import TestSupport
import Testing

@testable import Identity

@Suite(.timeLimit(.minutes(2)))
struct RegistrationTests {
    @Test(arguments: TestDatabase.all)
    func `An account is a customer's, active, not verified, and gets a mail`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            let user = try await shop.register("Ada@Example.com")
            #expect(user.role == .customer && user.isActive && !user.isEmailVerified && user.email == "Ada@Example.com")
            let read = try await shop.accounts.read(user.id)
            #expect(read == user)
            try await shop.deliverMails()
            #expect(shop.mails.all.map(\.address) == ["Ada@Example.com"])
            let actions = try await shop.actions()
            #expect(actions == ["user.registered"])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `An address that differs in case or composition only is taken`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            try await shop.register("\u{C1}da@example.com")
            await #expect(throws: IdentityError.emailTaken) { try await shop.register("a\u{0301}DA@EXAMPLE.com") }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `Of twenty that register one address at once one gets it`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            let results = await race(20) { _ in try await shop.register() }
            #expect(results.compactMap(\.value).count == 1)
            #expect(results.compactMap(\.error).allSatisfy { $0 as? IdentityError == .emailTaken })
            let count = try await shop.count("users")
            #expect(count == 1)
        }
    }

    @Test func `All fields are checked together`() async throws {
        try await IdentityFixture.with(.sqlite) { shop in
            var wish = Registration(email: "nobody", password: "short")
            wish.profile.phone = "x"
            await #expect {
                _ = try await shop.accounts.register(wish, from: .home)
            } throws: { error in
                (error as? ValidationError)?.fields.map(\.code) == ["invalid_email", "password_short", "invalid_phone"]
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `Quiet registration tells nobody, and the owner by mail`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            let wish = Registration(email: "ada@example.com", password: IdentityFixture.password)
            try await shop.accounts.registerQuietly(wish, from: .home)
            try await shop.accounts.registerQuietly(wish, from: .stranger)
            try await shop.deliverMails()
            let subjects = shop.mails.all.map(\.subject)
            #expect(subjects.count == 2 && subjects.contains { $0.contains("have an account already") })
            let count = try await shop.count("users")
            #expect(count == 1)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `Where accounts are hidden, a change of address does not tell either`(kind: TestDatabase) async throws {
        var options = IdentityOptions()
        options.hidesAccounts = true
        try await IdentityFixture.with(kind, options: options) { shop in
            let (ada, _) = (try await shop.register(), try await shop.register("eve@example.com"))
            try await shop.deliverMails()
            let before = shop.mails.all.count
            var seen: [[String]] = []
            for email in ["EVE@example.com", "free@example.com"] {
                try await shop.accounts.changeEmail(
                    of: ada.id, to: email, password: IdentityFixture.password, from: .home)
                try await shop.deliverMails()
                // What Ada can see: her page, her mailbox, her export.
                let pending = try await shop.accounts.read(ada.id).pendingEmail
                let mails = shop.mails.all.filter { $0.address == "ada@example.com" }.map(\.subject)
                let entries = try await shop.doors.audit.list(about: ada.id).entries
                    .filter { $0.action == AuditAction.emailChangeRequested.rawValue }
                seen.append(["\(pending == email)", mails.last ?? "", "\(mails.count - entries.count)"])
            }
            #expect(seen[0] == seen[1] && seen[0][0] == "true")
            let others = shop.mails.all.dropFirst(before).filter { $0.address != "ada@example.com" }
            #expect(others.map(\.address) == ["eve@example.com", "free@example.com"])
            #expect(others.first?.subject.hasPrefix("You have an account already") == true)
            #expect(others.map { $0.token == nil } == [true, false])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `Where accounts are hidden, the owner of an address is told three times an hour`(kind: TestDatabase)
        async throws
    {
        var options = IdentityOptions()
        options.hidesAccounts = true
        try await IdentityFixture.with(kind, options: options) { shop in
            try await shop.register("eve@example.com")
            for number in 0..<5 {
                let user = try await shop.register("user\(number)@example.com")
                try await shop.accounts.changeEmail(
                    of: user.id, to: "eve@example.com", password: IdentityFixture.password, from: .home)
            }
            try await shop.deliverMails()
            let told = shop.mails.all.filter { $0.subject.hasPrefix("You have an account already") }
            #expect(told.count == 3)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `What the operator makes is verified and of that role`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            let user = try await shop.admin()
            #expect(user.role == .admin && user.isEmailVerified)
            let mails = try await shop.count("jobs")
            #expect(mails == 0)
        }
    }
}
