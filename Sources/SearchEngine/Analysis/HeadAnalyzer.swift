/// Terms for the nouns that a title ends its phrases with: "notebook" in "Notebook 15 in" and in "notebook with bag", but
/// not in "notebook bag", which is a bag. Who asks for a kind of thing means what is one more than what goes with one.
enum HeadAnalyzer {
    /// Marks a head in the term dictionary.
    static let mark: UInt8 = 4

    /// The dictionary key of a word's term as a head.
    static func term(of word: [UInt8]) -> [UInt8] { [mark] + word }

    /// Whether the word at a token ends a phrase: nothing follows it, or a number, a code, a connecting word, or
    /// punctuation.
    static func isHead(_ index: Int, _ tokens: TokenBuffer, in text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard index + 1 < tokens.tokens.count else { return true }
        let next = tokens.tokens[index + 1]
        guard next.isWord else { return true }
        let between = tokens.tokens[index].source.upperBound..<next.source.lowerBound
        if text[between].contains(where: { !joining.contains($0) }) { return true }
        return connecting.contains(String(decoding: tokens.bytes[next.bytes], as: UTF8.self))
    }

    private static let joining = Array(" -/".utf8)
    /// Not the settings' stop words: those change without a new index.
    private static let connecting = SearchSettings.englishStopWords.union(["w"])
}
