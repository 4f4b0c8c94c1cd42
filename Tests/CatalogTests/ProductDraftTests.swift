import Kernel
import Testing

@testable import Catalog

struct ProductDraftTests {
    struct Mistake: Sendable, CustomTestStringConvertible {
        let field: String
        let code: String
        let make: @Sendable (inout ProductRecord) -> Void
        var testDescription: String { "\(field) \(code)" }

        init(_ field: String, _ code: String, _ make: @escaping @Sendable (inout ProductRecord) -> Void) {
            (self.field, self.code, self.make) = (field, code, make)
        }
    }

    private static func long(_ count: Int) -> String { String(repeating: "x", count: count) }

    static let texts: [Mistake] = [
        Mistake("name", "required") { $0.name = nil },
        Mistake("name", "required") { $0.name = " \n\t " },
        Mistake("name", "too_long") { $0.name = long(256) },
        Mistake("name", "control_character") { $0.name = "a\0b" },
        Mistake("name", "control_character") { $0.name = "a\nb" },
        Mistake("description", "too_long") { $0.description = long(20_001) },
        Mistake("description", "control_character") { $0.description = "a\u{1B}b" },
        Mistake("brand", "too_long") { $0.brand = long(121) },
        Mistake("id", "too_long") { $0.externalID = long(129) },
        Mistake("slug", "not_a_slug") { $0.slug = "Not A Slug" },
        Mistake("slug", "not_a_slug") { $0.slug = "search" },
        Mistake("slug", "too_long") { $0.slug = long(121) },
        Mistake("sku", "too_long") { $0.sku = long(256) },
        Mistake("released", "not_a_date") { $0.released = "2009-02-30" },
        Mistake("released", "not_a_date") { $0.released = "2009-12-10T00:00:00Z" },
        Mistake("status", "not_allowed") { $0.status = "Published" },
        Mistake("currency", "unknown_currency") { $0.currency = "usd" },
    ]

    static let numbers: [Mistake] = [
        Mistake("price", "required") { $0.price = nil },
        Mistake("price", "too_many_decimals") { $0.price = "19.999" },
        Mistake("price", "too_many_decimals") { ($0.price, $0.currency) = ("5.5", "JPY") },
        Mistake("price", "not_a_number") { $0.price = "NaN" },
        Mistake("price", "not_a_number") { $0.price = "" },
        Mistake("price", "out_of_range") { $0.price = "1e309" },
        Mistake("price", "out_of_range") { $0.price = "10000000000000.01" },
        Mistake("price", "negative") { $0.price = "-0.01" },
        Mistake("price", "negative") { $0.price = "-0" },
        Mistake("compare_at_price", "too_many_decimals") { $0.compareAtPrice = "0.001" },
        Mistake("compare_at_price", "negative") { $0.compareAtPrice = "-1" },
        Mistake("stock", "out_of_range") { $0.stock = -1 },
        Mistake("stock", "out_of_range") { $0.stock = 1_000_000_001 },
        Mistake("rating", "out_of_range") { $0.rating = 5.01 },
        Mistake("rating", "out_of_range") { $0.rating = .nan },
        Mistake("review_count", "out_of_range") { $0.reviewCount = -1 },
    ]

    static let lists: [Mistake] = [
        Mistake("category", "too_deep") { $0.category = .path(Array(repeating: "a", count: 17)) },
        Mistake("category[1]", "required") { $0.category = .path(["a", " "]) },
        Mistake("category[0]", "too_long") { $0.category = .path([long(121)]) },
        Mistake("tags", "too_many") { $0.tags = (0...50).map { "tag \($0)" } },
        Mistake("tags[1]", "too_long") { $0.tags = ["a", long(65)] },
        Mistake("attributes", "too_many") {
            $0.attributes = Dictionary(uniqueKeysWithValues: (0...300).map { ("a\($0)", .flag(true)) })
        },
        Mistake("attributes.x", "too_long") { $0.attributes = ["x": .text(long(1001))] },
        Mistake("attributes.x", "out_of_range") { $0.attributes = ["x": .number(.infinity)] },
        Mistake("attributes. ", "required") { $0.attributes = [" ": .flag(true)] },
        Mistake("ean", "too_many") { $0.barcodes = Array(repeating: "1", count: 101) },
        Mistake("ean[0]", "too_long") { $0.barcodes = [long(33)] },
        Mistake("images", "too_many") { $0.images = Array(repeating: ProductImage(url: "/a", alt: ""), count: 51) },
        Mistake("images[0].url", "not_a_url") { $0.images = [ProductImage(url: "javascript:alert(1)", alt: "")] },
        Mistake("images[0].url", "not_a_url") { $0.images = [ProductImage(url: "//evil.example/a", alt: "")] },
        Mistake("images[0].url", "required") { $0.images = [ProductImage(url: "", alt: "")] },
        Mistake("images[1].alt", "too_long") {
            $0.images = [ProductImage(url: "/a", alt: ""), ProductImage(url: "/b", alt: long(501))]
        },
    ]

