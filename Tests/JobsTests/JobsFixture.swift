import Dispatch
import Kernel
import Logging
import Persistence
import Synchronization
import Telemetry
import TestSupport

@testable import Jobs

/// A clock that a test moves by hand.
final class TestClock: Sendable {
    private let moment = Mutex(Timestamp(microseconds: 1_767_225_600_000_000))

    var now: Timestamp { moment.withLock { $0 } }
    var wall: WallClock { WallClock { self.now } }

    func advance(by duration: Duration) {
        moment.withLock { $0 = $0.advanced(by: duration) }
    }
}

/// A queue in a database of its own.
struct JobsFixture {
    let database: any Database
    let clock: TestClock
    let queue: JobQueue

    static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    /// The events, for effects, and the queue. Other contexts' steps are left out, and their numbers with them.
    static let migrations: [Migration] = {
        let first = JobMigrations.all[0].version
        let others = (2..<first).map { Migration($0, "of another context", up: { _ in [] }, down: { _ in [] }) }
        return OutboxMigrations.all + others + JobMigrations.all
    }()

    static func with<Value>(_ kind: TestDatabase, _ body: (JobsFixture) async throws -> Value) async throws -> Value {
        try await kind.withDatabase(migrations: migrations) { database in
            let clock = TestClock()
            return try await body(
                JobsFixture(database: database, clock: clock, queue: JobQueue(database, clock: clock.wall)))
        }
    }

    func worker(
        _ handlers: JobHandlers, schedules: [JobSchedule] = [], metrics: MetricRegistry = MetricRegistry(),
        _ change: (inout JobWorkerSettings) -> Void = { _ in }
    ) -> JobWorker {
        var settings = JobWorkerSettings()
        change(&settings)
        return JobWorker(
            queue, handlers: handlers, schedules: schedules, settings: settings, metrics: metrics,
            logger: JobsFixture.logger)
    }

    /// A worker whose `Note` jobs do that.
    func worker(
        metrics: MetricRegistry = MetricRegistry(),
        doing handle: @escaping @Sendable (Note, JobRun) async throws -> Void
    ) -> JobWorker {
        var handlers = JobHandlers()
        handlers.on(Note.self, handle)
        return worker(handlers, metrics: metrics)
    }

    func only() async throws -> QueuedJob? {
        let jobs = try await queue.list()
        return jobs.count == 1 ? jobs[0] : nil
    }

    /// The subjects of the effects that jobs left, in no order.
    func effects() async throws -> [String] {
        try await database.read { try $0.values("SELECT subject FROM events", as: String.self) }
    }
}

/// The job of most tests: its text says which it is.
struct Note: Job {
    static let name = "test.note"
    static let retries = RetryPolicy(tries: 3, base: .seconds(10), cap: .seconds(60))
    let text: String

    init(_ text: String = "a") {
        self.text = text
    }
}

/// What a handler did.
struct Noted: Event {
    static let name = "test.noted"
    let subject: String
}

/// What a test's handler meets.
struct Trouble: Error {}

/// A list that handlers write to from wherever they run.
final class Log<Element: Sendable>: Sendable {
    private let entries = Mutex<[Element]>([])

    var all: [Element] { entries.withLock { $0 } }

    func add(_ entry: Element) {
        entries.withLock { $0.append(entry) }
    }
}

/// A place that handlers wait at, until the test opens it. Opened before they come, it lets them through.
final class Gate: Sendable {
    private let stream = AsyncStream.makeStream(of: Void.self)

    func open() {
        stream.continuation.finish()
    }

    /// - Throws: `CancellationError` when the task was cancelled meanwhile.
    func pass() async throws {
        for await _ in stream.stream {}
        try Task.checkCancellation()
    }
}

/// SplitMix64: the same numbers in every run.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}

/// A place that a transaction waits at, on the connection's own thread.
final class BlockingGate: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)

    func open() {
        semaphore.signal()
    }

    func pass() {
        semaphore.wait()
    }
}
