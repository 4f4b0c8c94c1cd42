import Catalog
import Kernel
import WebSupport

/// What a client writes to make or replace a product.
struct ProductBody: InputObject {
    @Field("1 to 255 characters.") var name: String
    @Field("Plain text, at most 20,000 characters.") var description: String?
    @Field("Its name in addresses; made from the name when absent.") var slug: String?
    @Field("Its identity elsewhere; unique where present.") var externalId: String?
    @Field("Its maker.") var brand: String?
    @Field("An id, a slug, or the names from the root down.") var category: CategoryInput?
    @Field("Words to filter by, at most 50.") var tags: [String]
    @Field("Facts by name: text, numbers, true or false.") var attributes: [String: AttributeInput] = [:]
    @Field("EAN, UPC or GTIN numbers.") var barcodes: [String]
    @Field("Pictures, the main one first.") var images: [ImageBody]
    @Field("ISO 4217; the shop's currency when absent.") var currency: String?
    @Field("The price of the only variant, an exact decimal.") var price: DecimalText?
    @Field("What it cost before, when it is reduced.") var compareAtPrice: DecimalText?
    @Field("The SKU of the only variant.") var sku: String?
    @Field("How many there are of the only variant; nobody counts when absent.") var stockQuantity: Int?
    @Field("Several variants, instead of price, sku and stock_quantity.") var variants: [VariantBody]?
    @Field("The day on which it came to the market, 2009-12-10.") var released: String?
    @Field("Who may see it; draft when absent.") var status: String?
    @Field("The version that must still be there, when replacing.") var version: Int?

    /// The record that the catalogue's rules are applied to.
    var record: ProductRecord {
        var record = ProductRecord()
        (record.name, record.description, record.slug, record.externalID) = (name, description, slug, externalId)
        (record.brand, record.category, record.tags, record.barcodes) = (brand, category?.address, tags, barcodes)
        record.attributes = attributes.mapValues(\.value)
        record.images = images.map(\.image)
        (record.currency, record.sku, record.stock) = (currency, sku, stockQuantity)
        (record.price, record.compareAtPrice) = (price?.spelling, compareAtPrice?.spelling)
        record.variants = variants?.map(\.record)
        (record.released, record.status) = (released, status)
        return record
    }
}

/// What a client writes to change parts of a product.
struct ProductPatch: InputObject {
    @Field("1 to 255 characters.") var name: Change<String>
    @Field("Plain text, at most 20,000 characters.") var description: Change<String?>
    @Field("Its name in addresses.") var slug: Change<String>
    @Field("Its identity elsewhere; unique where present.") var externalId: Change<String?>
    @Field("Its maker.") var brand: Change<String?>
    @Field("An id, a slug, or the names from the root down.") var category: Change<CategoryInput?>
    @Field("Words to filter by, at most 50.") var tags: Change<[String]>
    @Field("Facts by name; replaces all of them.") var attributes: Change<[String: AttributeInput]>
    @Field("EAN, UPC or GTIN numbers.") var barcodes: Change<[String]>
    @Field("Pictures, the main one first.") var images: Change<[ImageBody]>
    @Field("ISO 4217.") var currency: Change<String>
    @Field("The price of the only variant, an exact decimal.") var price: Change<DecimalText>
    @Field("What it cost before; null when it is not reduced any more.") var compareAtPrice: Change<DecimalText?>
    @Field("The SKU of the only variant.") var sku: Change<String?>
    @Field("How many there are of the only variant; null when nobody counts.") var stockQuantity: Change<Int?>
    @Field("All variants, those left out are removed.") var variants: Change<[VariantBody]>
    @Field("The day on which it came to the market, 2009-12-10.") var released: Change<String?>
    @Field("Who may see it.") var status: Change<String>
    @Field("The version that must still be there.") var version: Int?

    /// Writes the changes into a product's record.
    /// - Throws: `CatalogError.ambiguous` for a price, SKU or stock figure that could be any variant's.
    func apply(to record: inout ProductRecord) throws {
        variants.map { $0.map(\.record) }.apply(to: &record.variants)
        try applyVariantFields(to: &record)
        name.optional.apply(to: &record.name)
        description.apply(to: &record.description)
        slug.optional.apply(to: &record.slug)
        externalId.apply(to: &record.externalID)
        brand.apply(to: &record.brand)
        category.map { $0?.address }.apply(to: &record.category)
        tags.apply(to: &record.tags)
        attributes.map { $0.mapValues(\.value) }.apply(to: &record.attributes)
        barcodes.apply(to: &record.barcodes)
        images.map { $0.map(\.image) }.apply(to: &record.images)
        currency.optional.apply(to: &record.currency)
        compareAtPrice.map { $0?.spelling }.apply(to: &record.compareAtPrice)
        released.apply(to: &record.released)
        status.optional.apply(to: &record.status)
    }

    /// Price, SKU and stock belong to a variant: to the only one, wherever the record keeps it.
    private func applyVariantFields(to record: inout ProductRecord) throws {
        let (price, sku, stock) = (price.map(\.spelling).optional, sku, stockQuantity)
        guard var variants = record.variants else {
            price.apply(to: &record.price)
            sku.apply(to: &record.sku)
            stock.apply(to: &record.stock)
            return
        }
        guard variants.count == 1 else { return try refuseAmbiguity() }
        price.apply(to: &variants[0].price)
        sku.apply(to: &variants[0].sku)
        stock.apply(to: &variants[0].stock)
        record.variants = variants
    }

    private func refuseAmbiguity() throws {
        if case .set = price { throw CatalogError.ambiguous(field: "price") }
        if case .set = sku { throw CatalogError.ambiguous(field: "sku") }
        if case .set = stockQuantity { throw CatalogError.ambiguous(field: "stock_quantity") }
    }
}

/// A picture as a client writes it.
struct ImageBody: InputObject {
    @Field("Where it is: https://…, or a path of this shop.") var url: String
    @Field("What it shows, for those who cannot see it.") var alt: String?

    var image: ProductImage { ProductImage(url: url, alt: alt ?? "") }
}

/// A variant as a client writes it.
struct VariantBody: InputObject {
    @Field("The stock-keeping unit, unique within the product.") var sku: String?
    @Field("What tells it from the others.") var options: [String: String] = [:]
    @Field("What one costs, an exact decimal; the product's price when absent.") var price: DecimalText?
    @Field("How many there are; nobody counts when absent.") var stockQuantity: Int?

    var record: VariantRecord {
        var record = VariantRecord()
        (record.sku, record.options, record.price, record.stock) = (sku, options, price?.spelling, stockQuantity)
        return record
    }
}
