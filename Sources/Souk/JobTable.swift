package import Jobs
import Logging
import Persistence

/// What is done behind the shopper's back, a line for each job.
extension JobHandlers {
    init(_ shop: Shop) {
        self.init()
        let (queue, database) = (shop.jobs, shop.database)
        let (factors, analytics) = (shop.factors, shop.analytics)
        on(PruneEvents.self) { _, run in
            let count = try await PruneEvents.run(in: database)
            run.logger.info("Removed old events", metadata: ["events": "\(count)"])
        }
        on(PruneIdempotencyKeys.self) { _, run in
            let count = try await PruneIdempotencyKeys.run(in: database)
            run.logger.info("Removed old idempotency keys", metadata: ["keys": "\(count)"])
        }
        on(PruneDeadJobs.self) { _, run in
            let count = try await queue.prune()
            run.logger.info("Removed dead jobs", metadata: ["jobs": "\(count)"])
        }
        on(UpdateSearchFactors.self) { _, run in
            let (products, haveMoved) = try await UpdateSearchFactors.run(factors)
            run.logger.info(
                "Updated the factors of search", metadata: ["products": "\(products)", "prices": "\(haveMoved)"])
        }
        on(CheckSearchIndex.self) { _, run in try await CheckSearchIndex.run(run, in: database) }
        on(PruneSearchLog.self) { _, run in
            let count = try await PruneSearchLog.run(analytics)
            run.logger.info("Removed old searches from the log", metadata: ["rows": "\(count)"])
        }
        on(ProbeJob.self) { probe, run in try await queue.answer(probe, run) }
    }
}

/// What is done again and again, and when, in UTC.
extension JobSchedule {
    /// Every schedule of the shop.
    package static let all = [
        JobSchedule("events.prune", "7 * * * *") { _ in PruneEvents() },
        JobSchedule("idempotency_keys.prune", "27 * * * *") { _ in PruneIdempotencyKeys() },
        JobSchedule("jobs.prune", "17 3 * * *") { _ in PruneDeadJobs() },
        JobSchedule("search.factors", "37 * * * *") { _ in UpdateSearchFactors() },
        JobSchedule("search.check", "47 4 * * *") { _ in CheckSearchIndex() },
        JobSchedule("search.prune", "57 3 * * *") { _ in PruneSearchLog() },
    ]
}

extension JobWorker {
    /// A worker for all jobs of the shop.
    init(_ shop: Shop, logger: Logger) {
        var settings = JobWorkerSettings()
        (settings.concurrency, settings.lease) = (max(shop.settings.jobs.workers, 1), shop.settings.jobs.lease)
        self.init(
            shop.jobs, handlers: JobHandlers(shop), schedules: JobSchedule.all,
            settings: settings,
            metrics: shop.metrics, logger: logger)
    }
}
