import Testing

@testable import Identity

@Suite struct CBORTests {
    /// RFC 8949, appendix A, as far as authenticators write it.
    @Test(
        arguments: [
            ("00", CBOR(0)), ("17", CBOR(23)), ("1818", CBOR(24)), ("1903e8", CBOR(1000)),
            ("1a000f4240", CBOR(1_000_000)),
            ("1bffffffffffffffff", .unsigned(.max)), ("20", CBOR(-1)), ("3903e7", CBOR(-1000)),
            ("3bffffffffffffffff", .negative(.max)), ("f4", .bool(false)), ("f5", .bool(true)), ("f6", .null),
            ("40", .bytes([])), ("4401020304", .bytes([1, 2, 3, 4])), ("60", .text("")), ("6161", .text("a")),
            ("62c3bc", .text("ü")), ("80", .array([])), ("83010203", .array([CBOR(1), CBOR(2), CBOR(3)])),
            ("a0", CBOR.pairs([])),
            ("a201020304", CBOR.pairs([(CBOR(1), CBOR(2)), (CBOR(3), CBOR(4))])),
        ])
    func `the examples of the standard are read`(hexadecimal: String, value: CBOR) throws {
        #expect(try CBOR(parsing: Self.bytes(hexadecimal)) == value)
        #expect(value.encoded == Self.bytes(hexadecimal))
    }

    @Test(
        arguments: [
            ("", CBORError.cut), ("18", .cut), ("1903", .cut), ("44010203", .cut), ("830102", .cut), ("a101", .cut),
            ("9bffffffffffffffff", .cut), ("bbffffffffffffffff", .cut), ("5bffffffffffffffff00", .cut),
            ("0000", .trailing),
            ("5f42010243030405ff", .unsupported), ("9fff", .unsupported), ("bfff", .unsupported),
            ("7fff", .unsupported),
            ("c074323031332d30332d32315432303a30343a30305a", .unsupported), ("f93c00", .unsupported),
            ("ff", .unsupported),
            ("f7", .unsupported), ("1c", .unsupported), ("61ff", .notText), ("a20102010304", .duplicateKey),
            ("818181818181818181818100", .tooMuch),
        ])
    func `anything else is refused`(hexadecimal: String, error: CBORError) {
        #expect(throws: error) { try CBOR(parsing: Self.bytes(hexadecimal)) }
    }

    @Test func `what is written is read as it was, cut anywhere it is refused`() throws {
        var random = SeededGenerator(seed: 1)
        for _ in 0..<300 {
            let value = CBOR.random(depth: 3, using: &random)
            let bytes = value.encoded
            #expect(try CBOR(parsing: bytes) == value)
            for length in bytes.indices {
                #expect(throws: CBORError.cut) { try CBOR(parsing: Array(bytes[..<length])) }
            }
            let (first, rest) = try CBOR.first(of: (bytes + [1, 2])[...])
            #expect(first == value && Array(rest) == [1, 2])
        }
    }

    @Test func `no bytes make it stumble`() {
        var random = SeededGenerator(seed: 2)
        var read = 0
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 0...40, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            if let value = try? CBOR(parsing: bytes) {
                read += 1
                #expect((try? CBOR(parsing: value.encoded)) == value)
            }
            _ = AuthenticatorData(bytes + bytes)
        }
        #expect(read > 100)
    }

    @Test func `a thousand values are enough`() throws {
        #expect(throws: CBORError.tooMuch) {
            try CBOR(parsing: CBOR.array(Array(repeating: .null, count: 1000)).encoded)
        }
        _ = try CBOR(parsing: CBOR.array(Array(repeating: .null, count: 999)).encoded)
    }

    private static func bytes(_ hexadecimal: String) -> [UInt8] {
        let digits = hexadecimal.compactMap(\.hexDigitValue)
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
    }
}

extension CBOR {
    fileprivate static func random(depth: Int, using random: inout SeededGenerator) -> CBOR {
        let length = Int.random(in: 0...4, using: &random)
        switch Int.random(in: 0...(depth > 0 ? 6 : 4), using: &random) {
        case 0:
            return .unsigned(UInt64.random(in: 0 ... .max, using: &random) >> UInt64.random(in: 0...63, using: &random))
        case 1: return .negative(UInt64.random(in: 0...1000, using: &random))
        case 2: return .bytes((0..<length * 20).map { _ in UInt8.random(in: 0...255, using: &random) })
        case 3: return .text(String(repeating: "ü€x", count: length))
        case 4: return .bool(Bool.random(using: &random))
        case 5: return .array((0..<length).map { _ in self.random(depth: depth - 1, using: &random) })
        default:
            return .pairs((0..<length).map { (CBOR(Int64($0 - 2)), self.random(depth: depth - 1, using: &random)) })
        }
    }
}

/// SplitMix64: the same numbers in every run.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
