import Kernel

/// Sixty-four bits that tell one state of a product from another: everything that it is found, ranked and shown by. The
/// index keeps them with the product, so that a check compares them instead of texts. FNV-1a (Fowler, Noll and Vo).
struct Fingerprint: Hashable, Sendable {
    private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    /// Bytes that it takes in front of a payload.
    static let size = 8

    /// Of a product and the JSON of its card.
    init(_ product: IndexedProduct, card: [UInt8]) {
        take(card)
        take(product.description)
        for code in product.codes.sorted() { take(code) }
        for (name, value) in product.attributes.sorted(by: { $0.key < $1.key }) {
            take(name)
            take(value)
        }
        for number in [
            product.createdAt.microseconds, product.popularity, product.believedRating, product.competitiveness,
        ] {
            withUnsafeBytes(of: number.littleEndian) { take($0) }
        }
    }

    /// The one in front of a payload; `nil` when it is too short for that.
    init?(of payload: UnsafeRawBufferPointer) {
        guard payload.count >= Fingerprint.size else { return nil }
        value = UInt64(littleEndian: payload.loadUnaligned(as: UInt64.self))
    }

    /// One that was kept as a number.
    init(value: Int64) {
        self.value = UInt64(bitPattern: value)
    }

    /// As eight bytes.
    var bytes: [UInt8] { withUnsafeBytes(of: value.littleEndian) { Array($0) } }

    private mutating func take(_ text: String) {
        var text = text
        text.withUTF8 { take($0) }
        take(CollectionOfOne(0))
    }

    private mutating func take(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
    }
}
