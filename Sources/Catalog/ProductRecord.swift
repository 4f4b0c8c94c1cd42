import Kernel

/// A product the way people write it: as a line of an import file, as a request body, as a line of an export.
///
/// Everything is optional and nothing is checked yet; `ProductDraft` is what the rules make of it. Import, HTTP and
/// export all pass through here, so that the rules stand in one place.
package struct ProductRecord: Hashable, Sendable {
    /// The identity at its source.
    package var externalID: String?
    /// A wish; made from the name when absent.
    package var slug: String?
    /// Must be there.
    package var name: String?
    /// Empty when absent.
    package var description: String?
    /// The maker.
    package var brand: String?
    /// Where it stands.
    package var category: CategoryAddress?
    /// A decimal number in its own spelling; the price of the only variant, or of variants without one.
    package var price: String?
    /// A decimal number in its own spelling.
    package var compareAtPrice: String?
    /// ISO 4217; the shop's currency when absent.
    package var currency: String?
    /// The SKU of the only variant.
    package var sku: String?
    /// How many there are of the only variant; untracked when absent.
    package var stock: Int?
    /// EAN, UPC or GTIN numbers.
    package var barcodes: [String] = []
    /// Facts by name.
    package var attributes: [String: AttributeValue] = [:]
    /// Words to filter by.
    package var tags: [String] = []
    /// Pictures, the main one first.
    package var images: [ProductImage] = []
    /// Several variants; absent for a product with one.
    package var variants: [VariantRecord]?
    /// 0 to 5.
    package var rating: Double?
    /// How many people rated it.
    package var reviewCount: Int?
    /// `2009-12-10`
    package var released: String?
    /// `draft`, `published` or `archived`.
    package var status: String?

    /// A record with nothing in it.
    package init() {}
}

/// A variant the way people write it.
package struct VariantRecord: Hashable, Sendable {
    /// Its SKU.
    package var sku: String?
    /// What tells it from the others.
    package var options: [String: String] = [:]
    /// A decimal number in its own spelling; the product's when absent.
    package var price: String?
    /// How many there are; untracked when absent.
    package var stock: Int?

    /// A variant with nothing in it.
    package init() {}
}

extension ProductRecord {
    /// The record that makes this product again, to the last detail.
    package init(_ product: Product) {
        externalID = product.externalID
        slug = product.slug
        name = product.name
        description = product.description.isEmpty ? nil : product.description
        brand = product.brand
        category = product.category.map { .path($0.path) }
        compareAtPrice = product.compareAtPrice?.decimal
        currency = product.currency.code
        barcodes = product.barcodes
        attributes = product.attributes
        tags = product.tags
        images = product.images
        rating = product.rating
        reviewCount = product.reviewCount == 0 ? nil : product.reviewCount
        released = product.released
        status = product.status.rawValue
        if product.variants.count == 1, let only = product.variants.first, only.options.isEmpty {
            (sku, price, stock) = (only.sku, only.price.decimal, only.stock)
        } else {
            variants = product.variants.map(VariantRecord.init)
        }
    }
}

extension VariantRecord {
    init(_ variant: Variant) {
        (sku, options, price, stock) = (variant.sku, variant.options, variant.price.decimal, variant.stock)
    }
}
