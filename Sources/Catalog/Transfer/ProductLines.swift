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
            object.present("id", record.externalID)
            object.present("name", record.name)
            object.present("description", record.description)
            if case .path(let path)? = record.category { object.present("category", path) }
            object.present("brand", record.brand)
            object.present("price", decimal: record.price)
            object.present("compare_at_price", decimal: record.compareAtPrice)
            object.present("currency", record.currency)
            object.present("sku", record.sku)
            object.present("ean", record.barcodes)
            object.present("stock", record.stock)
            object.lists(of: record)
            object.present("rating", decimal: record.rating?.shortestJSON)
            object.present("review_count", record.reviewCount)
            object.present("released", record.released)
            object.present("status", record.status)
            object.present("slug", record.slug)
        }
    }

    private mutating func lists(of record: ProductRecord) {
        if !record.attributes.isEmpty {
            name("attributes")
            attributes(record.attributes)
        }
        present("tags", record.tags)
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
            object.present("sku", variant.sku)
            if !variant.options.isEmpty {
                object.name("options")
                object.raw(JSONColumn.text(variant.options))
            }
            object.present("price", decimal: variant.price)
            object.present("stock", variant.stock)
        }
    }

    private mutating func present(_ name: StaticString, _ text: String?) {
        guard let text else { return }
        self.name(name)
        value(text)
    }

    private mutating func present(_ name: StaticString, decimal: String?) {
        guard let decimal else { return }
        self.name(name)
        raw(decimal)
    }

    private mutating func present(_ name: StaticString, _ integer: Int?) {
        guard let integer else { return }
        self.name(name)
        value(integer)
    }

    private mutating func present(_ name: StaticString, _ texts: [String]) {
        guard !texts.isEmpty else { return }
        self.name(name)
        array(texts) { $0.value($1) }
    }
}
