import HTTPTypes
import NIOCore
import Synchronization

/// What an answer is made of, so that it can be kept until that changes. Declared with the operation.
package struct Caching: Sendable {
    let topics: [String]
    let followsSubject: Bool

    /// Kept until anything of these topics changes; a topic is the noun of an event, the `product` of `product.updated`, or
    /// `index`: what searches find.
    package static func untilChange(of topics: String...) -> Caching {
        Caching(topics: topics, followsSubject: false)
    }

    /// Kept until the thing shown changes, the subject of the reply, or anything of these topics.
    package static func untilSubjectChanges(orAny topics: String...) -> Caching {
        Caching(topics: topics, followsSubject: true)
    }
}

/// Answers to anonymous readers, kept in memory until what they show changes.
///
/// It is told of every change: of this process's own before their writer is answered, so that one who writes and then
/// reads here finds what was written; of others' as soon as this process hears of them. When it has heard nothing for
/// `patience`, not even that nothing happened, it answers nothing: so an answer is never older than that.
///
/// An answer counts from the moment **before** its reading began. A change that comes while the answer is being made is
/// therefore newer than it, and the answer is worthless from the start.
package final class AnswerCache: Sendable {
    /// How long hearing nothing is borne.
    fileprivate static let patience = Duration.seconds(1)
    /// So many changed things are remembered one by one; then everything kept before is let go of at once.
    private static let rememberedSubjects = 20_000
    private let halfBudget: Int
    private let state = Mutex(State())
    private let now: @Sendable () -> ContinuousClock.Instant

    fileprivate struct State {
        /// Counts the changes.
        var moment = 1
        /// What was kept before this moment is outdated.
        var floor = 0
        var topics: [String: Int] = [:]
        var subjects: [String: Int] = [:]
        var lastHeard: ContinuousClock.Instant?
        /// Recently used answers; when they fill half of the budget, they become the old ones, and the old ones go.
        var recent: [String: Entry] = [:]
        var old: [String: Entry] = [:]
        var recentBytes = 0
        var hits = 0
        var misses = 0
    }

    fileprivate struct Entry {
        let answer: RenderedAnswer
        let caching: Caching
        let moment: Int

        /// Bytes, roughly, with the address that it is kept at.
        func size(at address: String) -> Int { answer.body.count + 2 * address.utf8.count + 512 }
    }

    /// The moment at which the making of an answer began.
    struct Moment: Sendable {
        fileprivate let value: Int
    }

    /// A cache of so many bytes of answers.
    package init(bytes: Int, now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }) {
        halfBudget = bytes / 2
        self.now = now
    }

    /// How often an answer was there, and how often not.
    package var counts: (hits: Int, misses: Int) { state.withLock { ($0.hits, $0.misses) } }

    /// How many bytes it holds, roughly.
    var bytes: Int {
        state.withLock { state in
            state.recentBytes + state.old.reduce(0) { $0 + $1.value.size(at: $1.key) }
        }
    }

    /// Takes note that something changed: what is kept of it is let go of.
    /// - Parameters:
    ///   - event: its name; the topic is its noun, the `product` of `product.updated`.
    ///   - subject: the id of the thing.
    package func noteChange(of event: String, _ subject: String) {
        let topic = String(event.prefix { $0 != "." })
        state.withLock { state in
            state.moment += 1
            state.topics[topic] = state.moment
            state.subjects[subject] = state.moment
            if state.subjects.count > AnswerCache.rememberedSubjects { state.forgetAll() }
        }
    }

    /// Takes note that anything may have changed.
    package func noteAnyChange() {
        state.withLock { $0.forgetAll() }
    }

    /// Takes note that all changes up to now have been heard of.
    package func noteHeard() {
        let now = now()
        state.withLock { $0.lastHeard = now }
    }

    /// The answer to the request with that address, when one is kept that is still true; else the moment from which one
    /// that is made now will count.
    func answer(at address: String) -> (answer: RenderedAnswer?, now: Moment) {
        let now = now()
        return state.withLock { state in
            let found = state.find(address, now, halfBudget)
            if found == nil { state.misses += 1 } else { state.hits += 1 }
            return (found?.answer, Moment(value: state.moment))
        }
    }

    /// Keeps an answer that began to be made at that moment.
    func keep(_ answer: RenderedAnswer, at address: String, _ caching: Caching, since moment: Moment) {
        let entry = Entry(answer: answer, caching: caching, moment: moment.value)
        guard answer.status == .ok, entry.size(at: address) < halfBudget / 8 else { return }
        state.withLock { $0.put(entry, at: address, halfBudget) }
    }
}

extension AnswerCache.State {
    fileprivate mutating func forgetAll() {
        moment += 1
        floor = moment
        (recent, old, recentBytes, topics, subjects) = ([:], [:], 0, [:], [:])
    }

    fileprivate mutating func find(
        _ address: String, _ now: ContinuousClock.Instant, _ halfBudget: Int
    ) -> AnswerCache.Entry? {
        guard let lastHeard, now - lastHeard < AnswerCache.patience else { return nil }
        if let entry = recent[address] { return isTrue(entry) ? entry : nil }
        guard let entry = old.removeValue(forKey: address), isTrue(entry) else { return nil }
        put(entry, at: address, halfBudget)
        return entry
    }

    fileprivate mutating func put(_ entry: AnswerCache.Entry, at address: String, _ halfBudget: Int) {
        if recentBytes + entry.size(at: address) > halfBudget { (old, recent, recentBytes) = (recent, [:], 0) }
        recentBytes += entry.size(at: address)
        let before = recent.updateValue(entry, forKey: address)
        recentBytes -= before?.size(at: address) ?? 0
    }

    private func isTrue(_ entry: AnswerCache.Entry) -> Bool {
        guard entry.moment >= floor else { return false }
        for topic in entry.caching.topics where topics[topic, default: 0] > entry.moment { return false }
        guard entry.caching.followsSubject else { return true }
        return entry.answer.subject.map { subjects[$0, default: 0] <= entry.moment } ?? false
    }
}
