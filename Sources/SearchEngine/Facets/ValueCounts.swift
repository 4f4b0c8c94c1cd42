/// How many documents have each value of a keyword or path field: a counter for each ordinal of each segment.
struct ValueCounts {
    private let column: Int
    private let prefix: [UInt8]
    /// By segment; empty until something in it is counted.
    private var counters: [Counters] = []

    private struct Counters {
        /// The ordinals that are counted: all, or those of a namespace's member.
        var members = 0..<0
        var counts: [UInt32] = []
    }

    /// A counted value, its key in the memory of a segment.
    struct Entry {
        var key: UnsafeBufferPointer<UInt8>
        var count: Int
    }

    init(column: Int, prefix: [UInt8]) {
        (self.column, self.prefix) = (column, prefix)
    }

    mutating func count(_ documents: UnsafeBufferPointer<UInt32>, in segment: Segment, _ ordinal: Int) {
        let keywords = segment.keywords[column]
        open(keywords, ordinal)
        let (first, width) = (UInt32(counters[ordinal].members.lowerBound), UInt32(counters[ordinal].members.count))
        // Starts and ordinals are of this segment, as are the documents: all indices are within the columns, and
        // what is outside the members is not counted.
        let (starts, ordinals) = (keywords.starts.pointer, keywords.ordinals.pointer)
        counters[ordinal].counts.withUnsafeMutableBufferPointer { counts in
            for document in documents {
                var place = Int(starts[Int(document)])
                let end = Int(starts[Int(document) + 1])
                while place < end {
                    let member = ordinals[place] &- first
                    if member < width { counts[Int(member)] &+= 1 }
                    place += 1
                }
            }
        }
    }

    private mutating func open(_ keywords: KeywordColumn, _ ordinal: Int) {
        while counters.count <= ordinal { counters.append(Counters()) }
        guard counters[ordinal].counts.isEmpty else { return }
        let members = prefix.isEmpty ? 0..<keywords.values.count : keywords.ordinals(prefix: prefix)
        counters[ordinal] = Counters(members: members, counts: [UInt32](repeating: 0, count: members.count))
    }

    /// The most frequent values, then those first in the order of their bytes. The keys live as long as the state.
    func top(_ limit: Int, _ state: IndexState) -> [Entry] {
        let entries = merged(state)
        guard limit > 0, !entries.isEmpty else { return [] }
        var best = LargestKeys(capacity: limit)
        for (index, entry) in entries.enumerated() {
            best.offer(UInt64(entry.count) << 32 | UInt64(UInt32.max - UInt32(index)))
        }
        return best.descending().map { entries[Int(UInt32.max - UInt32(truncatingIfNeeded: $0))] }
    }

    /// The values that were counted at all, in the order of their bytes.
    private func merged(_ state: IndexState) -> [Entry] {
        var merged: [Entry] = []
        for (ordinal, counter) in counters.enumerated() where !counter.counts.isEmpty {
            let values = state.segments[ordinal].segment.keywords[column].values
            var entries: [Entry] = []
            for (index, count) in counter.counts.enumerated() where count > 0 {
                entries.append(Entry(key: values[counter.members.lowerBound + index], count: Int(count)))
            }
            merged = merged.isEmpty ? entries : Self.merge(merged, entries)
        }
        return merged
    }

    private static func merge(_ left: [Entry], _ right: [Entry]) -> [Entry] {
        var merged: [Entry] = []
        merged.reserveCapacity(left.count + right.count)
        var (a, b) = (0, 0)
        while a < left.count, b < right.count {
            let order = ByteOrder.compare(left[a].key, right[b].key)
            var entry = order <= 0 ? left[a] : right[b]
            if order == 0 { entry.count += right[b].count }
            merged.append(entry)
            if order <= 0 { a += 1 }
            if order >= 0 { b += 1 }
        }
        return merged + left[a...] + right[b...]
    }
}

/// The largest of many numbers, in a heap with the smallest on top.
struct LargestKeys {
    private let capacity: Int
    private var heap: [UInt64] = []

    init(capacity: Int) {
        self.capacity = capacity
        heap.reserveCapacity(min(capacity, 64))
    }

    @inline(__always)
    mutating func offer(_ key: UInt64) {
        if heap.count < capacity {
            heap.append(key)
            if heap.count == capacity { heap.sort() }
        } else if key > heap[0] {
            siftDown(key)
        }
    }

    func descending() -> [UInt64] { heap.sorted(by: >) }

    /// An ascending array is a heap, so only replacements have to restore it.
    private mutating func siftDown(_ key: UInt64) {
        var parent = 0
        while true {
            var child = 2 * parent + 1
            guard child < heap.count else { break }
            if child + 1 < heap.count, heap[child + 1] < heap[child] { child += 1 }
            guard heap[child] < key else { break }
            heap[parent] = heap[child]
            parent = child
        }
        heap[parent] = key
    }
}
