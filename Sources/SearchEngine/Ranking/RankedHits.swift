/// A document among the hits, and what it is ranked by first.
struct RankedHit {
    /// The larger the better: the bits of a score, or a number turned so.
    var key: Int64
    var segment: Int32
    var document: UInt32
    var score: Float
}

/// The best hits so far, in a bounded heap with the worst on top.
struct RankedHits {
    private let capacity: Int
    private let order: SortOrder
    private var heap: [RankedHit] = []

    /// The order is asked only where keys are equal.
    init(capacity: Int, order: SortOrder) {
        self.capacity = max(0, capacity)
        self.order = order
    }

    /// The key below which nothing is taken any more.
    var floor: Int64? {
        if capacity == 0 { return .max }
        return heap.count < capacity ? nil : heap[0].key
    }

    @inline(__always)
    mutating func offer(_ hit: RankedHit) {
        if heap.count < capacity {
            heap.append(hit)
            siftUp()
        } else if capacity > 0, hit.key >= heap[0].key, isBetter(hit, heap[0]) {
            heap[0] = hit
            siftDown()
        }
    }

    /// The hits, best first.
    func sorted() -> [RankedHit] { heap.sorted { isBetter($0, $1) } }

    @inline(__always)
    private func isBetter(_ left: RankedHit, _ right: RankedHit) -> Bool {
        left.key != right.key ? left.key > right.key : order.precedes(left, right)
    }

    private mutating func siftUp() {
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard isBetter(heap[parent], heap[child]) else { return }
            heap.swapAt(parent, child)
            child = parent
        }
    }

    private mutating func siftDown() {
        var parent = 0
        while 2 * parent + 1 < heap.count {
            var child = 2 * parent + 1
            if child + 1 < heap.count, isBetter(heap[child], heap[child + 1]) { child += 1 }
            guard isBetter(heap[parent], heap[child]) else { return }
            heap.swapAt(parent, child)
            parent = child
        }
    }
}
