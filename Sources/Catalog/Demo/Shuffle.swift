/// The numbers below `count` in an order of their own, without a list of them: a Feistel network over the next even
/// power of two, walked until it lands below `count`.
///
/// It is what makes names unique without remembering any: the n-th product of a leaf takes the n-th place of the
/// shuffled space of all names.
struct Shuffle: Sendable {
    private let count: UInt64
    private let halfBits: UInt64
    private let key: UInt64

    init(count: Int, key: UInt64) {
        self.count = UInt64(max(count, 1))
        self.key = key
        let bits = UInt64(UInt64.bitWidth - (self.count - 1).leadingZeroBitCount)
        halfBits = max((bits + 1) / 2, 1)
    }

    /// The number in that place; `place` must be below `count`.
    subscript(place: Int) -> Int {
        var number = UInt64(place)
        repeat { number = permuted(number) } while number >= count
        return Int(number)
    }

    private func permuted(_ number: UInt64) -> UInt64 {
        let mask: UInt64 = 1 << halfBits - 1
        var (left, right) = (number >> halfBits, number & mask)
        for round: UInt64 in 1...4 {
            (left, right) = (right, left ^ SplitMix64.mixed(right &+ key &+ round << 56) & mask)
        }
        return left << halfBits | right
    }
}
