/// Terms for what kind of thing a document is: the last component of its paths, as one term. A query that spells out a
/// kind ("digital camera") means the things more than what goes with them (bags for digital cameras).
enum KindAnalyzer {
    /// Marks a kind in the term dictionary.
    static let mark: UInt8 = 3
    /// Kinds of more words are sentences.
    static let longestKind = 4

    /// The dictionary key of a kind, or `nil` for an empty or long name.
    static func term(of name: String, buffer: inout AnalysisBuffer) -> [UInt8]? {
        Analyzer.analyze(name, into: &buffer)
        let words = buffer.terms.filter { $0.role == .word }.map { Array(buffer.bytes[$0.bytes]) }
        return words.isEmpty || words.count > longestKind ? nil : term(words)
    }

    static func term(_ words: [[UInt8]]) -> [UInt8] { [mark] + words.joined(separator: [UInt8(ascii: " ")]) }
}
