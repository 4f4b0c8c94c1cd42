/// A set of document numbers of one segment.
struct Bitmap: Sendable, Hashable {
    private(set) var words: [UInt64]
    private(set) var count = 0

    init(capacity: Int) {
        words = Array(repeating: 0, count: (capacity + 63) / 64)
    }

    init(words: [UInt64]) {
        self.words = words
        count = words.reduce(0) { $0 + $1.nonzeroBitCount }
    }

    @inline(__always)
    func contains(_ index: UInt32) -> Bool {
        words[Int(index >> 6)] >> UInt64(index & 63) & 1 == 1
    }

    mutating func insert(_ index: UInt32) {
        guard !contains(index) else { return }
        words[Int(index >> 6)] |= 1 << UInt64(index & 63)
        count += 1
    }
}
