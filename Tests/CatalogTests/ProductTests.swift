import Kernel
import Testing

@testable import Catalog

struct ProductTests {
    private func product(_ variants: [VariantRecord]) throws -> Product {
        let draft = try ProductDraft.fixture(.fixture(variants: variants))
        return draft.product(ID(), slug: "kettle", category: nil, at: TestCatalog.moment)
    }

    @Test(
        arguments: [
            ([1, 2], 3, true), ([0, 0], 0, false), ([nil, nil], nil, true), ([nil, 0], 0, true), ([0, 5], 5, true),
        ] as [([Int?], Int?, Bool)])
    func `Stock is the sum of what is counted; who is not counted is in stock`(stocks: [Int?], sum: Int?, inStock: Bool)
        throws
    {
        let product = try product(stocks.enumerated().map { .fixture(options: ["n": "\($0)"], stock: $1) })
        #expect(product.stockQuantity == sum)
        #expect(product.inStock == inStock)
    }

    @Test func `The price is the lowest of the variants`() throws {
        let product = try product(["9", "2.50", "3"].enumerated().map { .fixture(options: ["n": "\($0)"], price: $1) })
        #expect(product.price == Money(minorUnits: 250, .usd))
    }

    @Test func `An unchanged draft has the product itself as its successor`() throws {
        let draft = try ProductDraft.fixture(.full())
        let product = draft.product(ID(), slug: "kettle-1", category: nil, at: TestCatalog.moment)
        let later = TestCatalog.moment.advanced(by: .seconds(1))
        #expect(draft.successor(of: product, category: nil, at: later) == product)
    }

    @Test(arguments: [
        (AttributeValue.text("Black"), "Black"), (.number(23_000), "23000"), (.number(0.5), "0.5"),
        (.flag(true), "true"), (.flag(false), "false"),
    ])
    func `An attribute shows as people read it`(value: AttributeValue, text: String) {
        #expect(value.text == text)
    }
}
