@testable import Identity

extension CBOR {
    /// As an authenticator writes it: the shortest form of every length.
    var encoded: [UInt8] {
        switch self {
        case .unsigned(let number): CBOR.head(0, number)
        case .negative(let number): CBOR.head(1, number)
        case .bytes(let bytes): CBOR.head(2, UInt64(bytes.count)) + bytes
        case .text(let text): CBOR.head(3, UInt64(text.utf8.count)) + text.utf8
        case .array(let values): CBOR.head(4, UInt64(values.count)) + values.flatMap(\.encoded)
        case .map(let entries):
            CBOR.head(5, UInt64(entries.count)) + entries.flatMap { $0.key.encoded + $0.value.encoded }
        case .bool(let truth): [truth ? 0xF5 : 0xF4]
        case .null: [0xF6]
        }
    }

    /// A map of those.
    static func pairs(_ entries: [(CBOR, CBOR)]) -> CBOR {
        .map(entries.map { Entry(key: $0.0, value: $0.1) })
    }

    private static func head(_ type: UInt8, _ number: UInt64) -> [UInt8] {
        let bytes = (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * UInt64($0))) }
        return switch number {
        case 0..<24: [type << 5 | UInt8(number)]
        case 24...0xFF: [type << 5 | 24] + bytes.suffix(1)
        case 0x100...0xFFFF: [type << 5 | 25] + bytes.suffix(2)
        case 0x10000...0xFFFF_FFFF: [type << 5 | 26] + bytes.suffix(4)
        default: [type << 5 | 27] + bytes
        }
    }
}
