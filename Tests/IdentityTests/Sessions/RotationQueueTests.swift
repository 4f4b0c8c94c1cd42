import Kernel
import Persistence
import Synchronization
import TestSupport
import Testing

@testable import Identity

@Suite(.timeLimit(.minutes(2)))
struct RotationQueueTests {
    @Test(arguments: TestDatabase.all)
    func `Sixty sessions that are refreshed at once all go on`(kind: TestDatabase) async throws {
        try await IdentityFixture.with(kind) { shop in
            let user = try await shop.register()
            var tokens: [String] = []
            for _ in 0..<60 {
                guard case .signedIn(let login) = try await shop.sessions.logIn(user.id, by: .passkey, from: .home)
                else {
                    continue
                }
                tokens.append(try await shop.sessions.tokens(for: login).refreshToken)
            }
            let first = tokens
            let results = await race(60) { try await shop.sessions.refresh(first[$0], from: .home).refreshToken }
            #expect(Set(results.compactMap(\.value)).count == 60)
            for token in results.compactMap(\.value) { _ = try await shop.sessions.refresh(token, from: .home) }
        }
    }

    @Test func `Those who come while a transaction runs share the next one`() async throws {
        let writer = GatedWriter()
        let queue = writer.queue
        let results = await race(20) { number in
            // One is at the gate and eighteen wait; then it opens.
            if number > 0 { try await wait { !writer.sizes.isEmpty } }
            if number == 19 { try await queue.open(writer, atWaiting: 18) }
            return try await queue.rotate(.fixture(number))
        }
        #expect(results.allSatisfy { $0.value == true })
        #expect(writer.sizes.count <= 3 && writer.sizes.first == 1 && writer.sizes.reduce(0, +) == 20)
    }

    @Test func `Of two wishes with one token in a transaction the first counts`() async throws {
        try await IdentityFixture.with(.sqlite) { shop in
            try await shop.register()
            let pair = try await shop.sessions.tokens(for: try await shop.logIn())
            let wish = RotationQueue.Wish(
                token: try #require(RefreshToken(pair.refreshToken)), client: .home, moment: shop.clock.now)
            let results = try await shop.database.write { transaction in
                try [wish, wish].map { try transaction.rotate($0.token, from: $0.client, at: $0.moment) }
            }
            #expect(results == [true, false])
        }
    }

    @Test func `One who leads and is cancelled takes nobody along`() async throws {
        let writer = GatedWriter()
        let queue = writer.queue
        let results = try await withThrowingTaskGroup(of: [Result<Bool, any Error>].self) { group in
            group.addTask { await race(1) { _ in try await queue.rotate(.fixture(0)) } }
            try await wait { !writer.sizes.isEmpty }
            try await withThrowingTaskGroup(of: Void.self) { inner in
                inner.addTask {
                    await #expect(throws: CancellationError.self) { try await queue.rotate(.fixture(1)) }
                }
                try await wait { queue.waitingCount >= 1 }
                inner.cancelAll()
                group.addTask { await race(3) { try await queue.rotate(.fixture(2 + $0)) } }
                try await queue.open(writer, atWaiting: 4)
                try await inner.waitForAll()
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(results.count == 4 && results.allSatisfy { $0.value == true })
    }

    @Test func `What goes wrong for one who leads goes wrong for all, and the next are served`() async throws {
        let writer = GatedWriter(failing: true)
        let queue = writer.queue
        let results = await race(5) { number in
            if number > 0 { try await wait { !writer.sizes.isEmpty } }
            if number == 4 { try await queue.open(writer, atWaiting: 3) }
            return try await queue.rotate(.fixture(number))
        }
        #expect(results.compactMap(\.error).map { $0 as? DatabaseError } == Array(repeating: .diskFull, count: 5))
        writer.mend()
        let after = try await queue.rotate(.fixture(9))
        #expect(after)
    }
}

extension RotationQueue {
    /// Opens the gate once so many wait behind one who is at it: who leads takes along those who were faster than it.
    fileprivate func open(_ writer: GatedWriter, atWaiting count: Int) async throws {
        try await wait { waitingCount >= count }
        writer.open()
    }
}

extension RotationQueue.Wish {
    /// A wish of a session of its own.
    fileprivate static func fixture(_ number: Int) -> RotationQueue.Wish {
        let session = ID<Session>(high: 0, low: UInt64(number))
        let box = SecretBox(secret: Array("the secret of the test's shop".utf8))
        guard let token = RefreshToken(RefreshToken.text(session, generation: 0, nonce: [], box)) else {
            preconditionFailure("a token of ours can be read")
        }
        return RotationQueue.Wish(token: token, client: .home, moment: Timestamp(microseconds: 0))
    }
}

/// A writer whose first transaction waits until the test lets it through.
private final class GatedWriter: Sendable {
    private struct State {
        var sizes: [Int] = []
        var isFailing: Bool
    }

    private let gate = AsyncStream.makeStream(of: Void.self)
    private let state: Mutex<State>

    init(failing isFailing: Bool = false) {
        state = Mutex(State(isFailing: isFailing))
    }

    /// How many wishes each transaction had.
    var sizes: [Int] { state.withLock { $0.sizes } }

    func open() { gate.continuation.finish() }
    func mend() { state.withLock { $0.isFailing = false } }

    var queue: RotationQueue {
        RotationQueue { wishes in
            let (isFirst, isFailing) = self.state.withLock { state in
                state.sizes.append(wishes.count)
                return (state.sizes.count == 1, state.isFailing)
            }
            if isFirst { for await _ in self.gate.stream {} }
            try Task.checkCancellation()
            guard !isFailing else { throw DatabaseError.diskFull }
            return wishes.map { _ in true }
        }
    }
}
