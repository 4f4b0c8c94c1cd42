package import Kernel

/// Counts over the whole result of a search; each ignores the filter on its own field, so that shoppers can choose
/// several values.
package struct SearchFacets: Sendable {
    /// Categories and all their ancestors.
    package let categories: [(path: [String], count: Int)]
    /// Brands.
    package let brands: [(name: String, count: Int)]
    /// Prices in `[from, to)`; the last has no end.
    package let priceRanges: [(from: Money, to: Money?, count: Int)]
    /// Mean ratings in `[from, to)`.
    package let ratings: [(from: Int, to: Int?, count: Int)]
    /// Values of the attributes that were asked for.
    package let attributes: [String: [(name: String, count: Int)]]

    /// Counts of those parts.
    package init(
        categories: [(path: [String], count: Int)], brands: [(name: String, count: Int)],
        priceRanges: [(from: Money, to: Money?, count: Int)], ratings: [(from: Int, to: Int?, count: Int)],
        attributes: [String: [(name: String, count: Int)]]
    ) {
        self.categories = categories
        self.brands = brands
        self.priceRanges = priceRanges
        self.ratings = ratings
        self.attributes = attributes
    }
}
