/// Units that make one term with the number before them: 24 inch = 24" = 24in.
enum MeasurementUnit {
    private static let spellings: [String: [String]] = [
        "in": ["in", "inch", "inches"], "cm": ["cm", "centimeter", "centimetre"], "mm": ["mm", "millimeter"],
        "ft": ["ft", "feet", "foot"], "gb": ["gb", "gigabyte"], "tb": ["tb", "terabyte"], "mb": ["mb", "megabyte"],
        "kb": ["kb", "kilobyte"], "ghz": ["ghz", "gigahertz"], "mhz": ["mhz", "megahertz"], "hz": ["hz", "hertz"],
        "w": ["w", "watt"], "v": ["v", "volt"], "mah": ["mah", "milliamp"], "kg": ["kg", "kilogram"],
        "mp": ["mp", "megapixel"], "mbps": ["mbps", "mbit"], "gbps": ["gbps", "gbit"], "ml": ["ml"], "oz": ["oz"],
        "lb": ["lb", "pound"], "m": ["m", "meter", "metre"], "g": ["g", "gram"], "l": ["l", "litre", "liter"],
    ]

    private static let symbols: [UInt64: [UInt8]] = {
        var symbols: [UInt64: [UInt8]] = [:]
        for (symbol, names) in spellings {
            for name in names {
                symbols[ByteKey.pack(Array(name.utf8)[...])] = Array(symbol.utf8)
                if name.count > 2 { symbols[ByteKey.pack(Array((name + "s").utf8)[...])] = Array(symbol.utf8) }
            }
        }
        return symbols
    }()

    /// The symbol of a unit's name. Behind a space "in" and single letters are ordinary words ("2 in 1", "4 g").
    static func symbol(for word: ArraySlice<UInt8>, attached: Bool) -> [UInt8]? {
        guard word.count <= 11, attached || word.count > 2 || isUnambiguous(word) else { return nil }
        return symbols[ByteKey.pack(word)]
    }

    private static func isUnambiguous(_ word: ArraySlice<UInt8>) -> Bool {
        word.count == 2 && !word.elementsEqual("in".utf8)
    }
}