    static let variants: [Mistake] = [
        Mistake("variants", "wrong_count") { $0.variants = [] },
        Mistake("variants", "wrong_count") { $0.variants = (0...100).map { .fixture(options: ["n": "\($0)"]) } },
        Mistake("variants[1].sku", "duplicate") {
            $0.variants = [.fixture(sku: "A", options: ["n": "1"]), .fixture(sku: "A", options: ["n": "2"])]
        },
        Mistake("variants[1].options", "duplicate") { $0.variants = [.fixture(sku: "A"), .fixture(sku: "B")] },
        Mistake("variants[0].price", "required") { ($0.price, $0.variants) = (nil, [.fixture(price: nil)]) },
        Mistake("variants[0].price", "too_many_decimals") { $0.variants = [.fixture(price: "1.234")] },
        Mistake("variants[0].stock", "out_of_range") { $0.variants = [.fixture(stock: -5)] },
        Mistake("variants[0].sku", "too_long") { $0.variants = [.fixture(sku: long(256))] },
        Mistake("variants[0].options", "too_many") {
            $0.variants = [.fixture(options: Dictionary(uniqueKeysWithValues: (0...10).map { ("o\($0)", "x") }))]
        },
        Mistake("variants[0].options.size", "too_long") { $0.variants = [.fixture(options: ["size": long(121)])] },
        Mistake("variants[0].options", "too_long") { $0.variants = [.fixture(options: [long(61): "x"])] },
    ]

    @Test(arguments: texts + numbers + lists + variants)
    func `Each mistake is reported at its field, alone`(mistake: Mistake) {
        var record = ProductRecord.fixture()
        mistake.make(&record)
        let error = #expect(throws: ValidationError.self) { try ProductDraft.fixture(record) }
        #expect(error?.fields.map { "\($0.field) \($0.code)" } == ["\(mistake.field) \(mistake.code)"])
        #expect(error?.fields.allSatisfy { !$0.message.isEmpty } == true)
    }

    @Test func `All mistakes are reported at once`() {
        var record = ProductRecord.fixture(
            name: nil, slug: "Ä", price: "x", stock: -1, tags: [ProductDraftTests.long(65)])
        (record.rating, record.status) = (9, "gone")
        let error = #expect(throws: ValidationError.self) { try ProductDraft.fixture(record) }
        #expect(error?.fields.map(\.field) == ["slug", "name", "tags[0]", "rating", "status", "price", "stock"])
    }

    @Test func `The longest of everything is taken`() throws {
        var record = ProductRecord.fixture(
            name: ProductDraftTests.long(255), slug: ProductDraftTests.long(120),
            externalID: ProductDraftTests.long(128), brand: ProductDraftTests.long(120),
            category: .path(Array(repeating: "a", count: 16)), price: "10000000000000.00",
            sku: ProductDraftTests.long(255), stock: 1_000_000_000,
            tags: (0..<50).map { "tag \($0)" }, attributes: ["x": .text(ProductDraftTests.long(1000))], rating: 5)
        record.description = ProductDraftTests.long(20_000)
        record.barcodes = Array(repeating: "1", count: 100)
        let draft = try ProductDraft.fixture(record)
        #expect(draft.tags.count == 50)
        #expect(draft.variants.first?.price.minorUnits == 1_000_000_000_000_000)
    }

    @Test func `Texts are trimmed, empty ones are absent, tags are sorted and stand once`() throws {
        var record = ProductRecord.fixture(
            name: "  Kettle\n", slug: " ", externalID: "", brand: "\t", tags: ["b", " a ", "b", " "],
            attributes: ["x": .text(" "), " y ": .text(" z ")])
        record.description = " "
        let draft = try ProductDraft.fixture(record)
        #expect(draft.name == "Kettle")
        #expect([draft.slug, draft.externalID, draft.brand] == [nil, nil, nil])
        #expect(draft.description.isEmpty)
        #expect(draft.tags == ["a", "b"])
        #expect(draft.attributes == ["y": .text("z")])
    }

    @Test func `What a record leaves out comes from the defaults`() throws {
        let draft = try ProductDraft(
            .fixture(price: "5", status: nil), defaults: .init(status: .archived, currency: .jpy))
        #expect(draft.status == .archived)
        #expect(draft.variants.map(\.price) == [Money(minorUnits: 5, .jpy)])
    }

    @Test func `A variant without a price has the product's`() throws {
        let draft = try ProductDraft.fixture(
            .fixture(
                price: "7",
                variants: [.fixture(options: ["n": "1"], price: nil), .fixture(options: ["n": "2"], price: "9")]))
        #expect(draft.variants.map(\.price.minorUnits) == [700, 900])
    }
}
