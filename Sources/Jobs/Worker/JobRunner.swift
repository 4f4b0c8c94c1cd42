import Foundation
import Kernel
import Logging
import Persistence
import Telemetry
import Tracing

/// Runs one claimed job and writes down how it ended.
struct JobRunner: Sendable {
    let queue: JobQueue
    let handlers: JobHandlers
    let metrics: JobMetrics
    let logger: Logger

    /// A claimed job with all that its run needs.
    struct Begun: Sendable {
        let job: ClaimedJob
        let run: JobRun
        let handler: JobHandler
        let stops: AsyncStream<JobStop>
    }

    /// Counts a job among those that run; its place is taken from here on.
    func begin(_ job: ClaimedJob, _ running: RunningJobs) -> Begun? {
        // Only names of the table are claimed.
        guard let handler = handlers.byName[job.name] else { return nil }
        let run = JobRun(job, logger: logger)
        metrics.running.add(1)
        return Begun(job: job, run: run, handler: handler, stops: running.add(run, timeLimit: handler.timeLimit))
    }

    /// Runs it to its end.
    func finish(_ begun: Begun, _ running: RunningJobs) async {
        let start = ContinuousClock.now
        let outcome = await outcome(of: begun)
        metrics.seconds[begun.job.name].observe(ContinuousClock.now - start)
        metrics.runs[begun.job.name, outcome.rawValue].increment()
        metrics.running.add(-1)
        running.remove(begun.run.ticket)
    }

    private func outcome(of begun: Begun) async -> JobOutcome {
        let (job, run, handler) = (begun.job, begun.run, begun.handler)
        guard job.tries <= handler.retries.tries else {
            return await settle(run, .dead, "Its workers stopped without a word \(job.tries - 1) times.") {
                try $0.bury($2, error: $1, at: $3)
            }
        }
        do {
            try await withSpan("job \(job.name)", ofKind: .consumer) { span in
                span.attributes["job.id"] = job.ticket.id.description
                span.attributes["job.attempt"] = job.tries
                if let cause = job.cause { span.addLink(SpanLink(context: cause, attributes: [:])) }
                try await perform(begun)
            }
            return await settle(run, .done, "") { transaction, _, ticket, _ in try transaction.complete(ticket) }
        } catch {
            return await fail(run, handler, error)
        }
    }

    /// Runs the handler until it ends, is told to stop, or has taken too long.
    private func perform(_ begun: Begun) async throws {
        let limit = begun.handler.timeLimit
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await begun.handler.handle(begun.job.payload, begun.run) }
            group.addTask {
                for await stop in begun.stops { throw stop }
                // The stream ends before a word only when this task is cancelled.
                throw CancellationError()
            }
            group.addTask {
                try await Task.sleep(for: limit)
                throw JobStop.timeLimit(limit)
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    private func fail(_ run: JobRun, _ handler: JobHandler, _ error: any Error) async -> JobOutcome {
        switch error {
        // The queue has released the claim already, or lost it.
        case JobStop.stopping: return run.completion.isSet ? .done : .released
        case JobStop.claimLost, JobError.claimLost: return lost(run)
        case is CancellationError where Task.isCancelled: return run.completion.isSet ? .done : .released
        default: break
        }
        let (summary, retry) = (JobFailureSummary.text(of: error), (error as? any JobFailure)?.retry ?? .byPolicy)
        guard retry != .never, run.attempt < handler.retries.tries else {
            run.logger.error("A job is dead", metadata: ["attempt": "\(run.attempt)", "error": "\(summary)"])
            return await settle(run, .dead, summary) { try $0.bury($2, error: $1, at: $3) }
        }
        let wait = wait(behind: run, handler, retry)
        run.logger.warning(
            "A job failed and is tried again",
            metadata: ["attempt": "\(run.attempt)", "error": "\(summary)", "again_in": "\(wait)"])
        return await settle(run, .retried, summary) {
            try $0.putOff($2, until: $3.advanced(by: wait), error: $1, at: $3)
        }
    }

    private func wait(behind run: JobRun, _ handler: JobHandler, _ retry: JobRetry) -> Duration {
        if case .after(let wait) = retry { return min(max(wait, .zero), JobLimits.longestWait) }
        var random = SystemRandomNumberGenerator()
        return handler.retries.wait(behind: run.attempt, using: &random)
    }

    private typealias Ending = @Sendable (Transaction, _ error: String, JobTicket, Timestamp) throws -> Bool

    /// Writes down how a run ended, unless its handler has completed it. When the database is away the claim lapses,
    /// and the job runs again: at least once.
    private func settle(_ run: JobRun, _ outcome: JobOutcome, _ error: String, _ end: @escaping Ending) async
        -> JobOutcome
    {
        guard !run.completion.isSet || outcome != .done else { return .done }
        let (ticket, moment) = (run.ticket, queue.clock.now)
        do {
            let isHeld = try await queue.database.write { try end($0, error, ticket, moment) }
            if isHeld { return outcome }
            return run.completion.isSet ? .done : lost(run)
        } catch {
            run.logger.error(
                "How a job ended could not be written down; it runs again",
                metadata: ["outcome": "\(outcome)", "error": "\(JobFailureSummary.text(of: error))"])
            return .lost
        }
    }

    private func lost(_ run: JobRun) -> JobOutcome {
        if run.completion.isSet { return .done }
        run.logger.warning("A job's claim was lost: it was cancelled, or another worker has it")
        return .lost
    }
}

extension ClaimedJob {
    /// What enqueued it, in whose trace it is not: a request is over before its job begins, and a trace that waited for
    /// twelve tries would never end.
    fileprivate var cause: ServiceContext? {
        guard let trace = TraceContext(traceparent: trace, tracestate: nil) else { return nil }
        var context = ServiceContext.topLevel
        context.trace = trace
        return context
    }
}

/// What is kept of an error: the words of those that are meant to be shown, of any other one its type and code only,
/// since a description may hold an address or a secret.
enum JobFailureSummary {
    static func text(of error: any Error) -> String {
        let text =
            switch error {
            case let failure as any JobFailure: failure.reason
            case let error as any DomainError: "\(error.code): \(error.message)"
            default: "\(type(of: error)), code \((error as NSError).code)"
            }
        let printable = text.replacing("\0", with: "")
        return printable.count <= JobLimits.error ? printable : printable.prefix(JobLimits.error - 1) + "…"
    }
}
