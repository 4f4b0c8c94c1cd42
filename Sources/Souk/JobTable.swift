import Catalog
import Identity
package import Jobs
package import Logging
import Persistence
import Search

/// What is done behind the shopper's back, a line for each job.
extension JobHandlers {
    /// - Parameter hasIndex: whether this process keeps a search index; what needs one waits for a process that does.
    init(_ shop: Shop, hasIndex: Bool) {
        self.init()
        let (queue, database, identity) = (shop.jobs, shop.database, shop.identity)
        let mails = IdentityMails(identity.parts, shop.outside.mailer)
        on(SendIdentityMail.self) { mail, run in try await mails.deliver(mail, run) }
        on(PruneIdentity.self) { [signingKeys = shop.signingKeys] _, run in
            let count = try await identity.pruning.run() + signingKeys.prune()
            run.logger.info("Removed what of accounts has ended", metadata: ["rows": "\(count)"])
        }
        let (factors, analytics, imports) = (shop.factors, shop.analytics, shop.imports)
        on(RunCatalogImport.self) { job, run in try await imports.run(job, run) }
        on(PruneCatalogImports.self) { _, run in
            let count = try await imports.prune()
            run.logger.info("Removed old imports", metadata: ["rows": "\(count)"])
        }
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
        let savedSearchMails = SavedSearchMails(shop)
        on(SendSavedSearchMail.self) { mail, run in try await savedSearchMails.deliver(mail, run) }
        if hasIndex {
            let watch = SavedSearchWatch(database, search: shop.search)
            on(RunSavedSearches.self) { _, run in
                let (searches, mails) = try await RunSavedSearches.run(watch)
                run.logger.info(
                    "Looked at saved searches", metadata: ["searches": "\(searches)", "mails": "\(mails)"])
            }
        }
        on(ProbeJob.self) { probe, run in try await queue.answer(probe, run) }
    }
}

/// What is done again and again, and when, in UTC.
extension JobSchedule {
    /// Every schedule of the shop.
    package static let all = [
        JobSchedule("catalog.imports.prune", "27 3 * * *") { _ in PruneCatalogImports() },
        JobSchedule("events.prune", "7 * * * *") { _ in PruneEvents() },
        JobSchedule("idempotency_keys.prune", "27 * * * *") { _ in PruneIdempotencyKeys() },
        JobSchedule("identity.prune", "37 * * * *") { _ in PruneIdentity() },
        JobSchedule("jobs.prune", "17 3 * * *") { _ in PruneDeadJobs() },
        JobSchedule("search.factors", "37 * * * *") { _ in UpdateSearchFactors() },
        JobSchedule("search.check", "47 4 * * *") { _ in CheckSearchIndex() },
        JobSchedule("search.saved", "12 * * * *") { _ in RunSavedSearches() },
        JobSchedule("search.prune", "57 3 * * *") { _ in PruneSearchLog() },
    ]
}

extension JobWorker {
    /// A worker for all jobs of the shop.
    /// - Parameter hasIndex: whether this process keeps a search index.
    init(_ shop: Shop, hasIndex: Bool = true, logger: Logger) {
        var settings = JobWorkerSettings()
        (settings.concurrency, settings.lease) = (max(shop.settings.jobs.workers, 1), shop.settings.jobs.lease)
        self.init(
            shop.jobs, handlers: JobHandlers(shop, hasIndex: hasIndex), schedules: JobSchedule.all,
            settings: settings,
            metrics: shop.metrics, logger: logger)
    }
}

extension Shop {
    /// Does every job that is due, and comes back when there is none left.
    /// - Returns: how many runs there were.
    package func runDueJobs(logger: Logger) async throws -> Int {
        try await JobWorker(self, logger: logger).runDue()
    }
}
