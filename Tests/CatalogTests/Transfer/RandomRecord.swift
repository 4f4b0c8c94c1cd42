import Kernel

@testable import Catalog

/// Records that keep every rule and are as nasty as they can be, from a seed.
struct RandomRecord {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
    }

    /// A record as an export makes it: nothing empty, everything normalised. `number` keeps keys apart.
    mutating func next(_ number: Int) -> ProductRecord {
        var record = ProductRecord()
        record.externalID = maybe("id \(number)")
        record.slug = "product-\(number)"
        record.name = text()
        record.description = maybe(text() + "\r\n" + text() + "\n\t" + text())
        record.brand = maybe(text())
        record.category = maybe(.path((0...roll(3)).map { "\(text()) \($0)" }))
        record.currency = pick(["USD", "EUR", "JPY", "KWD"])
        record.compareAtPrice = maybe(price(record.currency))
        record.barcodes = (0..<roll(3)).map { "040\($0)\(roll(1000))" }
        record.tags = Set((0..<roll(4)).map { _ in text() }).sorted()
        record.images = (0..<roll(3)).map {
            ProductImage(url: "https://a.example/\($0)|,\".jpg", alt: roll(2) == 0 ? "" : text())
        }
        for _ in 0..<roll(6) { record.attributes[text()] = attribute() }
        record.rating = maybe(Double(roll(50)) / 10)
        record.reviewCount = maybe(1 + roll(1000))
        record.released = maybe("2009-12-1\(roll(10))")
        record.status = pick(["draft", "published", "archived"])
        addVariants(to: &record, number)
        return record
    }

    private mutating func addVariants(to record: inout ProductRecord, _ number: Int) {
        let count = roll(4)
        guard count > 0 else {
            record.sku = maybe("\(text()) \(number)")
            (record.price, record.stock) = (price(record.currency), maybe(roll(100)))
            return
        }
        record.variants = (0..<count).map { position in
            var variant = VariantRecord()
            variant.sku = maybe("SKU \(roll(5)) \(position)")
            variant.options = ["size": "\(position)", pick(["colour", "a,b", "x\"y"]): text()]
            (variant.price, variant.stock) = (price(record.currency), maybe(roll(100)))
            return variant
        }
    }

    private mutating func attribute() -> AttributeValue {
        switch roll(4) {
        case 0: .flag(roll(2) == 0)
        case 1: .number(pick([0, 1, -17, 0.1, 23000, 1e21, 1e-7, 0.30000000000000004, 9_007_199_254_740_992]))
        case 2:
            .text(pick(["true", "false", "23000", "23000.0", "1e21", "\"", "\"quoted\"", "-17", "NaN", "[1]", "0x1F"]))
        default: .text(text() + "\n" + text())
        }
    }

    private mutating func text() -> String {
        let words = [
            "café", "cafe\u{301}", "a|b", ">", "> x", "x >", "[", "\"", "\"\"", ",", ";", "=1+1", "日本", "👩‍👩‍👧", "'", "\\",
            "\\n", "{", "#",
            "attr.", "null", "\u{2028}", "\u{FEFF}x", "w", "100%",
        ]
        return "t" + (0...roll(3)).map { _ in pick(words) }.joined(separator: " ") + pick(["", "\"", "|", "]"])
    }

    private mutating func price(_ code: String?) -> String {
        let currency = code.flatMap { Currency($0) } ?? .usd
        return Money(minorUnits: Int64(roll(10_000_000)), currency).decimal
    }

    private mutating func maybe<Value>(_ value: Value) -> Value? {
        roll(2) == 0 ? value : nil
    }

    private mutating func pick<Value>(_ values: [Value]) -> Value { values[roll(values.count)] }

    /// SplitMix64 (Steele, Lea, Flood 2014), below `bound`.
    private mutating func roll(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
    }
}
