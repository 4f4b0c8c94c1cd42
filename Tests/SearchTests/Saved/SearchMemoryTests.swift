import Kernel
import Testing

@testable import Search

/// What is new about the matches of a search.
struct SearchMemoryTests {
    private func ids(_ numbers: some Sequence<Int>) -> [ID<IndexedProduct>] {
        numbers.map { ID(high: 7, low: UInt64($0)) }
    }

    @Test func `what was not known is new, wherever it stands`() {
        let memory = SearchMemory(known: ids([3, 1]), isWhole: true)
        let (new, after) = memory.taking(ids([4, 3, 2, 1]), of: 4)
        #expect(new == ids([4, 2]))
        #expect(after == SearchMemory(known: ids([4, 3, 2, 1]), isWhole: true))
    }

    @Test func `what goes and comes back is not told twice`() {
        let (none, without) = SearchMemory(known: ids([2, 1]), isWhole: true).taking(ids([1]), of: 1)
        #expect(none.isEmpty)
        #expect(without.known == ids([1, 2]))
        #expect(without.taking(ids([2, 1]), of: 2).new.isEmpty)
    }

    @Test func `what slides into a full window was there before`() {
        let memory = SearchMemory.empty.taking(ids((1...100).reversed()), of: 250).memory
        #expect(!memory.isWhole)
        // Number 100 was sold, and number 0 slid in; 101 and 102 came.
        let (new, _) = memory.taking(ids([102, 101] + (0...97).reversed()), of: 251)
        #expect(new == ids([102, 101]))
    }

    @Test func `a window in which nothing is known is new`() {
        let memory = SearchMemory.empty.taking(ids((1...100).reversed()), of: 250).memory
        #expect(memory.taking(ids(201...300), of: 450).new == ids(201...300))
    }

    @Test func `as much is remembered as there is room for, the latest first`() {
        var memory = SearchMemory.empty
        for start in stride(from: 0, to: 700, by: 100) {
            memory = memory.taking(ids(start..<start + 100), of: 100).memory
        }
        #expect(memory.known.count == SearchMemory.capacity)
        #expect(memory.known.first == ids([600]).first)
        #expect(!memory.known.contains(ids([199])[0]) && memory.known.contains(ids([200])[0]))
    }

    @Test func `what the database keeps reads as what was written`() {
        let memory = SearchMemory(
            known: [ID(high: .max, low: 1), ID(high: 0x0102_0304_0506_0708, low: 0)], isWhole: false)
        #expect(memory.bytes.count == 32)
        #expect(SearchMemory(bytes: memory.bytes, isWhole: false) == memory)
    }
}
