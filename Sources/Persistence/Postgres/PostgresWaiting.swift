/// A queue of transactions with the moment until which each may wait; all wait equally long, so the first is due first.
struct PostgresWaiting {
    private var entries: [Entry] = []
    /// Entries before this one are gone; they are cut off when they are half of the array, so that taking one costs
    /// a constant time on average.
    private var head = 0

    private struct Entry {
        let deadline: ContinuousClock.Instant
        var job: (any PostgresJob)?
    }

    var count: Int { entries.count - head }

    var firstDeadline: ContinuousClock.Instant? {
        head < entries.count ? entries[head].deadline : nil
    }

    mutating func append(_ job: any PostgresJob, until deadline: ContinuousClock.Instant) {
        entries.append(Entry(deadline: deadline, job: job))
    }

    mutating func popFirst() -> (any PostgresJob)? {
        guard head < entries.count else { return nil }
        let job = entries[head].job.take()
        head += 1
        if head * 2 >= entries.count {
            entries.removeFirst(head)
            head = 0
        }
        return job
    }

    mutating func removeAll() -> [any PostgresJob] {
        defer { self = PostgresWaiting() }
        return entries[head...].compactMap(\.job)
    }

    mutating func removeOverdue(at moment: ContinuousClock.Instant) -> [any PostgresJob] {
        var overdue: [any PostgresJob] = []
        while let deadline = firstDeadline, deadline <= moment, let job = popFirst() { overdue.append(job) }
        return overdue
    }

    /// Makes room that cancelled tasks no longer need.
    mutating func dropFinished() {
        entries = entries[head...].filter { $0.job?.isFinished == false }
        head = 0
    }
}
