import Kernel

/// Writes products as JSON Lines: the names of the import record in its order, nothing that is empty.
struct ProductLines {
    private(set) var bytes: [UInt8] = []

    init(capacity: Int) {
        bytes.reserveCapacity(capacity)
    }

    mutating func append(_ record: ProductRecord) {
        var writer = JSONWriter(capacity: 2048)
        writer.value(record)
        bytes += writer.bytes
        bytes.append(UInt8(ascii: "\n"))
    }
}

extension JSONWriter {
    fileprivate mutating func value(_ record: ProductRecord) {
        object { object in
            object.member("id", record.externalID)
            object.member("name", record.name)
            object.member("description", record.description)
            if case .path(let path)? = record.category { object.member("category", path) }
            object.member("brand", record.brand)
            object.member("price", decimal: record.price)
            object.member("compare_at_price", decimal: record.compareAtPrice)
            object.member("currency", record.currency)
            object.member("sku", record.sku)
            object.member("ean", record.barcodes)
            object.member("stock", record.stock)
            object.lists(of: record)
            object.member("rating", decimal: record.rating?.shortestJSON)
            object.member("review_count", record.reviewCount)
            object.member("released", record.released)
            object.member("status", record.status)
            object.member("slug", record.slug)
        }
    }

    private mutating func lists(of record: ProductRecord) {
        if !record.attributes.isEmpty {
            name("attributes")
            attributes(record.attributes)
        }
        member("tags", record.tags)
        if !record.images.isEmpty {
            name("images")
            images(record.images)
        }
        if let variants = record.variants {
            name("variants")
            array(variants) { $0.value($1) }
        }
    }

    private mutating func value(_ variant: VariantRecord) {
        object { object in
            object.member("sku", variant.sku)
            if !variant.options.isEmpty {
                object.name("options")
                object.raw(JSONColumn.text(variant.options))
            }
            object.member("price", decimal: variant.price)
            object.member("stock", variant.stock)
        }
    }

    private mutating func member(_ name: StaticString, _ text: String?) {
        guard let text else { return }
        self.name(name)
        value(text)
    }

    private mutating func member(_ name: StaticString, decimal: String?) {
        guard let decimal else { return }
        self.name(name)
        raw(decimal)
    }

    private mutating func member(_ name: StaticString, _ integer: Int?) {
        guard let integer else { return }
        self.name(name)
        value(integer)
    }

    private mutating func member(_ name: StaticString, _ texts: [String]) {
        guard !texts.isEmpty else { return }
        self.name(name)
        array(texts) { $0.value($1) }
    }
}
