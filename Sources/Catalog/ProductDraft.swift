package import Kernel

/// A product that keeps every rule and can be written: `ProductRecord`, checked.
package struct ProductDraft: Hashable, Sendable {
    /// What the record said, each checked and normalised; see `Product` for their meaning.
    let externalID: String?
    let slug: String?
    let name: String
    let description: String
    let brand: String?
    let category: CategoryAddress?
    let tags: [String]
    let attributes: [String: AttributeValue]
    let barcodes: [String]
    let images: [ProductImage]
    let currency: Currency
    let compareAtPrice: Money?
    let rating: Double?
    let reviewCount: Int
    let released: String?
    let status: ProductStatus
    let variants: [VariantDraft]
}

/// A variant that keeps every rule.
struct VariantDraft: Hashable, Sendable {
    let sku: String?
    let options: [String: String]
    let price: Money
    let stock: Int?
}

extension ProductDraft {
    /// What is filled in where a record says nothing.
    package struct Defaults: Sendable {
        /// The status: `draft` over HTTP, `published` on import.
        package let status: ProductStatus
        /// The shop's currency.
        package let currency: Currency

        /// Those defaults.
        package init(status: ProductStatus, currency: Currency) {
            self.status = status
            self.currency = currency
        }
    }

    /// Checks a record against every rule and reports all that is wrong with it at once.
    /// - Throws: `ValidationError`.
    package init(_ record: ProductRecord, defaults: Defaults) throws(ValidationError) {
        var check = FieldChecks()
        let currency = check.currency(record.currency, default: defaults.currency)
        externalID = check.text("id", record.externalID, 1...128)
        slug = check.slug("slug", record.slug)
        name = check.requiredText("name", record.name, 1...255)
        description = check.text("description", record.description, 0...20_000, multiline: true) ?? ""
        brand = check.text("brand", record.brand, 1...120)
        category = check.category("category", record.category)
        tags = check.tags("tags", record.tags)
        attributes = check.attributes("attributes", record.attributes)
        barcodes = check.barcodes("ean", record.barcodes)
        images = check.images("images", record.images)
        compareAtPrice = check.price("compare_at_price", record.compareAtPrice, currency)
        rating = check.number("rating", record.rating, 0...5)
        reviewCount = check.count("review_count", record.reviewCount) ?? 0
        released = check.day("released", record.released)
        status = check.choice("status", record.status) ?? defaults.status
        variants = check.variants(record, currency)
        self.currency = currency
        try check.finish()
    }
}
