/// A queue of transactions or look-ups with the moment until which each may wait; all wait equally long, so the first is due first.
struct PostgresWaiting<Waiter> {
    private var entries: [Entry] = []
    /// Entries before this one are gone; they are cut off when they are half of the array, so that taking one costs
    /// a constant time on average.
    private var head = 0

    /// One of them and until when it may wait.
    struct Entry {
        let deadline: ContinuousClock.Instant
        /// `nil` behind the front of the queue.
        fileprivate(set) var job: Waiter?
    }

    var count: Int { entries.count - head }

    var first: Waiter? {
        head < entries.count ? entries[head].job : nil
    }

    var firstDeadline: ContinuousClock.Instant? {
        head < entries.count ? entries[head].deadline : nil
    }

    mutating func append(_ job: Waiter, until deadline: ContinuousClock.Instant) {
        entries.append(Entry(deadline: deadline, job: job))
    }

    /// Puts one in line again that was taken from the front. Its time is that of the next one, which came later.
    mutating func prepend(_ job: Waiter, until deadline: ContinuousClock.Instant) {
        let entry = Entry(deadline: min(firstDeadline ?? deadline, deadline), job: job)
        entries.insert(entry, at: head)
    }

    mutating func popFirst() -> Entry? {
        guard head < entries.count else { return nil }
        let entry = entries[head]
        entries[head].job = nil
        head += 1
        if head * 2 >= entries.count {
            entries.removeFirst(head)
            head = 0
        }
        return entry
    }

    mutating func removeAll() -> [Waiter] {
        defer { self = PostgresWaiting() }
        return entries[head...].compactMap(\.job)
    }

    mutating func removeOverdue(at moment: ContinuousClock.Instant) -> [Waiter] {
        var overdue: [Waiter] = []
        while let deadline = firstDeadline, deadline <= moment, let job = popFirst()?.job { overdue.append(job) }
        return overdue
    }

    /// Makes room that cancelled tasks no longer need.
    mutating func drop(where isFinished: (Waiter) -> Bool) {
        entries = entries[head...].filter { $0.job.map(isFinished) == false }
        head = 0
    }
}
