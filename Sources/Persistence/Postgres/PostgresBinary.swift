import CPostgres
import Kernel

/// PostgreSQL's binary forms of the types that we keep (the `…send` functions of its source; all big-endian).
enum PostgresBinary {
    /// A value by the number of its type in `pg_type`. What has no form among ours comes out as text when it is valid
    /// UTF-8 (enumerations and domains are), else as bytes, which no reader but that of bytes accepts.
    static func value(of type: Oid, _ bytes: UnsafeRawBufferPointer) -> SQLValue {
        switch type {
        case 16: .bool(bytes[0] != 0)
        case 17: .bytes([UInt8](bytes))
        case 21: .integer(Int64(bytes.bigEndian(as: Int16.self)))
        case 23: .integer(Int64(bytes.bigEndian(as: Int32.self)))
        case 20: .integer(bytes.bigEndian())
        case 26: .integer(Int64(bytes.bigEndian(as: UInt32.self)))
        case 18, 19, 25, 114, 1042, 1043: .text(String(decoding: bytes, as: UTF8.self))
        case 700: .real(Double(Float(bitPattern: bytes.bigEndian())))
        case 701: .real(Double(bitPattern: bytes.bigEndian()))
        case 1114, 1184: timestamp(bytes.bigEndian())
        case 1700: numeric(bytes)
        case 2950: .uuid(high: bytes.bigEndian(), low: bytes.bigEndian(at: 8))
        // jsonb begins with a version, which has been 1 since there is jsonb.
        case 3802: .text(String(decoding: bytes.dropFirst(), as: UTF8.self))
        default: unknown(bytes)
        }
    }

    /// Microseconds since 2000. The two ends of the range mean infinity, which no `Timestamp` is.
    private static func timestamp(_ microseconds: Int64) -> SQLValue {
        guard microseconds != .max, microseconds != .min else {
            return .text(microseconds > 0 ? "infinity" : "-infinity")
        }
        return .timestamp(Timestamp(microseconds: microseconds + 946_684_800_000_000))
    }

    /// What `sum` and `avg` make of bigint: digits to the base 10,000 behind count, weight, sign and scale. A whole
    /// number of 64 bits comes out as one, anything else as a floating-point number.
    private static func numeric(_ bytes: UnsafeRawBufferPointer) -> SQLValue {
        let digits = (0..<Int(bytes.bigEndian(as: Int16.self))).map { bytes.bigEndian(as: Int16.self, at: 8 + 2 * $0) }
        let weight = Int(bytes.bigEndian(as: Int16.self, at: 2))
        let sign = bytes.bigEndian(as: UInt16.self, at: 4)
        switch sign {
        case 0, 0x4000: return whole(digits, weight, isNegative: sign != 0) ?? .real(real(digits, weight, sign != 0))
        case 0xD000: return .real(.infinity)
        case 0xF000: return .real(-.infinity)
        default: return .real(.nan)
        }
    }

    private static func whole(_ digits: [Int16], _ weight: Int, isNegative: Bool) -> SQLValue? {
        // Trailing zeros are never sent, so digits behind the point mean a fraction; 5 × 4 digits may fit 64 bits.
        guard digits.count <= weight + 1 || digits.isEmpty, weight < 5 else { return nil }
        var sum: Int64 = 0
        for place in stride(from: 0, through: weight, by: 1) {
            let digit = Int64(place < digits.count ? digits[place] : 0)
            let (shifted, tooBig) = sum.multipliedReportingOverflow(by: 10_000)
            let (added, tooBigToo) = shifted.addingReportingOverflow(isNegative ? -digit : digit)
            guard !tooBig, !tooBigToo else { return nil }
            sum = added
        }
        return .integer(sum)
    }

    private static func real(_ digits: [Int16], _ weight: Int, _ isNegative: Bool) -> Double {
        // By way of decimal text, so that the nearest double comes out and not the sum of roundings.
        let mantissa = digits.map { digit in String(repeating: "0", count: 4 - "\(digit)".count) + "\(digit)" }.joined()
        let exponent = (weight + 1 - digits.count) * 4
        return Double("\(isNegative ? "-" : "")\(mantissa)e\(exponent)") ?? .nan
    }

    private static func unknown(_ bytes: UnsafeRawBufferPointer) -> SQLValue {
        String(validating: bytes, as: UTF8.self).map { .text($0) } ?? .bytes([UInt8](bytes))
    }
}

extension UnsafeRawBufferPointer {
    fileprivate func bigEndian<Integer: FixedWidthInteger & BitwiseCopyable>(
        as type: Integer.Type = Integer.self, at offset: Int = 0
    ) -> Integer {
        Integer(bigEndian: loadUnaligned(fromByteOffset: offset, as: type))
    }
}
