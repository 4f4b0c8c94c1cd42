import Testing

@testable import Search

struct ProductFactorsTests {
    @Test(
        arguments: [
            (nil, 0, 3500), (5.0, 0, 3636), (5.0, 1, 3636), (5.0, 10, 4250), (5.0, 990, 4985), (2.0, 10, 2750),
        ] as [(Double?, Int, Int64)])
    func `few ratings are drawn to the middle, many speak for themselves`(rating: Double?, count: Int, expected: Int64)
    {
        #expect(IndexedProduct.fixture(1, "Lamp", rating: rating, reviews: count).believedRating == expected)
    }

    @Test(
        arguments: [
            (nil, 500), (1000, 500), (2000, 1000), (500, 0), (8000, 1000), (100, 0), (1414, 750), (0, 500),
        ] as [(Int64?, Int64)])
    func `a price is held against the middle of its category`(middle: Int64?, expected: Int64) {
        var product = IndexedProduct.fixture(1, "Lamp", price: 1000)
        product.factors.middlePrice = middle
        #expect(product.competitiveness == expected)
    }

    @Test func `a product without a price has none to compare`() {
        var product = IndexedProduct.fixture(1, "Lamp", price: 0)
        product.factors.middlePrice = 1000
        #expect(product.competitiveness == 500)
    }
}
