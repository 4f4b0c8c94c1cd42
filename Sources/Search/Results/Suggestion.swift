/// What a shopper may have been about to type.
package struct Suggestion: Sendable, Hashable {
    /// The whole text.
    package let text: String
    /// How popular it is; comparable within one answer only.
    package let score: Double
    /// `query`, `product`, `category` or `brand`.
    package let kind: String

    /// A suggestion of that kind.
    package init(text: String, score: Double, kind: String) {
        (self.text, self.score, self.kind) = (text, score, kind)
    }
}
