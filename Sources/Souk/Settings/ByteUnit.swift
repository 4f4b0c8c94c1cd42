/// Units of sizes, in powers of two (IEC 80000-13).
enum ByteUnit: String, CaseIterable {
    case gibi = "GiB"
    case mebi = "MiB"
    case kibi = "KiB"
    case bytes = "B"

    private var size: Int {
        switch self {
        case .gibi: 1 << 30
        case .mebi: 1 << 20
        case .kibi: 1 << 10
        case .bytes: 1
        }
    }

    /// Bytes of `1MiB`, `512k`, `64 KiB`; a bare number counts in `unit`. `nil` when it cannot be read.
    static func read(_ text: String, bare unit: ByteUnit) -> Int? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard (1...12).contains(digits.count), let count = Int(digits) else { return nil }
        let word = text.dropFirst(digits.count).drop { $0 == " " }.lowercased()
        guard let named = word.isEmpty ? unit : unitNamed(word) else { return nil }
        let (bytes, isTooMuch) = count.multipliedReportingOverflow(by: named.size)
        return isTooMuch ? nil : bytes
    }

    /// The bytes in the largest unit that holds them in whole numbers.
    static func write(_ bytes: Int) -> String {
        let unit = allCases.first { bytes > 0 && bytes % $0.size == 0 } ?? .bytes
        return "\(bytes / unit.size)\(unit.rawValue)"
    }

    /// `m`, `mb` and `mib` are the same.
    private static func unitNamed(_ word: String) -> ByteUnit? {
        allCases.first { unit in
            let name = unit.rawValue.lowercased()
            return word == name || (unit != .bytes && (word == name.prefix(1) || word == "\(name.prefix(1))b"))
        }
    }
}
