/// How often a term occurs in each text field of a document: one byte per field. A catalogue has only some hundreds
/// of different patterns, so postings hold their ids, and BM25F's weighted frequency is one table look-up.
struct FrequencyPattern: Hashable {
    var bits: UInt64 = 0

    /// The pattern of code terms, which occur in no text field.
    static let code = FrequencyPattern()

    /// Counts one more occurrence, up to 255.
    @inline(__always)
    mutating func add(field: Int) {
        let shift = UInt64(field * 8)
        if (bits >> shift) & 255 < 255 { bits += 1 << shift }
    }

    func weight(_ boosts: [Float], code: Float) -> Float {
        if bits == 0 { return code }
        return boosts.enumerated().reduce(0) { $0 + $1.element * Float((bits >> UInt64($1.offset * 8)) & 255) }
    }
}

/// Numbers patterns in the order of their frequency, so that the common ones pack into few bits.
struct PatternTable {
    private var ids: [UInt64: UInt32] = [:]
    private var patterns: [UInt64] = []
    private var counts: [Int] = []

    mutating func intern(_ pattern: UInt64, times: Int = 1) -> UInt32 {
        if let id = ids[pattern] {
            counts[Int(id)] += times
            return id
        }
        let id = UInt32(patterns.count)
        ids[pattern] = id
        patterns.append(pattern)
        counts.append(times)
        return id
    }

    /// The patterns by falling frequency, and the final id of each preliminary one.
    func ranked() -> (patterns: [UInt64], ids: [UInt32]) {
        let order = patterns.indices.sorted { (counts[$1], patterns[$0]) < (counts[$0], patterns[$1]) }
        var final = [UInt32](repeating: 0, count: order.count)
        for (rank, preliminary) in order.enumerated() { final[preliminary] = UInt32(rank) }
        return (order.map { patterns[$0] }, final)
    }
}
