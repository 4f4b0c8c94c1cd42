/// Terms of code fields. They live in the term dictionary behind a byte that no text term begins with.
enum CodeAnalyzer {
    /// Marks a whole code without its punctuation: dv7-1211ea → dv71211ea.
    static let wholeMark: UInt8 = 1
    /// Marks a part of a code: dv7, 1211ea.
    static let partMark: UInt8 = 2
    /// Longer "codes" are sentences; they are found by their parts only.
    static let longestCode = 40

    /// The dictionary keys of a code: itself, itself without leading zeros, and its parts.
    static func terms(of code: String, buffer: inout AnalysisBuffer) -> [[UInt8]] {
        var code = code
        code.withUTF8 { Tokenizer.tokenize($0, into: &buffer.tokens) }
        let parts = buffer.tokens.tokens.prefix(16).map { Array(buffer.tokens.bytes[$0.bytes]) }
        let whole = parts.flatMap { $0 }
        guard !whole.isEmpty else { return [] }
        var terms: Set<[UInt8]> = parts.count > 1 ? Set(parts.map { [partMark] + $0 }) : []
        if whole.count <= longestCode {
            terms.insert([wholeMark] + whole)
            terms.insert([wholeMark] + withoutLeadingZeros(whole))
        }
        return terms.sorted { $0.lexicographicallyPrecedes($1) }
    }

    /// 006R90321 is also found as 6R90321; a code of zeros keeps one.
    static func withoutLeadingZeros(_ code: [UInt8]) -> [UInt8] {
        let rest = code.drop { $0 == UInt8(ascii: "0") }
        return rest.isEmpty ? [UInt8(ascii: "0")] : Array(rest)
    }
}
