import Catalog
import Kernel
import WebSupport

/// The examples that the documentation shows: one small product from Icecat's open catalogue.
extension ProductAnswer {
    static let example = ProductAnswer(
        Product(
            id: ID(high: 0x0190_0A5D_AC96_774B, low: 0xBCCE_B302_099A_8057), externalID: "3920564",
            slug: "xerox-006r90321-toner-cartridge", name: "Xerox 006R90321 toner cartridge",
            description: "Toner (6 per box) for CopyCentre C65", brand: "Xerox",
            category: CategorySummary.example, tags: ["office"],
            attributes: ["colour": .text("Black"), "yield": .number(23000)], barcodes: ["0095205603217"],
            images: [ProductImage.example], currency: .usd, compareAtPrice: nil, rating: 4.5, reviewCount: 2,
            released: "2009-12-10", status: .published, variants: [VariantAnswer.example.variant], version: 3,
            createdAt: Timestamp(microseconds: 1_767_323_045_000_000),
            updatedAt: Timestamp(microseconds: 1_767_323_045_000_000)))
}

extension CategorySummary {
    static let example = CategorySummary(
        id: ID(high: 0x0190_0A5D_AC96_774B, low: 0xBCCE_B302_099A_8001), name: "toner cartridge",
        slug: "toner-cartridge", path: ["Printing", "toner cartridge"])
}

extension PlaceAnswer {
    static let example = PlaceAnswer(CategorySummary.example)
}

extension ProductImage {
    static let example = ProductImage(
        url: "https://shop.example/images/xerox-006r90321.jpg", alt: "A black toner cartridge")
}

extension ImageAnswer {
    static let example = ImageAnswer(ProductImage.example)
}

extension VariantAnswer {
    static let example = VariantAnswer(
        Variant(
            id: ID(high: 0x0190_0A5D_AC96_774B, low: 0xBCCE_B302_099A_8002), sku: "006R90321",
            options: ["colour": "Black"], price: Money(minorUnits: 4995, .usd), stock: 12))
}

extension ImportAnswer {
    static let example = ImportAnswer(value: .example)
}

extension RejectAnswer {
    static let example = RejectAnswer(
        CatalogImport.Reject(
            line: 17, field: "price", code: "out_of_range", message: "must not be negative",
            record: #"{"id": "17", "name": "Kettle", "price": -1}"#))
}

extension CatalogImport {
    fileprivate static var example: CatalogImport {
        let sent = Timestamp(microseconds: 1_767_323_045_000_000)
        var example = CatalogImport(
            id: ID(high: 0x0190_0A5D_AC96_774B, low: 0xBCCE_B302_099A_8003), Order(.jsonLines), size: 48_213,
            createdAt: sent)
        (example.state, example.finishedAt) = (.done, sent.advanced(by: .seconds(2)))
        (example.counts.bytes, example.counts.read) = (48_213, 120)
        (example.counts.created, example.counts.rejected) = (119, 1)
        example.rejects = [RejectAnswer.example.reject]
        return example
    }
}
