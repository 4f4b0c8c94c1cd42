import Kernel
import Persistence
import Synchronization

/// Moves sessions on to their next generation, many in one transaction.
///
/// SQLite has one writer, which waits for the disk at each commit: a few hundred times a second on an ordinary one, where
/// the processor signs thousands of tokens. So whoever comes while a transaction runs waits, and one of them takes all the
/// others along into the next one. Nobody waits for company: a single refresh is a transaction at once. PostgreSQL
/// gathers commits by itself, and there each is its own.
final class RotationQueue: Sendable {
    /// A refresh token that was checked, and is to be used.
    struct Wish: Sendable {
        let token: RefreshToken
        let client: Client
        let moment: Timestamp
    }

    /// What a caller is told when its turn comes.
    private enum Turn: Sendable {
        /// It takes the next transaction upon itself.
        case lead
        /// Another one has done its wish as well.
        case done(isRotated: Bool)
        /// It went wrong for all.
        case failed(any Error)
        /// The one who led was cancelled, which is no concern of the others.
        case again
    }

    private struct Waiting {
        let wish: Wish
        let continuation: CheckedContinuation<Turn, Never>
    }

    private struct State {
        var isLed = false
        var waiting: [Waiting] = []
    }

    /// So many wishes make a transaction at most: some 5 ms of the writer.
    private static let limit = 256
    private let isShared: Bool
    private let carryOut: @Sendable ([Wish]) async throws -> [Bool]
    private let state = Mutex(State())

    /// A queue before that database.
    convenience init(_ database: any Database) {
        self.init(isShared: database.dialect == .sqlite) { wishes in
            try await database.write { transaction in
                try wishes.map { try transaction.rotate($0.token, from: $0.client, at: $0.moment) }
            }
        }
    }

    /// A queue before anything.
    /// - Parameters:
    ///   - isShared: whether several wishes are carried out together.
    ///   - carryOut: carries them out, all or none, and tells of each whether it moved its session on.
    init(isShared: Bool = true, carryOut: @escaping @Sendable ([Wish]) async throws -> [Bool]) {
        (self.isShared, self.carryOut) = (isShared, carryOut)
    }

    /// How many wait for the transaction that runs.
    var waitingCount: Int { state.withLock { $0.waiting.count } }

    /// Uses a token.
    /// - Returns: whether this call moved the session on; `false` when another one did, or the session was ended.
    func rotate(_ wish: Wish) async throws -> Bool {
        guard isShared else { return try await carryOut([wish]).first ?? false }
        while true {
            switch await turn(wish) {
            case .lead: return try await lead(wish)
            case .done(let isRotated): return isRotated
            case .failed(let error): throw error
            case .again: continue
            }
        }
    }

    private func turn(_ wish: Wish) async -> Turn {
        await withCheckedContinuation { continuation in
            let isFirst = state.withLock { state in
                guard state.isLed else {
                    state.isLed = true
                    return true
                }
                state.waiting.append(Waiting(wish: wish, continuation: continuation))
                return false
            }
            if isFirst { continuation.resume(returning: .lead) }
        }
    }

    /// Carries out the own wish and all that wait, and lets the next one lead.
    private func lead(_ own: Wish) async throws -> Bool {
        let followers = state.withLock { state in
            let followers = Array(state.waiting.prefix(RotationQueue.limit - 1))
            state.waiting.removeFirst(followers.count)
            return followers
        }
        defer { passOn() }
        do {
            let results = try await carryOut([own] + followers.map(\.wish))
            for (follower, isRotated) in zip(followers, results.dropFirst()) {
                follower.continuation.resume(returning: .done(isRotated: isRotated))
            }
            return results.first ?? false
        } catch {
            let turn: Turn = Task.isCancelled ? .again : .failed(error)
            for follower in followers { follower.continuation.resume(returning: turn) }
            throw error
        }
    }

    private func passOn() {
        let next = state.withLock { state -> Waiting? in
            guard !state.waiting.isEmpty else {
                state.isLed = false
                return nil
            }
            return state.waiting.removeFirst()
        }
        next?.continuation.resume(returning: .lead)
    }
}
