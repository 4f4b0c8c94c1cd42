extension CBOR {
    /// Reads one value that stands alone.
    init(parsing bytes: [UInt8]) throws(CBORError) {
        let (value, rest) = try CBOR.first(of: bytes[...])
        guard rest.isEmpty else { throw .trailing }
        self = value
    }

    /// Reads the value at the beginning, and says what is behind it.
    static func first(of bytes: ArraySlice<UInt8>) throws(CBORError) -> (value: CBOR, rest: ArraySlice<UInt8>) {
        var reader = CBORReader(rest: bytes)
        let value = try reader.value(depth: 0)
        return (value, reader.rest)
    }
}

/// Reads values of the length that they say, after making sure that so much is there: no input makes it take more memory
/// than a few times its own size.
private struct CBORReader {
    /// CTAP allows four levels; a statement of attestation may need some more.
    private static let maximumDepth = 8
    private static let maximumCount = 1000

    var rest: ArraySlice<UInt8>
    private var count = 0

    init(rest: ArraySlice<UInt8>) {
        self.rest = rest
    }

    mutating func value(depth: Int) throws(CBORError) -> CBOR {
        count += 1
        guard count <= CBORReader.maximumCount, depth <= CBORReader.maximumDepth else { throw .tooMuch }
        let head = try byte()
        let argument = head & 0x1F
        switch head >> 5 {
        case 0: return .unsigned(try number(argument))
        case 1: return .negative(try number(argument))
        case 2: return .bytes(Array(try bytes(try number(argument))))
        case 3: return .text(try text(try number(argument)))
        case 4: return .array(try array(try number(argument), depth))
        case 5: return .map(try map(try number(argument), depth))
        case 7: return try simple(argument)
        default: throw .unsupported
        }
    }

    private mutating func simple(_ argument: UInt8) throws(CBORError) -> CBOR {
        switch argument {
        case 20: return .bool(false)
        case 21: return .bool(true)
        case 22: return .null
        default: throw .unsupported
        }
    }

    private mutating func number(_ argument: UInt8) throws(CBORError) -> UInt64 {
        switch argument {
        case 0..<24: return UInt64(argument)
        case 24...27: return try bytes(1 << UInt64(argument - 24)).reduce(0) { $0 << 8 | UInt64($1) }
        default: throw .unsupported
        }
    }

    private mutating func text(_ length: UInt64) throws(CBORError) -> String {
        guard let text = String(validating: try bytes(length), as: UTF8.self) else { throw .notText }
        return text
    }

    private mutating func array(_ length: UInt64, _ depth: Int) throws(CBORError) -> [CBOR] {
        guard length <= UInt64(rest.count) else { throw .cut }
        var values: [CBOR] = []
        for _ in 0..<length { values.append(try value(depth: depth + 1)) }
        return values
    }

    private mutating func map(_ length: UInt64, _ depth: Int) throws(CBORError) -> [CBOR.Entry] {
        guard length <= UInt64(rest.count / 2) else { throw .cut }
        var entries: [CBOR.Entry] = []
        var keys: Set<CBOR> = []
        for _ in 0..<length {
            let key = try value(depth: depth + 1)
            guard keys.insert(key).inserted else { throw .duplicateKey }
            entries.append(CBOR.Entry(key: key, value: try value(depth: depth + 1)))
        }
        return entries
    }

    private mutating func byte() throws(CBORError) -> UInt8 {
        guard let byte = rest.popFirst() else { throw .cut }
        return byte
    }

    private mutating func bytes(_ length: UInt64) throws(CBORError) -> ArraySlice<UInt8> {
        guard length <= UInt64(rest.count) else { throw .cut }
        defer { rest = rest.dropFirst(Int(length)) }
        return rest.prefix(Int(length))
    }
}
