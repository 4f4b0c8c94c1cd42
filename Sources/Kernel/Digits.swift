/// Writes fixed-width decimal numbers into the buffer of a string under construction.
struct DigitWriter {
    let buffer: UnsafeMutableBufferPointer<UInt8>
    private(set) var count = 0

    init(buffer: UnsafeMutableBufferPointer<UInt8>) {
        self.buffer = buffer
    }

    mutating func write(_ number: Int64, digits: Int, then separator: Unicode.Scalar? = nil) {
        var rest = number
        for place in stride(from: digits - 1, through: 0, by: -1) {
            buffer[count + place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
        count += digits
        if let separator { write(separator) }
    }

    mutating func write(_ character: Unicode.Scalar) {
        buffer[count] = UInt8(ascii: character)
        count += 1
    }
}

/// Reads the fixed-width numbers that dates and times are made of.
struct DigitScanner {
    private let bytes: [UInt8]
    private var position = 0

    init(_ text: some StringProtocol) {
        bytes = Array(text.utf8)
    }

    var isAtEnd: Bool { position == bytes.count }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    mutating func number(digits: Int) -> Int64? {
        guard position + digits <= bytes.count else { return nil }
        var value: Int64 = 0
        for byte in bytes[position..<position + digits] {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            value = value * 10 + Int64(byte - UInt8(ascii: "0"))
        }
        position += digits
        return value
    }

    /// `hh:mm:ss` with an optional fraction, of which the digits beyond microseconds are dropped.
    mutating func timeOfDay() -> (seconds: Int64, microseconds: Int64)? {
        guard let hour = number(digits: 2), skip(":"), let minute = number(digits: 2), skip(":"),
            let second = number(digits: 2), hour < 24, minute < 60, second < 60
        else { return nil }
        var microseconds: Int64 = 0
        if skip(".") {
            var unit: Int64 = 100_000
            var digits = 0
            while let digit = number(digits: 1) {
                microseconds += digit * unit
                unit /= 10
                digits += 1
            }
            guard digits > 0 else { return nil }
        }
        return (hour * 3600 + minute * 60 + second, microseconds)
    }

    /// `Z` or `±hh[:mm]`, in seconds east of Greenwich. PostgreSQL writes `+00`, RFC 3339 `+00:00`.
    mutating func offset() -> Int64? {
        if skip("Z") || skip("z") { return 0 }
        let sign: Int64 = skip("-") ? -1 : 1
        guard sign < 0 || skip("+"), let hours = number(digits: 2), hours < 24 else { return nil }
        guard !isAtEnd else { return sign * hours * 3600 }
        _ = skip(":")
        guard let minutes = number(digits: 2), minutes < 60 else { return nil }
        return sign * (hours * 3600 + minutes * 60)
    }
}
