/// Names a trace: 128 random bits, never all zero.
package struct TraceID: Hashable, Sendable, CustomStringConvertible {
    let high: UInt64
    let low: UInt64

    /// `nil` for zero, which W3C Trace Context forbids.
    init?(high: UInt64, low: UInt64) {
        guard high | low != 0 else { return nil }
        (self.high, self.low) = (high, low)
    }

    /// A new one. The low half is never zero, since samplers look at it.
    static func random(using generator: inout some RandomNumberGenerator) -> TraceID {
        TraceID(high: generator.next(), nonzeroLow: generator.next(upperBound: .max) + 1)
    }

    private init(high: UInt64, nonzeroLow: UInt64) {
        (self.high, self.low) = (high, nonzeroLow)
    }

    /// 32 small hexadecimal digits.
    package var description: String {
        String(unsafeUninitializedCapacity: 32) { buffer in
            HexDigits.write(high, to: buffer, at: 0)
            HexDigits.write(low, to: buffer, at: 16)
            return 32
        }
    }
}

/// Names a span in its trace: 64 random bits, never zero.
package struct SpanID: Hashable, Sendable, CustomStringConvertible {
    let value: UInt64

    /// `nil` for zero, which W3C Trace Context forbids.
    init?(_ value: UInt64) {
        guard value != 0 else { return nil }
        self.value = value
    }

    /// A new one.
    static func random(using generator: inout some RandomNumberGenerator) -> SpanID {
        SpanID(nonzero: generator.next(upperBound: .max) + 1)
    }

    private init(nonzero value: UInt64) {
        self.value = value
    }

    /// 16 small hexadecimal digits.
    package var description: String {
        String(unsafeUninitializedCapacity: 16) { buffer in
            HexDigits.write(value, to: buffer, at: 0)
            return 16
        }
    }
}

/// Hexadecimal numbers of a fixed length, as W3C Trace Context writes them: small letters only.
enum HexDigits {
    static func write(_ value: UInt64, to buffer: UnsafeMutableBufferPointer<UInt8>, at start: Int) {
        for place in 0..<16 {
            let digit = UInt8(truncatingIfNeeded: value >> UInt64(60 - 4 * place)) & 0xF
            buffer[start + place] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
        }
    }

    /// `nil` if one of them is not a digit or a small letter to `f`.
    static func read(_ digits: some Sequence<UInt8>) -> UInt64? {
        var value: UInt64 = 0
        for digit in digits {
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt64(digit - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 | UInt64(digit - UInt8(ascii: "a") + 10)
            default: return nil
            }
        }
        return value
    }
}
