import Kernel

/// What a saved search has found so far, so that what is new can be told.
///
/// A search is looked at through a window: its newest `window` matches. A product that was not known is new, with one
/// exception. When the window did not hold all matches the last time, what stands in it behind everything that is known
/// only slid in because something else went; it had matched before.
struct SearchMemory: Sendable, Equatable {
    /// Products that were found at some time, those of the last time first.
    let known: [ID<IndexedProduct>]
    /// Whether the window held all matches the last time.
    let isWhole: Bool

    /// How many of the newest matches are looked at.
    static let window = 100
    /// How many products are remembered. What goes and comes back within them, as stock does, is not told twice.
    static let capacity = 500

    /// Nothing is known, and nothing was there: everything that comes is new.
    static let empty = SearchMemory(known: [], isWhole: true)

    /// What of those matches is new, and what is known afterwards.
    /// - Parameters:
    ///   - found: the newest matches, the newest first.
    ///   - total: how many there are.
    func taking(_ found: [ID<IndexedProduct>], of total: Int) -> (new: [ID<IndexedProduct>], memory: SearchMemory) {
        let (before, now) = (Set(known), Set(found))
        let last = isWhole ? nil : found.lastIndex(where: before.contains)
        let candidates = last.map { found[..<$0] } ?? found[...]
        let kept = (found + known.filter { !now.contains($0) }).prefix(SearchMemory.capacity)
        return (
            candidates.filter { !before.contains($0) },
            SearchMemory(known: Array(kept), isWhole: total <= found.count)
        )
    }
}

extension SearchMemory {
    /// The known products as the database keeps them: sixteen bytes each, big-endian.
    var bytes: [UInt8] {
        known.flatMap { id in
            [id.high, id.low].flatMap { half in withUnsafeBytes(of: half.bigEndian) { Array($0) } }
        }
    }

    init(bytes: [UInt8], isWhole: Bool) {
        func half(at start: Int) -> UInt64 { bytes[start..<start + 8].reduce(0) { $0 << 8 | UInt64($1) } }
        known = stride(from: 0, to: bytes.count / 16 * 16, by: 16).map { ID(high: half(at: $0), low: half(at: $0 + 8)) }
        self.isWhole = isWhole
    }
}
