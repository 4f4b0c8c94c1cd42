import Kernel

/// What a shop knows about a product beyond the thing itself.
struct DemoTrade: Sendable {
    /// In cents, of the first size.
    let price: Int
    /// In cents, above the price.
    let compareAtPrice: Int?
    /// In tenths of a star, with how many people gave some.
    let rating: (tenths: Int, count: Int)?
    /// A plain date.
    let released: String
    /// For the variants' stock.
    private let key: UInt64

    init(_ product: DemoProduct) {
        var random = SplitMix64(product.id.seed, UInt64(product.id.number), 4)
        key = random.next()
        price = DemoTrade.price(of: product, &random)
        compareAtPrice = DemoTrade.formerPrice(price, &random)
        rating = DemoTrade.rating(&random)
        released = DemoTrade.day(&random)
    }

    /// How many there are of one form of it: some are sold out, of some nobody counts, few are there in masses.
    func stock(of variant: Int) -> Int? {
        var random = SplitMix64(key, UInt64(variant))
        switch random.below(100) {
        case 0..<8: return 0
        case 8..<16: return nil
        default: return min(1 + Int(9 / (random.fraction() + 0.02)) - random.below(9), 480)
        }
    }

    /// Within the leaf's range, most of them in its lower half; what raises the price decides two thirds of it.
    private static func price(of product: DemoProduct, _ random: inout SplitMix64) -> Int {
        let chance = random.fraction()
        let share = product.rank.map { 0.62 * $0 + 0.38 * chance * chance } ?? chance * chance
        let (from, to) = (Double(product.leaf.from), Double(product.leaf.to))
        let dollars = (from + (to - from) * share) * Double(product.model.cost) / 100
        return priced(max(Int(dollars), 2), ending: random.below(100))
    }

    /// Dear things cost round sums, cheap ones a cent or five less.
    private static func priced(_ dollars: Int, ending: Int) -> Int {
        switch (dollars, ending) {
        case (200..., 0..<60): dollars / 10 * 1000 + 900
        case (200..., _): dollars / 10 * 1000 + 999
        case (40..., 0..<20): dollars * 100
        case (_, 20..<45): dollars * 100 - 5
        case (_, 0..<12): dollars * 100
        default: dollars * 100 - 1
        }
    }

    /// One in six is reduced, by 13 to 38 %.
    private static func formerPrice(_ price: Int, _ random: inout SplitMix64) -> Int? {
        guard random.chance(17) else { return nil }
        let dollars = (price + 99) / 100
        let raise = max(dollars * (15 + random.below(46)) / 100, 1)
        return price + raise * 100
    }

    /// Few products have thousands of reviews and many have a handful (Pareto with exponent 1); every eighth has none.
    /// Means of many ratings lie closer together than those of few; one rating is whole, two halve at most.
    private static func rating(_ random: inout SplitMix64) -> (tenths: Int, count: Int)? {
        guard !random.chance(12) else { return nil }
        let count = max(1, Int(6 / (random.fraction() + 0.0005)) - random.below(8))
        let spread = count < 5 ? 24 : count < 50 ? 14 : 8
        let bell = (0..<3).reduce(0) { sum, _ in sum + random.below(spread + 1) } / 3
        let mean = min(50, 43 - spread / 2 + bell)
        return (count == 1 ? (mean + 5) / 10 * 10 : count == 2 ? (mean + 2) / 5 * 5 : mean, count)
    }

    /// 2015 to October 2026, recent days more often.
    private static func day(_ random: inout SplitMix64) -> String {
        let chance = random.fraction()
        let days = 20_757 - Int(chance * chance * 4_321)
        return String(Timestamp(microseconds: Int64(days) * 86_400_000_000).description.prefix(10))
    }
}
