import Kernel
package import Logging
import Persistence
import ServiceLifecycle
package import Telemetry

/// How a worker works.
package struct JobWorkerSettings: Sendable {
    /// How many jobs run at the same time, 1 to 256.
    package var concurrency = 8
    /// How long a claim holds without a word of its worker: so long after a crash another worker takes the job. It is
    /// extended three times in that time. Clocks of nodes may differ by half of it.
    package var lease = Duration.seconds(30)
    /// How often the table is asked, beside what `JobSignal` tells.
    package var interval = Duration.milliseconds(500)
    /// How long jobs that run may go on when the process is told to stop; then their claims are released.
    package var grace = Duration.seconds(20)

    /// Eight jobs at a time, leases of 30 seconds.
    package init() {}
}

/// Takes jobs that are due and runs them, and fires schedules, as long as the process runs.
package struct JobWorker: Service {
    private let queue: JobQueue
    private let runner: JobRunner
    private let schedules: [JobSchedule]
    private let settings: JobWorkerSettings
    private let metrics: JobMetrics
    private let logger: Logger
    private let names: [String]

    /// How often the gauges of the queue are looked up.
    private static let gaugeInterval = Duration.seconds(15)

    /// A worker for those jobs. Jobs without a handler are left to workers that have one.
    package init(
        _ queue: JobQueue, handlers: JobHandlers, schedules: [JobSchedule] = [],
        settings: JobWorkerSettings = JobWorkerSettings(), metrics: MetricRegistry, logger: Logger
    ) {
        (self.queue, self.schedules, self.settings, self.logger) = (queue, schedules, settings, logger)
        self.metrics = JobMetrics(metrics)
        runner = JobRunner(queue: queue, handlers: handlers, metrics: self.metrics, logger: logger)
        names = handlers.names
    }

    /// Works until the process stops, then gives back what it could not finish.
    package func run() async throws {
        let running = RunningJobs()
        let (wakes, waker) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        queue.signal.add(waker)
        await withGracefulShutdownHandler {
            await withDiscardingTaskGroup { group in
                group.addTask { await tick(waker) }
                group.addTask { await keepClaims(running) }
                group.addTask { await lookUpGauges() }
                await work(wakes, waker, running, &group)
                await release(running)
                group.cancelAll()
            }
        } onGracefulShutdown: {
            running.finish(within: settings.grace)
            waker.yield()
        }
        waker.finish()
    }

    /// Fires what is due and runs it, over and over until nothing is due any more: a worker without time, for tests and
    /// for commands.
    /// - Returns: how many runs there were.
    package func runDue() async throws -> Int {
        try await register()
        let running = RunningJobs()
        var count = 0
        while true {
            try await fireSchedules()
            let claimed = try await claim(settings.concurrency)
            guard !claimed.isEmpty else { return count }
            count += claimed.count
            await withDiscardingTaskGroup { group in
                for run in claimed.compactMap({ runner.begin($0, running) }) {
                    group.addTask { await runner.finish(run, running) }
                }
            }
        }
    }

    // MARK: Taking

    /// Looks at the table whenever it is told to: by the tick, the signal, a run that ended, the order to stop.
    private func work(
        _ wakes: AsyncStream<Void>, _ waker: AsyncStream<Void>.Continuation, _ running: RunningJobs,
        _ group: inout DiscardingTaskGroup
    ) async {
        var (isRegistered, isAway) = (false, false)
        for await _ in wakes {
            if let stopsAt = running.stopsAt {
                guard running.count > 0, ContinuousClock.now < stopsAt else { return }
                continue
            }
            do {
                if !isRegistered { try await register() }
                isRegistered = true
                try await fireSchedules()
                try await take(running, waker, &group)
                isAway = false
            } catch {
                // Twice a second would fill the log.
                if !isAway { logger.error("Jobs cannot be taken", metadata: ["error": "\(error)"]) }
                isAway = true
            }
        }
    }

    /// Claims as many as there are free places, until there is nothing due or no place.
    private func take(
        _ running: RunningJobs, _ waker: AsyncStream<Void>.Continuation, _ group: inout DiscardingTaskGroup
    ) async throws {
        while running.stopsAt == nil {
            let free = settings.concurrency - running.count
            guard free > 0 else { return }
            let claimed = try await claim(free)
            // A look that began before the order to stop may find what was enqueued behind it.
            guard running.stopsAt == nil else { return try await release(claimed.map(\.ticket)) }
            for job in claimed {
                guard let run = runner.begin(job, running) else { continue }
                group.addTask {
                    await runner.finish(run, running)
                    waker.yield()
                }
            }
            guard claimed.count == free else { return }
        }
    }

    private func claim(_ limit: Int) async throws -> [ClaimedJob] {
        let moment = queue.clock.now
        let lapse = moment.advanced(by: settings.lease)
        // A look costs less than a claim that finds nothing: on SQLite that would keep other writers waiting.
        guard try await queue.database.read({ try $0.isAnyDue(of: names, at: moment) }) else { return [] }
        return try await queue.database.write { try $0.claim(names, limit: limit, at: moment, until: lapse) }
    }

    // MARK: Schedules

    private func register() async throws {
        let moment = queue.clock.now
        try await queue.database.write { transaction in
            for schedule in schedules { try transaction.register(schedule, at: moment) }
        }
    }

    private func fireSchedules() async throws {
        guard !schedules.isEmpty else { return }
        let moment = queue.clock.now
        for due in try await queue.database.read({ try $0.schedules(dueAt: moment) }) {
            guard let schedule = schedules.first(where: { $0.name == due.name }) else { continue }
            let isFirst = try await queue.database.write { try $0.fire(schedule, due: due, at: moment) }
            if isFirst { metrics.scheduled[schedule.name].increment() }
        }
    }

    // MARK: Beside the runs

    private func tick(_ waker: AsyncStream<Void>.Continuation) async {
        repeat { waker.yield() } while await sleeps(settings.interval)
    }

    /// Extends the claims of what runs. A run whose claim is gone is told to stop; what it still writes is refused.
    private func keepClaims(_ running: RunningJobs) async {
        while await sleeps(settings.lease / 3) {
            let tickets = running.kept
            guard !tickets.isEmpty else { continue }
            do {
                let lapse = queue.clock.now.advanced(by: settings.lease)
                let held = try await queue.database.write { try $0.extend(tickets, until: lapse) }
                running.stop(Set(tickets).subtracting(held), .claimLost)
            } catch {
                logger.warning("The claims of running jobs cannot be extended", metadata: ["error": "\(error)"])
            }
        }
    }

    private func lookUpGauges() async {
        repeat {
            // When the database is away, `work` says so.
            if let figures = try? await queue.figures() { metrics.show(figures) }
        } while await sleeps(JobWorker.gaugeInterval)
    }

    /// - Returns: whether the task is still wanted behind it.
    private func sleeps(_ duration: Duration) async -> Bool {
        (try? await Task.sleep(for: duration)) != nil
    }

    /// Gives back what still runs, first to the others, then by telling the handlers: what they still write is refused.
    private func release(_ running: RunningJobs) async {
        let tickets = running.all
        guard !tickets.isEmpty else { return }
        do {
            try await release(tickets)
            logger.notice("Gave back the jobs that were not done", metadata: ["jobs": "\(tickets.count)"])
        } catch {
            logger.warning("Claims could not be given back; they lapse", metadata: ["error": "\(error)"])
        }
        running.stop(tickets, .stopping)
    }

    private func release(_ tickets: [JobTicket]) async throws {
        guard !tickets.isEmpty else { return }
        let moment = queue.clock.now
        try await queue.database.write { try $0.release(tickets, at: moment) }
    }
}
