import Foundation

/// A property of a document that makes it better or worse whatever was asked: the text score is multiplied by
/// `1 + weight × curve(value)`.
public struct Signal: Sendable, Hashable {
    /// How a number becomes a strength between 0 and 1; a missing number has strength 0.
    public enum Curve: Sendable, Hashable {
        /// 1 when the number is not 0.
        case flag
        /// The share of `maximum`, clamped.
        case linear(maximum: Int64)
        /// log(1 + value) / log(1 + maximum), clamped: for counts with a long tail such as sales.
        case logarithmic(maximum: Int64)
        /// Halves with every `every` units before `reference`: for times.
        case halving(reference: Int64, every: Int64)
    }

    /// The number field.
    public var field: String
    /// The largest share that the signal adds to the score; not below −1.
    public var weight: Double
    /// The shape.
    public var curve: Curve

    /// Declares a signal.
    public init(_ field: String, weight: Double, curve: Curve) {
        self.field = field
        self.weight = weight
        self.curve = curve
    }

    /// The multiplier for a document with this number.
    func factor(_ value: Int64?) -> Double {
        guard let value, weight.isFinite else { return 1 }
        return max(0, 1 + weight * min(1, max(0, strength(Double(value)))))
    }

    private func strength(_ value: Double) -> Double {
        switch curve {
        case .flag: value == 0 ? 0 : 1
        case .linear(let maximum): value / max(1, Double(maximum))
        case .logarithmic(let maximum): log1p(max(0, value)) / log1p(max(1, Double(maximum)))
        case .halving(let reference, let every): exp2((value - Double(reference)) / max(1, Double(every)))
        }
    }
}
