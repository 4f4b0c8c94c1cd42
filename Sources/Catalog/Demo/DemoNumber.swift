/// Which product of which catalogue: what an external id says.
///
/// The seed stands in the id, so that a picture can be drawn for it without asking the database.
struct DemoNumber: Hashable, Sendable {
    let seed: UInt64
    /// From 1.
    let number: Int

    /// The seed that need not be said.
    static let commonSeed: UInt64 = 1
    /// Barcodes have eight digits for the number.
    static let range = 1...99_999_999

    init(seed: UInt64, number: Int) {
        (self.seed, self.number) = (seed, number)
    }

    /// Reads `demo-000001` or `demo-7-000001`; `nil` for anything else, other spellings of the same numbers included.
    init?(externalID: String) {
        let parts = externalID.split(separator: "-", maxSplits: 3, omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count), parts[0] == "demo", let number = Int(parts[parts.count - 1]),
            let seed = parts.count == 3 ? UInt64(parts[1]) : DemoNumber.commonSeed, DemoNumber.range.contains(number)
        else { return nil }
        self.init(seed: seed, number: number)
        guard self.externalID == externalID else { return nil }
    }

    /// `demo-000001`, with the seed in the middle when it is not the common one.
    var externalID: String {
        let digits = String(number).padded(to: 6)
        return seed == DemoNumber.commonSeed ? "demo-\(digits)" : "demo-\(seed)-\(digits)"
    }

    /// An EAN-13 that begins with 2, the range that GS1 leaves to shops for themselves, so that it is nobody's product.
    /// Unique within a catalogue.
    var barcode: String {
        let shuffled = Shuffle(count: DemoNumber.range.upperBound + 1, key: seed)[number]
        let digits = "2" + String(seed % 1000).padded(to: 3) + String(shuffled).padded(to: 8)
        return digits + String(DemoNumber.checkDigit(of: digits))
    }

    /// The thirteenth digit: the others weighted 1, 3, 1, 3, … and it make a multiple of ten.
    static func checkDigit(of twelve: String) -> Int {
        let sum = twelve.utf8.enumerated().reduce(0) { $0 + Int($1.element - 48) * ($1.offset % 2 == 0 ? 1 : 3) }
        return (10 - sum % 10) % 10
    }
}

extension String {
    /// With zeros in front, at least `width` long.
    fileprivate func padded(to width: Int) -> String {
        String(repeating: "0", count: max(width - utf8.count, 0)) + self
    }
}
