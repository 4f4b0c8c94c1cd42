/// Steele, Lea and Flood's SplitMix64 (OOPSLA 2014): tiny, fast, and the same on every machine for ever.
///
/// The standard library's `random(in:using:)` is not used on top of it, because its way of drawing from a range is not
/// promised to stay as it is between versions.
struct SplitMix64: RandomNumberGenerator, Sendable {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    /// A stream of its own for every combination of numbers.
    init(_ numbers: UInt64...) {
        state = numbers.reduce(0x536F_756B) { SplitMix64.mixed($0 &+ SplitMix64.step ^ SplitMix64.mixed($1)) }
    }

    private static let step: UInt64 = 0x9E37_79B9_7F4A_7C15

    mutating func next() -> UInt64 {
        state &+= SplitMix64.step
        return SplitMix64.mixed(state)
    }

    /// 0 to `bound` − 1; the bias is below 2⁻⁴⁰ for bounds up to a million.
    mutating func below(_ bound: Int) -> Int {
        Int(next().multipliedFullWidth(by: UInt64(max(bound, 1))).high)
    }

    /// 0 up to, not including, 1.
    mutating func fraction() -> Double {
        Double(next() >> 11) / 9_007_199_254_740_992
    }

    /// True in so many cases of a hundred.
    mutating func chance(_ percent: Int) -> Bool {
        below(100) < percent
    }

    /// Any of them; there must be one.
    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[below(elements.count)]
    }

    static func mixed(_ number: UInt64) -> UInt64 {
        var bits = number
        bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
        return bits ^ bits >> 31
    }
}
