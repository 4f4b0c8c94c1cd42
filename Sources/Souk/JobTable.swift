package import Jobs
import Logging

/// What is done behind the shopper's back, a line for each job.
extension JobHandlers {
    init(queue: JobQueue) {
        self.init()
        on(PruneDeadJobs.self) { _, run in
            let count = try await queue.prune()
            run.logger.info("Removed dead jobs", metadata: ["jobs": "\(count)"])
        }
        on(ProbeJob.self) { probe, run in try await queue.answer(probe, run) }
    }
}

/// What is done again and again, and when, in UTC.
extension JobSchedule {
    /// Every schedule of the shop.
    package static let all = [
        JobSchedule("jobs.prune", "17 3 * * *") { _ in PruneDeadJobs() }
    ]
}

extension JobWorker {
    /// A worker for all jobs of the shop.
    init(_ shop: Shop, logger: Logger) {
        var settings = JobWorkerSettings()
        (settings.concurrency, settings.lease) = (shop.settings.jobConcurrency, shop.settings.jobLease)
        self.init(
            shop.jobs, handlers: JobHandlers(queue: shop.jobs), schedules: JobSchedule.all, settings: settings,
            metrics: shop.metrics, logger: logger)
    }
}
