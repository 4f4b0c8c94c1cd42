import Kernel
import Search

/// Prices in `[from, below)`; at least one bound is there.
struct PriceBand: Hashable, Sendable {
    let from: Money?
    let below: Money?

    init(from: Money?, below: Money?) {
        (self.from, self.below) = (from, below)
    }

    /// Reads `50-100`, `-100` and `50-`; `nil` for anything else and for bands that hold no price.
    init?(_ text: String, _ currency: Currency) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        from = try? Money(parsing: parts[0], currency)
        below = try? Money(parsing: parts[1], currency)
        guard from != nil || below != nil, from != nil || parts[0].isEmpty, below != nil || parts[1].isEmpty else {
            return nil
        }
        guard below.map({ $0.minorUnits > from?.minorUnits ?? 0 }) ?? true else { return nil }
    }

    /// The form that `init(_:_:)` reads.
    var text: String { "\(from?.shortDecimal ?? "")-\(below?.shortDecimal ?? "")" }

    /// The highest price in it.
    var upTo: Money? { below.map { Money(minorUnits: $0.minorUnits - 1, $0.currency) } }

    /// `$50 – $100`, `Under $50`, `$1,000 and more`
    var label: String {
        switch (from, below) {
        case (let from?, let below?) where from.minorUnits > 0: "\(from.shortDisplay) – \(below.shortDisplay)"
        case (_, let below?): "Under \(below.shortDisplay)"
        case (let from?, nil): "\(from.shortDisplay) and more"
        case (nil, nil): "Any price"
        }
    }
}

extension PriceBand {
    /// The index counts prices in many equal steps; people choose among a few that grow: 1, 2, 4, 10 and 20 steps.
    static func merged(_ ranges: [(from: Money, to: Money?, count: Int)]) -> [(band: PriceBand, count: Int)] {
        let widths = ranges.lazy.compactMap { range in range.to.map { $0.minorUnits - range.from.minorUnits } }
        guard let step = widths.first, step > 0
        else { return ranges.map { (PriceBand(from: $0.from, below: $0.to), $0.count) } }
        var merged: [(band: PriceBand, count: Int)] = []
        for range in ranges {
            let band = PriceBand(holding: range.from, isOpen: range.to == nil, step: step)
            if merged.last?.band == band {
                merged[merged.count - 1].count += range.count
            } else {
                merged.append((band, range.count))
            }
        }
        return merged
    }

    private static let bounds: [Int64] = [0, 1, 2, 4, 10, 20]

    private init(holding from: Money, isOpen: Bool, step: Int64) {
        let currency = from.currency
        let next = PriceBand.bounds.first { $0 > from.minorUnits / step }
        let last = PriceBand.bounds.last { $0 <= from.minorUnits / step } ?? 0
        self.from = isOpen ? from : Money(minorUnits: last * step, currency)
        below = isOpen ? nil : next.map { Money(minorUnits: $0 * step, currency) }
    }
}
