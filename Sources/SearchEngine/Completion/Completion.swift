/// One suggestion for what a person is typing.
public struct Completion: Sendable, Hashable {
    /// What to put into the search box.
    public var text: String
    /// The kind declared by its ``CompletionSource``, or "query" for words of the dictionary.
    public var kind: String
    /// Documents that it leads to, times the best of their signals; comparable within one answer.
    public var score: Double

    /// Makes a suggestion.
    public init(text: String, kind: String, score: Double) {
        self.text = text
        self.kind = kind
        self.score = score
    }
}
