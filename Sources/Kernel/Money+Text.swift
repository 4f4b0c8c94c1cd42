extension Money: CustomStringConvertible {
    /// The amount as an exact decimal, without the currency: `19.90`, `-0.05`, `500` for yen.
    package var decimal: String {
        let exponent = currency.exponent
        guard exponent > 0 else { return String(minorUnits) }
        let (whole, fraction) = minorUnits.magnitude.quotientAndRemainder(
            dividingBy: UInt64(currency.minorUnitsPerMajor))
        let digits = String(fraction)
        let padding = String(repeating: "0", count: exponent - digits.utf8.count)
        return "\(minorUnits < 0 ? "-" : "")\(whole).\(padding)\(digits)"
    }

    /// The amount with its currency: `19.90 USD`.
    package var description: String { "\(decimal) \(currency.code)" }

    /// Reads an exact decimal number as JSON writes it: `19.9`, `-3`, `1.5e2`.
    ///
    /// Zeros behind the last decimal are no precision and therefore allowed; any other digit too many is refused
    /// rather than rounded.
    /// - Throws: `notANumber`, `tooManyDecimals`, `outOfRange`.
    package init(parsing text: some StringProtocol, _ currency: Currency) throws(MoneyError) {
        let number = try DecimalNumber(text)
        let units = try number.scaled(by: currency.exponent)
        self.init(minorUnits: units, currency)
    }
}

/// A decimal number read digit by digit: `significand × 10^exponent`, exact.
private struct DecimalNumber {
    var isNegative = false
    var significand: [UInt8] = []
    var exponent = 0

    /// Digits beyond which no amount fits 64 bits of minor units anyway; keeps hostile input cheap.
    static let maximumLength = 64

    init(_ text: some StringProtocol) throws(MoneyError) {
        var bytes = Array(text.utf8)[...]
        guard !bytes.isEmpty, bytes.count <= DecimalNumber.maximumLength else { throw .notANumber }
        isNegative = bytes.first == UInt8(ascii: "-")
        if isNegative { bytes.removeFirst() }
        let whole = try DecimalNumber.takeDigits(&bytes)
        significand = whole
        if bytes.first == UInt8(ascii: ".") {
            bytes.removeFirst()
            let fraction = try DecimalNumber.takeDigits(&bytes)
            significand += fraction
            exponent = -fraction.count
        }
        if bytes.first == UInt8(ascii: "e") || bytes.first == UInt8(ascii: "E") {
            bytes.removeFirst()
            guard let power = Int(String(decoding: bytes, as: UTF8.self)) else { throw .notANumber }
            guard power.magnitude < 1_000_000 else { throw .outOfRange }
            exponent += power
            bytes = []
        }
        guard bytes.isEmpty else { throw .notANumber }
    }

    private static func takeDigits(_ bytes: inout ArraySlice<UInt8>) throws(MoneyError) -> [UInt8] {
        let digits = bytes.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard !digits.isEmpty else { throw .notANumber }
        bytes = bytes.dropFirst(digits.count)
        return digits.map { $0 - UInt8(ascii: "0") }
    }

    /// The number times 10 to the power of `decimals`, which must be whole.
    func scaled(by decimals: Int) throws(MoneyError) -> Int64 {
        var digits = significand[...]
        var zeros = exponent + decimals
        while zeros < 0, digits.last == 0 {
            digits.removeLast()
            zeros += 1
        }
        digits = digits.drop { $0 == 0 }
        guard !digits.isEmpty else { return 0 }
        guard zeros >= 0 else { throw .tooManyDecimals(allowed: decimals) }
        guard digits.count + zeros <= 19 else { throw .outOfRange }
        var value: Int64 = 0
        for digit in Array(digits) + Array(repeating: 0, count: zeros) {
            let (shifted, tooLarge) = value.multipliedReportingOverflow(by: 10)
            let (next, tooLargeStill) = shifted.subtractingReportingOverflow(Int64(digit))
            guard !tooLarge, !tooLargeStill else { throw .outOfRange }
            value = next
        }
        guard !isNegative else { return value }
        guard value != .min else { throw .outOfRange }
        return -value
    }
}
