import HTTPTypes
import Kernel
import Synchronization
import Testing

@testable import WebSupport

struct AnswerCacheTests {
    private final class Hand: Sendable {
        private let time = Mutex(ContinuousClock.now)
        var now: ContinuousClock.Instant { time.withLock { $0 } }
        func move(_ by: Duration) { time.withLock { $0 += by } }
    }

    private func answer(_ text: String, subject: String? = nil) -> RenderedAnswer {
        var answer = RenderedAnswer(status: .ok, json: Array(text.utf8))
        answer.subject = subject
        return answer
    }

    /// A world of things that change, of which answers are made: by subject, or of all things of a topic.
    private struct World {
        var versions = [Int](repeating: 0, count: 6)
        var others = 0

        func text(at address: Int) -> String {
            address < versions.count ? "\(versions[address])/\(others)" : "\(versions)/\(others)"
        }
    }

    private struct Reading {
        let address: Int
        let text: String
        let moment: AnswerCache.Moment
    }

    /// Readers begin and finish at any time, changes come between; what is handed out must be what a reader who began
    /// now would read himself.
    @Test func `an answer is never older than a change that was noted before it was asked for`() {
        var random = SeededGenerator(seed: 5)
        var handedOut = 0
        for _ in 0..<40 {
            let (cache, hand) = makeCache(bytes: Bool.random(using: &random) ? 1 << 20 : 60_000)
            var (world, reading) = (World(), [Reading]())
            cache.noteHeard()
            for _ in 0..<600 {
                switch Int.random(in: 0..<100, using: &random) {
                case 0..<50:
                    let address = Int.random(in: 0...world.versions.count, using: &random)
                    let (kept, moment) = cache.answer(at: "/\(address)")
                    if let kept {
                        handedOut += 1
                        #expect(String(decoding: kept.body, as: UTF8.self) == world.text(at: address))
                    } else {
                        reading.append(Reading(address: address, text: world.text(at: address), moment: moment))
                    }
                case 50..<85 where !reading.isEmpty:
                    let done = reading.remove(at: .random(in: 0..<reading.count, using: &random))
                    finish(done, in: cache, subjects: world.versions.count)
                case 85..<94:
                    let subject = Int.random(in: 0..<world.versions.count, using: &random)
                    world.versions[subject] += 1
                    cache.noteChange(of: "product.updated", "\(subject)")
                case 94..<96:
                    world.others += 1
                    cache.noteChange(of: "category.changed", "c")
                case 96:
                    world.versions = world.versions.map { $0 + 1 }
                    cache.noteAnyChange()
                case 97:
                    hand.move(.milliseconds(600))
                default: cache.noteHeard()
                }
            }
        }
        #expect(handedOut > 1000)
    }

    private func makeCache(bytes: Int) -> (AnswerCache, Hand) {
        let hand = Hand()
        return (AnswerCache(bytes: bytes) { hand.now }, hand)
    }

    private func finish(_ reading: Reading, in cache: AnswerCache, subjects: Int) {
        let isOne = reading.address < subjects
        cache.keep(
            answer(reading.text, subject: isOne ? "\(reading.address)" : nil), at: "/\(reading.address)",
            isOne ? .untilSubjectChanges(orAny: "category") : .untilChange(of: "product", "category"),
            since: reading.moment)
    }

    @Test func `who has heard nothing for a second hands out nothing`() {
        let (cache, hand) = makeCache(bytes: 1 << 20)
        let now = cache.answer(at: "/").now
        cache.keep(answer("x"), at: "/", .untilChange(of: "product"), since: now)
        #expect(cache.answer(at: "/").answer == nil)
        cache.noteHeard()
        #expect(cache.answer(at: "/").answer?.body == Array("x".utf8))
        hand.move(.milliseconds(1001))
        #expect(cache.answer(at: "/").answer == nil)
        cache.noteHeard()
        #expect(cache.answer(at: "/").answer != nil)
    }

    @Test func `a change of another topic or another thing takes nothing away`() {
        let (cache, _) = makeCache(bytes: 1 << 20)
        cache.noteHeard()
        let now = cache.answer(at: "/a").now
        cache.keep(answer("a", subject: "a"), at: "/a", .untilSubjectChanges(orAny: "category"), since: now)
        cache.noteChange(of: "product.updated", "b")
        cache.noteChange(of: "order.placed", "o")
        #expect(cache.answer(at: "/a").answer != nil)
        cache.noteChange(of: "product.updated", "a")
        #expect(cache.answer(at: "/a").answer == nil)
    }

    @Test func `it holds no more than its budget, and what is used stays`() {
        let (cache, _) = makeCache(bytes: 1 << 20)
        cache.noteHeard()
        let body = String(repeating: "x", count: 10_000)
        for number in 0..<1000 {
            let now = cache.answer(at: "/hot").now
            if cache.answer(at: "/hot").answer == nil {
                cache.keep(answer("hot"), at: "/hot", .untilChange(of: "product"), since: now)
            }
            cache.keep(answer(body), at: "/\(number)", .untilChange(of: "product"), since: now)
            #expect(cache.bytes <= 1 << 20)
        }
        #expect(cache.counts.misses <= 4)
        let kept = (0..<1000).filter { cache.answer(at: "/\($0)").answer != nil }
        #expect(kept.count > 40 && kept.count < 105)
    }

    @Test func `errors and giants are not kept`() {
        let (cache, _) = makeCache(bytes: 1 << 20)
        cache.noteHeard()
        let now = cache.answer(at: "/").now
        cache.keep(RenderedAnswer(status: .notFound), at: "/", .untilChange(of: "product"), since: now)
        let giant = answer(String(repeating: "x", count: 1 << 18))
        cache.keep(giant, at: "/", .untilChange(of: "product"), since: now)
        #expect(cache.answer(at: "/").answer == nil)
    }

    @Test func `many changed things are forgotten at once, with all that was kept before`() {
        let (cache, _) = makeCache(bytes: 1 << 20)
        cache.noteHeard()
        let now = cache.answer(at: "/a").now
        cache.keep(answer("a", subject: "a"), at: "/a", .untilSubjectChanges(), since: now)
        for number in 0...20_000 { cache.noteChange(of: "product.updated", "\(number)") }
        #expect(cache.answer(at: "/a").answer == nil)
        cache.keep(answer("old", subject: "a"), at: "/a", .untilSubjectChanges(), since: now)
        #expect(cache.answer(at: "/a").answer == nil)
    }
}
