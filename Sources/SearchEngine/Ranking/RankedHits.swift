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
    private let precedes: (RankedHit, RankedHit) -> Bool
    private var heap: [RankedHit] = []

    /// `precedes` is a total order; it is asked only where keys are equal.
    init(capacity: Int, precedes: @escaping (RankedHit, RankedHit) -> Bool) {
        self.capacity = max(0, capacity)
        self.precedes = precedes
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
        left.key != right.key ? left.key > right.key : precedes(left, right)
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
        while true {
            var worst = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && isBetter(heap[worst], heap[child])
            {
                worst = child
            }
            if worst == parent { return }
            heap.swapAt(parent, worst)
            parent = worst
        }
    }
}
