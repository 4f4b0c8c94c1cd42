import Kernel

/// Reads the fields of a record by their types and remembers every one that is of another. What a well-typed value may
/// be is not its business: those rules stand in `ProductDraft`.
struct RecordFields {
    private(set) var errors: [FieldError] = []
    private let isStrict: Bool

    init(strict: Bool) {
        isStrict = strict
    }

    mutating func refuse(_ field: String, _ code: String, _ message: String) {
        errors.append(FieldError(field, code: code, message: message))
    }

    /// The record that an object of the import file describes. `null` means absent; unknown names are refused when the
    /// import is strict.
    mutating func record(_ members: [JSONValue.Member]) -> ProductRecord {
        var record = ProductRecord()
        var main: [ProductImage] = []
        for member in members where member.value != .null {
            if member.name == "image" {
                main = images("image", member.value)
            } else {
                read(member, into: &record)
            }
        }
        record.images = main + record.images.filter { !main.contains($0) }
        return record
    }

    private mutating func read(_ member: JSONValue.Member, into record: inout ProductRecord) {
        let (name, value) = (member.name, member.value)
        switch name {
        case "id": record.externalID = mark(name, value)
        case "slug": record.slug = text(name, value)
        case "name": record.name = text(name, value)
        case "description": record.description = text(name, value)
        case "brand": record.brand = text(name, value)
        case "category": record.category = category(name, value)
        case "price": record.price = decimal(name, value)
        case "compare_at_price": record.compareAtPrice = decimal(name, value)
        case "currency": record.currency = text(name, value)
        case "sku": record.sku = mark(name, value)
        case "ean": record.barcodes = marks(name, value)
        case "stock": record.stock = count(name, value)
        case "attributes": record.attributes = attributes(name, value)
        case "tags": record.tags = marks(name, value)
        case "images": record.images = images(name, value)
        case "variants": record.variants = variants(name, value)
        case "rating": record.rating = number(name, value)
        case "review_count": record.reviewCount = count(name, value)
        case "released": record.released = text(name, value)
        case "status": record.status = text(name, value)
        default: refuseUnknown(name)
        }
    }

    private mutating func variants(_ field: String, _ value: JSONValue) -> [VariantRecord]? {
        let variants = list(field, value).enumerated().map { variant("\(field)[\($0)]", $1) }
        return variants.isEmpty ? nil : variants
    }

    private mutating func variant(_ field: String, _ value: JSONValue) -> VariantRecord {
        var record = VariantRecord()
        for member in members(field, value) where member.value != .null {
            let name = "\(field).\(member.name)"
            switch member.name {
            case "sku": record.sku = mark(name, member.value)
            case "options": record.options = options(name, member.value)
            case "price": record.price = decimal(name, member.value)
            case "stock": record.stock = count(name, member.value)
            default: refuseUnknown(name)
            }
        }
        return record
    }

    private mutating func refuseUnknown(_ field: String) {
        if isStrict { refuse(field, "unknown_field", "is no field of a product, and the import is strict") }
    }
}
