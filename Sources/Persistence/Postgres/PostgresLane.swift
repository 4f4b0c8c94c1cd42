import Foundation
import Synchronization

/// A thread that runs tasks and makes their look-ups: an executor, and the loop that watches its connections.
///
/// A task that runs here and asks for something gives its statement to the loop, other tasks run, and when the answer
/// comes the task goes on, all in one thread: no other has to be woken, which on idle processors takes longer than the
/// read. The statements of tasks that run one after the other travel together. Tasks elsewhere may ask as well.
final class PostgresLane: TaskExecutor {
    private let place: PostgresPlace
    private let bell = Bell()
    private let inbox = Mutex(Inbox())
    private let thread = Atomic<UInt>(0)
    /// The connections; touched by the lane's thread alone.
    private nonisolated(unsafe) var readers: PostgresReaders?

    /// What others leave for the thread.
    private struct Inbox {
        var mail = Mail()
        var life = Life.unborn
        var isAsleep = false
        var closers: [CheckedContinuation<Void, Never>] = []
    }

    private struct Mail {
        var isClosing = false
        var jobs: [UnownedJob] = []
        var lookUps: [PostgresLookUp] = []
        var opened: [Result<PostgresReader, DatabaseError>] = []

        var isEmpty: Bool { jobs.isEmpty && lookUps.isEmpty && opened.isEmpty && !isClosing }

        mutating func clear() {
            isClosing = false
            jobs.removeAll(keepingCapacity: true)
            lookUps.removeAll(keepingCapacity: true)
            opened.removeAll(keepingCapacity: true)
        }
    }

    private enum Life {
        /// The thread is started when there is something to do.
        case unborn
        case running
        /// Look-ups are refused; the thread ends when it has nothing left to do.
        case closing
        case over
    }

    init(_ place: PostgresPlace) {
        self.place = place
    }

    /// Whether the caller runs on this lane.
    var isCurrent: Bool { thread.load(ordering: .relaxed) == UInt(pthread_self()) }

    /// Makes a look-up, or fails it.
    func add(_ lookUp: PostgresLookUp) {
        if isCurrent, let readers { return readers.add(lookUp) }
        let isRefused = deliver { inbox in
            guard inbox.life == .unborn || inbox.life == .running else { return true }
            inbox.mail.lookUps.append(lookUp)
            return false
        }
        if isRefused { lookUp.fail(DatabaseError.closed) }
    }

    /// A connection that was asked for is there, or is refused.
    func add(_ opened: Result<PostgresReader, DatabaseError>) {
        deliver { $0.mail.opened.append(opened) }
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let isOver = deliver { inbox in
            guard inbox.life != .over else { return true }
            inbox.mail.jobs.append(job)
            return false
        }
        // A task may outlive the database; then it runs anywhere.
        if isOver { DispatchQueue.global().async { job.runSynchronously(on: self.asUnownedTaskExecutor()) } }
    }

    /// Refuses new look-ups and fails those that wait; those under way get their answers.
    func beginClosing() {
        deliver { inbox in
            switch inbox.life {
            case .unborn: inbox.life = .over
            case .running: (inbox.life, inbox.mail.isClosing) = (.closing, true)
            case .closing, .over: break
            }
        }
    }

    /// Returns when the thread has ended, or never began.
    func waitForEnd() async {
        await withCheckedContinuation { continuation in
            let isOver = inbox.withLock { inbox in
                if inbox.life != .over { inbox.closers.append(continuation) }
                return inbox.life == .over
            }
            if isOver { continuation.resume() }
        }
    }

    /// Puts something into the inbox, and sees to it that the thread looks.
    @discardableResult
    private func deliver<Value: Sendable>(_ put: (inout Inbox) -> Value) -> Value {
        let (value, isAsleep, isUnborn) = inbox.withLock { inbox in
            let value = put(&inbox)
            let isUnborn = inbox.life == .unborn && !inbox.mail.isEmpty
            if isUnborn { inbox.life = .running }
            defer { inbox.isAsleep = false }
            return (value, inbox.isAsleep, isUnborn)
        }
        if isAsleep { bell.ring() }
        if isUnborn { start() }
        return value
    }

    private func start() {
        let thread = Thread { self.run() }
        thread.name = "souk.postgres.lane"
        thread.start()
    }
}

extension PostgresLane {
    /// How often the thread runs what tasks have left before it looks at its connections.
    private static let turns = 8

    private func run() {
        let readers = PostgresReaders(place, self)
        self.readers = readers
        thread.store(UInt(pthread_self()), ordering: .relaxed)
        var mail = Mail()
        while true {
            var isIdle = false
            for _ in 0..<Self.turns where !isIdle {
                isIdle = !take(&mail)
                work(through: &mail, readers)
            }
            // Before the thread sleeps: nobody rings any more behind the closing.
            if readers.isClosed, isOver(readers) { break }
            readers.wait(for: bell, isIdle: isIdle)
        }
        thread.store(0, ordering: .relaxed)
        self.readers = nil
        let closers = inbox.withLock(\.closers)
        for closer in closers { closer.resume() }
    }

    /// - Returns: whether there was anything; if not, whoever brings something rings.
    private func take(_ mail: inout Mail) -> Bool {
        inbox.withLock { inbox in
            inbox.isAsleep = inbox.mail.isEmpty
            if inbox.isAsleep { return false }
            swap(&inbox.mail, &mail)
            return true
        }
    }

    private func work(through mail: inout Mail, _ readers: PostgresReaders) {
        for job in mail.jobs { job.runSynchronously(on: asUnownedTaskExecutor()) }
        for opened in mail.opened { readers.add(opened) }
        for lookUp in mail.lookUps { readers.add(lookUp) }
        if mail.isClosing { readers.beginClosing() }
        mail.clear()
    }

    /// Whether everything is done. From then on nothing comes into the inbox.
    private func isOver(_ readers: PostgresReaders) -> Bool {
        guard readers.isDone else { return false }
        return inbox.withLock { inbox in
            if inbox.mail.isEmpty { inbox.life = .over }
            return inbox.mail.isEmpty
        }
    }
}
