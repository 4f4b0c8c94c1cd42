import ArgumentParser
import Foundation
import Jobs
import Kernel
import Logging
import Persistence
import ServiceLifecycle
import Souk
import Synchronization
import Telemetry

struct JobsBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "jobs",
        abstract: "How many jobs a second are enqueued and run.",
        discussion: """
            Enqueues jobs that do nothing, one in each transaction and 500 in each, and runs them. Use a shop of its \
            own: what waits in its queue is run with the rest.
            """)

    @OptionGroup var options: ShopOptions

    @Option(help: "How many jobs, 1 to 1000000.")
    var jobs = 5000

    @Option(help: "How many workers in this process, 1 to 16.")
    var workers = 1

    @Option(help: "How many jobs each worker runs at the same time, 1 to 256.")
    var concurrency = 8

    @Option(help: "How many jobs lie in the queue beside, due in a year.")
    var backlog = 0

    @Flag(help: "Complete each job in its handler's transaction, with an event as effect.")
    var once = false

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        guard (1...1_000_000).contains(jobs) else { throw ValidationError("--jobs must be 1 to 1000000.") }
        guard (1...16).contains(workers) else { throw ValidationError("--workers must be 1 to 16.") }
        guard (1...256).contains(concurrency) else { throw ValidationError("--concurrency must be 1 to 256.") }
        guard (0...10_000_000).contains(backlog) else { throw ValidationError("--backlog must be 0 to 10000000.") }
    }

    /// A job that does nothing.
    private struct Nothing: Job {
        static let name = "bench.nothing"
        let number: Int
    }

    func run() async throws {
        let figures = try await options.withShop(mayBegin: true) { shop, logger in
            let bench = Bench(shop: shop, logger: logger, command: self)
            try await bench.fillBacklog()
            let singly = try await bench.enqueueSingly(min(jobs, 1000))
            let batched = try await bench.enqueueInBatches(max(jobs - 1000, 0))
            let (rate, cpu) = try await bench.runAll()
            return [
                ("enqueue_per_s", singly), ("enqueue_batched_per_s", batched), ("run_per_s", rate),
                ("run_per_cpu_s", cpu), ("rss_mb", Double(ProcessUsage.residentBytes) / 1e6),
            ]
        }
        if json {
            Console.printJSON { object in for (name, value) in figures { object.member(name, value.rounded()) } }
        } else {
            for (name, value) in figures { Console.print("\(name)\t\(value.rounded().shortestJSON)") }
        }
    }

    /// One measurement.
    private struct Bench {
        let shop: Shop
        let logger: Logger
        let command: JobsBench

        func fillBacklog() async throws {
            let moment = WallClock.system.now
            let later = moment.advanced(by: .seconds(365 * 86_400))
            for start in stride(from: 0, to: command.backlog, by: 5000) {
                let batch = (start..<min(start + 5000, command.backlog)).map(Nothing.init)
                try await shop.database.write { try $0.enqueue(batch, at: moment, notBefore: later) }
            }
        }

        func enqueueSingly(_ count: Int) async throws -> Double {
            try await rate(of: count) {
                for number in 0..<count { try await shop.jobs.enqueue(Nothing(number: number)) }
            }
        }

        func enqueueInBatches(_ count: Int) async throws -> Double {
            try await rate(of: count) {
                for start in stride(from: 0, to: count, by: 500) {
                    try await shop.jobs.enqueue((start..<min(start + 500, count)).map(Nothing.init))
                }
            }
        }

        /// - Returns: jobs a second on the wall, and for each second of this process's processor time.
        func runAll() async throws -> (Double, Double) {
            let left = Countdown(command.jobs)
            let services = (0..<command.workers).map { _ in worker(left) }
            let cpu = ProcessUsage.now
            let wall = try await rate(of: command.jobs) {
                let group = ServiceGroup(services: services, logger: logger)
                try await withThrowingTaskGroup(of: Void.self) { tasks in
                    tasks.addTask { try await group.run() }
                    await left.isOver()
                    await group.triggerGracefulShutdown()
                    try await tasks.waitForAll()
                }
            }
            return (wall, Double(command.jobs) / max(ProcessUsage.now.cpuSeconds - cpu.cpuSeconds, 1e-6))
        }

        private func worker(_ left: Countdown) -> JobWorker {
            var settings = JobWorkerSettings()
            settings.concurrency = command.concurrency
            var handlers = JobHandlers()
            handlers.on(Nothing.self) { [shop, once = command.once] job, run in
                if once {
                    try await shop.database.write { transaction in
                        try transaction.record([JobProbed(subject: "\(job.number)")], at: run.enqueuedAt)
                        try transaction.complete(run)
                    }
                }
                left.step()
            }
            return JobWorker(
                shop.jobs, handlers: handlers, settings: settings, metrics: MetricRegistry(), logger: logger)
        }

        private func rate(of count: Int, _ body: () async throws -> Void) async rethrows -> Double {
            let start = ContinuousClock.now
            try await body()
            return Double(count) / ((ContinuousClock.now - start) / .seconds(1))
        }
    }
}

/// Says when so many things have happened.
private final class Countdown: Sendable {
    private let left: Atomic<Int>
    private let end = AsyncStream.makeStream(of: Void.self)

    init(_ count: Int) {
        left = Atomic(count)
    }

    func step() {
        if left.wrappingSubtract(1, ordering: .relaxed).newValue == 0 { end.continuation.finish() }
    }

    func isOver() async {
        for await _ in end.stream {}
    }
}
