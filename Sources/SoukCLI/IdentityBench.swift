import ArgumentParser
import Foundation
import Identity
import Kernel
import Souk

struct IdentityBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "identity",
        abstract: "How fast tokens are checked and sessions refreshed.",
        discussion: """
            Makes an account and sessions of its own. Use a shop of its own: they stay in it.
            """)

    @OptionGroup var options: ShopOptions

    @Option(help: "How many sessions are refreshed at the same time, 1 to 90.")
    var sessions = 32

    @Option(help: "How long each part is measured.")
    var seconds = 5.0

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        guard (1...90).contains(sessions) else { throw ValidationError("--sessions must be 1 to 90.") }
        guard seconds > 0, seconds <= 600 else { throw ValidationError("--seconds must be above 0, at most 600.") }
    }

    func run() async throws {
        let figures = try await options.withShop(mayBegin: true) { shop, _ in
            let bench = try await Bench(shop, sessions: sessions, seconds: seconds)
            return [
                ("token_check_seen_us", try await bench.check(isNew: false)),
                ("token_check_unseen_us", try await bench.check(isNew: true)),
                ("refreshes_per_s", try await bench.refresh()),
            ]
        }
        if json {
            Console.printJSON { object in
                for (name, value) in figures { object.member(name, value) }
            }
        } else {
            for (name, value) in figures { Console.print("\(name)\t\(value.shortestJSON)") }
        }
    }

    /// An account that is signed in many times.
    private struct Bench {
        let shop: Shop
        let seconds: Double
        let logins: [SignedIn]

        init(_ shop: Shop, sessions: Int, seconds: Double) async throws {
            (self.shop, self.seconds) = (shop, seconds)
            let email = "bench-\(ID<User>().description.suffix(12))@shop.example"
            let user = try await shop.identity.accounts.create(
                Registration(email: email, password: "a password of the bench"), role: .customer)
            var logins: [SignedIn] = []
            for _ in 0..<sessions {
                let outcome = try await shop.identity.sessions.logIn(user.id, by: .passkey, from: .commandLine)
                if case .signedIn(let login) = outcome { logins.append(login) }
            }
            self.logins = logins
        }

        /// Microseconds to find out who sends an access token: one that was seen before, or a new one each time.
        func check(isNew: Bool) async throws -> Double {
            var tokens: [String] = []
            for number in 0..<(isNew ? 2000 : 1) {
                tokens.append(try await shop.identity.sessions.tokens(for: logins[number % logins.count]).accessToken)
            }
            if !isNew { _ = try await shop.identity.sessions.authenticate(bearer: tokens[0]) }
            let rounds = isNew ? tokens.count : 20_000
            let start = ContinuousClock.now
            for round in 0..<rounds {
                _ = try await shop.identity.sessions.authenticate(bearer: tokens[round % tokens.count])
            }
            let microseconds = (ContinuousClock.now - start) / .microseconds(1) / Double(rounds)
            return (microseconds * 100).rounded() / 100
        }

        /// Refreshes a second, each session one after the other, all at the same time.
        func refresh() async throws -> Double {
            let start = ContinuousClock.now
            let end = start + .seconds(seconds)
            let count = try await withThrowingTaskGroup(of: Int.self) { group in
                for login in logins {
                    group.addTask {
                        var (token, count) = (try await shop.identity.sessions.tokens(for: login).refreshToken, 0)
                        while ContinuousClock.now < end {
                            token = try await shop.identity.sessions.refresh(token, from: .commandLine).refreshToken
                            count += 1
                        }
                        return count
                    }
                }
                return try await group.reduce(0, +)
            }
            return (Double(count) / ((ContinuousClock.now - start) / .seconds(1))).rounded()
        }
    }
}
