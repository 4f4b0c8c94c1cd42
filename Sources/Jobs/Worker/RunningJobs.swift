import Synchronization

/// The jobs that a worker runs now.
final class RunningJobs: Sendable {
    private struct Entry {
        let stops: AsyncStream<JobStop>.Continuation
        /// Behind it the claim is not extended any more: the handler does not heed its cancellation, and others are to
        /// have the job.
        let abandonedAt: ContinuousClock.Instant
        let completion: JobCompletion
    }

    private struct State {
        var entries: [JobTicket: Entry] = [:]
        var stopsAt: ContinuousClock.Instant?
    }

    private let state = Mutex(State())

    var count: Int { state.withLock { $0.entries.count } }

    /// Takes a job in.
    /// - Returns: what tells its run to stop.
    func add(_ run: JobRun, timeLimit: Duration) -> AsyncStream<JobStop> {
        let (stream, continuation) = AsyncStream.makeStream(of: JobStop.self, bufferingPolicy: .bufferingOldest(1))
        let entry = Entry(
            stops: continuation, abandonedAt: .now + timeLimit + RunningJobs.patience, completion: run.completion)
        state.withLock { $0.entries[run.ticket] = entry }
        return stream
    }

    func remove(_ ticket: JobTicket) {
        _ = state.withLock { $0.entries.removeValue(forKey: ticket) }
    }

    /// How long a handler may take to end behind its cancellation before its claim is left to lapse.
    private static let patience = Duration.seconds(5)

    /// Those whose claims are to be extended.
    var kept: [JobTicket] {
        let now = ContinuousClock.now
        return state.withLock { $0.entries.filter { $0.value.abandonedAt > now && !$0.value.completion.isSet } }
            .map(\.key)
    }

    var all: [JobTicket] { state.withLock { Array($0.entries.keys) } }

    /// Tells runs to stop, but for those whose job is complete.
    func stop(_ tickets: some Sequence<JobTicket>, _ reason: JobStop) {
        state.withLock { state in
            for ticket in tickets {
                guard let entry = state.entries[ticket], !entry.completion.isSet else { continue }
                entry.stops.yield(reason)
            }
        }
    }

    /// No more jobs are taken; those that run have until then.
    func finish(within grace: Duration) {
        state.withLock { $0.stopsAt = $0.stopsAt ?? .now + grace }
    }

    /// When the last runs are broken off, once the process is told to stop.
    var stopsAt: ContinuousClock.Instant? { state.withLock { $0.stopsAt } }
}

/// Why a run is broken off.
enum JobStop: JobFailure {
    case timeLimit(Duration), claimLost, stopping

    var retry: JobRetry { .byPolicy }

    var reason: String {
        switch self {
        case .timeLimit(let limit): "It took longer than \(limit)."
        case .claimLost: "Its claim was lost."
        case .stopping: "The process stopped."
        }
    }
}
