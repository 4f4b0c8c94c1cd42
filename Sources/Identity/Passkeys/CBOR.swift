/// A value in CBOR (RFC 8949), as far as authenticators use it (CTAP 2.1, 8): whole numbers, bytes, text, lists, maps,
/// truth and null. No tags, no fractions, nothing of an unknown length.
indirect enum CBOR: Hashable, Sendable {
    /// A number from 0.
    case unsigned(UInt64)
    /// The number −1 − n.
    case negative(UInt64)
    case bytes([UInt8])
    case text(String)
    case array([CBOR])
    /// In the order in which they were written; no key stands twice.
    case map([Entry])
    case bool(Bool)
    case null

    struct Entry: Hashable, Sendable {
        let key: CBOR
        let value: CBOR
    }

    /// The value under a name.
    subscript(name: String) -> CBOR? { value(of: .text(name)) }

    /// The value under a number, as keys (RFC 9052) have them.
    subscript(label: Int64) -> CBOR? { value(of: CBOR(label)) }

    /// The whole number, where it fits.
    var number: Int64? {
        switch self {
        case .unsigned(let magnitude): Int64(exactly: magnitude)
        case .negative(let magnitude): Int64(exactly: magnitude).map { -1 - $0 }
        default: nil
        }
    }

    var bytes: [UInt8]? {
        guard case .bytes(let bytes) = self else { return nil }
        return bytes
    }

    var text: String? {
        guard case .text(let text) = self else { return nil }
        return text
    }

    /// A whole number.
    init(_ number: Int64) {
        self = number < 0 ? .negative(UInt64(-1 - number)) : .unsigned(UInt64(number))
    }

    private func value(of key: CBOR) -> CBOR? {
        guard case .map(let entries) = self else { return nil }
        return entries.first { $0.key == key }?.value
    }
}

/// Bytes that are not CBOR as authenticators write it.
enum CBORError: Error, Hashable {
    /// They end inside a value.
    case cut
    /// Something stands behind the value.
    case trailing
    /// Tags, fractions, and values of an unknown length.
    case unsupported
    /// Text that is not UTF-8.
    case notText
    /// A key stands twice in a map.
    case duplicateKey
    /// Nested deeper, or more values, than anybody needs.
    case tooMuch
}
