/// A believable shop made from a number: the same products on every machine, without network or files.
///
/// Product n depends on the seed and n only, so a larger catalogue begins with the products of a smaller one. Brands,
/// people and titles are invented.
package struct DemoCatalogue: Sendable {
    private let seed: UInt64
    private let count: Int

    /// A catalogue of so many products, at most 99,999,999. Seed 1 is the common one; others stand in the external ids.
    package init(seed: UInt64, products: Int) {
        self.seed = seed
        count = min(max(products, 0), DemoNumber.range.upperBound)
    }

    /// The products in the order of their numbers, each made when it is asked for: memory does not grow with the count.
    package func makeRecords() -> some Sequence<ProductRecord> {
        (0..<count).lazy.map { [seed] in DemoProduct(DemoNumber(seed: seed, number: $0 + 1)).record }
    }
}
