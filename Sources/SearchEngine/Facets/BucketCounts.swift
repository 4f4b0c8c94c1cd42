/// How many documents have a number in each bucket.
struct BucketCounts {
    enum Shape {
        /// Buckets begin at the multiples of the width.
        case even(width: Int64)
        /// Buckets begin at the bounds, which ascend.
        case given([Int64])
    }

    /// More buckets than this are counted in a dictionary.
    private static let denseBuckets: UInt64 = 4096

    private let column: Int
    private let shape: Shape
    /// By lower bound.
    private var counts: [Int64: Int] = [:]
    /// Even buckets of the segment at hand, from `base` on.
    private var dense: [UInt32] = []
    private var base: Int64 = 0
    private var segment = -1
    /// By the index of the bound.
    private var given: [Int] = []

    init(column: Int, _ shape: Shape) {
        (self.column, self.shape) = (column, shape)
        if case .given(let bounds) = shape { given = [Int](repeating: 0, count: bounds.count) }
    }

    mutating func count(_ documents: UnsafeBufferPointer<UInt32>, in segment: Segment, _ ordinal: Int) {
        let numbers = segment.numbers[column]
        switch shape {
        case .even(let width):
            if self.segment != ordinal { open(numbers, width, ordinal) }
            if dense.isEmpty { countOneByOne(documents, numbers, width) } else { countDense(documents, numbers, width) }
        case .given(let bounds): countGiven(documents, numbers, bounds)
        }
    }

    private mutating func countGiven(
        _ documents: UnsafeBufferPointer<UInt32>, _ numbers: NumberColumn, _ bounds: [Int64]
    ) {
        bounds.withUnsafeBufferPointer { bounds in
            given.withUnsafeMutableBufferPointer { given in
                for document in documents {
                    guard let value = numbers[document] else { continue }
                    var bucket = bounds.count - 1
                    while bucket >= 0, bounds[bucket] > value { bucket -= 1 }
                    if bucket >= 0 { given[bucket] &+= 1 }
                }
            }
        }
    }

    /// The buckets that have documents.
    func ascending() -> [(from: Int64, count: Int)] {
        if case .given(let bounds) = shape { return zip(bounds, given).filter { $1 > 0 }.map { ($0, $1) } }
        if counts.isEmpty { return denseBuckets() }
        var all = counts
        for (from, count) in denseBuckets() { all[from, default: 0] += count }
        return all.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    private func denseBuckets() -> [(from: Int64, count: Int)] {
        guard case .even(let width) = shape else { return [] }
        var buckets: [(from: Int64, count: Int)] = []
        for (bucket, count) in dense.enumerated() where count > 0 {
            buckets.append((base + Int64(bucket) * width, Int(count)))
        }
        return buckets
    }

    private mutating func open(_ numbers: NumberColumn, _ width: Int64, _ ordinal: Int) {
        for (from, count) in denseBuckets() { counts[from, default: 0] += count }
        dense.removeAll(keepingCapacity: true)
        segment = ordinal
        guard let range = numbers.range else { return }
        let first = range.lowerBound.subtractingReportingOverflow(
            ((range.lowerBound % width) + width) % width)
        guard !first.overflow else { return }
        base = first.partialValue
        let span = range.upperBound.subtractingReportingOverflow(base)
        guard !span.overflow, span.partialValue.magnitude / width.magnitude < Self.denseBuckets,
            width <= 1 << 40
        else { return }
        dense = [UInt32](repeating: 0, count: Int(span.partialValue / width) + 1)
    }

    /// Divides by multiplying with the reciprocal: distances are below 2^52, so the result is right or one too large or
    /// small, which is set right.
    private mutating func countDense(_ documents: UnsafeBufferPointer<UInt32>, _ numbers: NumberColumn, _ width: Int64)
    {
        let reciprocal = 1 / Double(width)
        let base = base
        dense.withUnsafeMutableBufferPointer { dense in
            for document in documents {
                guard let value = numbers[document] else { continue }
                let distance = value &- base
                var bucket = Int64(Double(distance) * reciprocal)
                if bucket &* width > distance { bucket -= 1 }
                if (bucket &+ 1) &* width <= distance { bucket += 1 }
                dense[Int(bucket)] &+= 1
            }
        }
    }

    private mutating func countOneByOne(
        _ documents: UnsafeBufferPointer<UInt32>, _ numbers: NumberColumn, _ width: Int64
    ) {
        for document in documents {
            guard let value = numbers[document] else { continue }
            let remainder = value % width
            let floor = value.subtractingReportingOverflow(remainder < 0 ? remainder + width : remainder)
            counts[floor.overflow ? .min : floor.partialValue, default: 0] += 1
        }
    }
}
