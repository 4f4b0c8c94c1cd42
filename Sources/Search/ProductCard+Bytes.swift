import Kernel
import SearchEngine

/// The card as the index keeps it: fields in a fixed order, texts behind their length, all in little-endian.
extension ProductCard {
    /// The card as bytes.
    var bytes: [UInt8] {
        var writer = CardWriter()
        writer.write(id)
        writer.write(slug)
        writer.write(name)
        writer.write(excerpt)
        writer.write(price.minorUnits)
        writer.write(price.currency.code)
        writer.write(category.map { [$0.id, $0.name, $0.slug] + $0.path } ?? [])
        writer.write(brand.map { [$0] } ?? [])
        writer.write(Int64(bitPattern: (rating ?? -1).bitPattern))
        writer.write(Int64(reviewCount))
        writer.write(inStock ? 1 : 0)
        writer.write(tags)
        writer.write(image.map { [$0.url, $0.alt] } ?? [])
        return writer.bytes
    }

    /// Reads what `bytes` wrote; `nil` for anything else.
    init?(bytes: UnsafeRawBufferPointer) {
        var reader = CardReader(bytes: bytes)
        guard let id = reader.text(), let slug = reader.text(), let name = reader.text(), let excerpt = reader.text(),
            let minorUnits = reader.integer(), let currency = reader.text().flatMap({ Currency($0) }),
            let category = reader.texts(), let brand = reader.texts(), let rating = reader.integer(),
            let reviewCount = reader.integer(), let inStock = reader.integer(), let tags = reader.texts(),
            let image = reader.texts()
        else { return nil }
        (self.id, self.slug, self.name, self.excerpt, self.tags) = (id, slug, name, excerpt, tags)
        price = Money(minorUnits: minorUnits, currency)
        self.category = Category(category)
        self.brand = brand.first
        let stars = Double(bitPattern: UInt64(bitPattern: rating))
        self.rating = stars < 0 ? nil : stars
        self.reviewCount = Int(reviewCount)
        self.inStock = inStock != 0
        self.image = image.count == 2 ? Image(url: image[0], alt: image[1]) : nil
    }
}

extension ProductCard.Category {
    /// From id, name, slug and the path, as they lie in the bytes.
    fileprivate init?(_ texts: [String]) {
        guard texts.count >= 3 else { return nil }
        self.init(id: texts[0], name: texts[1], slug: texts[2], path: Array(texts[3...]))
    }
}

private struct CardWriter {
    private(set) var bytes: [UInt8] = []

    mutating func write(_ integer: Int64) {
        withUnsafeBytes(of: integer.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func write(_ text: String) {
        writeCount(text.utf8.count)
        bytes.append(contentsOf: text.utf8)
    }

    mutating func write(_ texts: [String]) {
        writeCount(texts.count)
        for text in texts { write(text) }
    }

    private mutating func writeCount(_ count: Int) {
        withUnsafeBytes(of: UInt32(count).littleEndian) { bytes.append(contentsOf: $0) }
    }
}

private struct CardReader {
    let bytes: UnsafeRawBufferPointer
    var position = 0

    init(bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    mutating func integer() -> Int64? {
        guard position + 8 <= bytes.count else { return nil }
        defer { position += 8 }
        return Int64(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: Int64.self))
    }

    mutating func text() -> String? {
        guard let length = count(), position + length <= bytes.count else { return nil }
        defer { position += length }
        return String(decoding: UnsafeRawBufferPointer(rebasing: bytes[position..<position + length]), as: UTF8.self)
    }

    mutating func texts() -> [String]? {
        guard let count = count(), count <= bytes.count else { return nil }
        var texts: [String] = []
        for _ in 0..<count {
            guard let text = text() else { return nil }
            texts.append(text)
        }
        return texts
    }

    private mutating func count() -> Int? {
        guard position + 4 <= bytes.count else { return nil }
        defer { position += 4 }
        return Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt32.self)))
    }
}
