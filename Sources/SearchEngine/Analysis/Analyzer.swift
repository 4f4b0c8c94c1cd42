/// One term of a text.
struct AnalyzedTerm {
    enum Role {
        /// A word or number of the text; counts toward its length.
        case word
        /// Stands for `span` tokens at once: wi-fi → wifi, 24 inch → 24in.
        case compound
        /// A part of a word: 24in → 24. Indexed, not searched for.
        case part
    }

    /// The stemmed bytes in the buffer.
    var bytes: Range<Int>
    /// The unstemmed bytes, for spelling and completion; empty unless it is a plain word.
    var surface: Range<Int>
    var role: Role
    /// The index of the (first) token.
    var token: Int
    var span: Int
}

/// The terms of a text, reused from text to text.
struct AnalysisBuffer {
    var tokens = TokenBuffer()
    var terms: [AnalyzedTerm] = []
    var bytes: [UInt8] { tokens.bytes }
}

/// Turns text into terms, the same way for documents and queries.
enum Analyzer {
    /// More tokens cannot be told apart from noise; sku-like-chains-of-parts join up to four.
    private static let longestChain = 4
    private static let longestCompound = 32

    static func analyze(_ text: String, into buffer: inout AnalysisBuffer) {
        var text = text
        text.withUTF8 { analyze($0, into: &buffer) }
    }

    static func analyze(_ text: UnsafeBufferPointer<UInt8>, into buffer: inout AnalysisBuffer) {
        buffer.terms.removeAll(keepingCapacity: true)
        Tokenizer.tokenize(text, into: &buffer.tokens)
        var index = 0
        while index < buffer.tokens.tokens.count {
            let token = buffer.tokens.tokens[index]
            if token.isIdeographic {
                index = addBigrams(from: index, &buffer)
                continue
            }
            addWord(token, at: index, &buffer)
            if token.isNumber { addMeasure(token, at: index, &buffer) }
            if token.glue != .hyphen { addChain(from: index, &buffer) }
            index += 1
        }
    }

    private static func addWord(_ token: Token, at index: Int, _ buffer: inout AnalysisBuffer) {
        if token.hasDigits, token.hasLetters, let digits = measureDigits(token, buffer) {
            return addAttachedMeasure(token, digits: digits, at: index, &buffer)
        }
        var term = token.bytes
        if token.isWord {
            let stem = Stemmer.stem(buffer.tokens.bytes[token.bytes])
            term = term.lowerBound..<(term.lowerBound + stem.kept)
            if stem.y { term = append([], buffer.tokens.bytes[term], [UInt8(ascii: "y")], &buffer) }
        }
        let surface = token.isWord ? token.bytes : 0..<0
        buffer.terms.append(AnalyzedTerm(bytes: term, surface: surface, role: .word, token: index, span: 1))
    }

    /// 24" and 24 inch give 24in beside 24.
    private static func addMeasure(_ token: Token, at index: Int, _ buffer: inout AnalysisBuffer) {
        let number = buffer.tokens.bytes[token.bytes]
        if token.isInches {
            let term = append([], number, Array("in".utf8), &buffer)
            return buffer.terms.append(
                AnalyzedTerm(bytes: term, surface: 0..<0, role: .compound, token: index, span: 1))
        }
        guard index + 1 < buffer.tokens.tokens.count else { return }
        let next = buffer.tokens.tokens[index + 1]
        guard next.isWord, next.glue != .none,
            let symbol = MeasurementUnit.symbol(for: buffer.tokens.bytes[next.bytes], attached: next.glue == .hyphen)
        else { return }
        let term = append([], number, symbol, &buffer)
        buffer.terms.append(AnalyzedTerm(bytes: term, surface: 0..<0, role: .compound, token: index, span: 2))
    }

    /// 24inches becomes 24in, and is found by 24 too.
    private static func addAttachedMeasure(
        _ token: Token, digits: Int, at index: Int, _ buffer: inout AnalysisBuffer
    ) {
        let start = token.bytes.lowerBound
        let unit = buffer.tokens.bytes[(start + digits)..<token.bytes.upperBound]
        let symbol = MeasurementUnit.symbol(for: unit, attached: true) ?? Array(unit)
        let number = start..<(start + digits)
        let term = append([], buffer.tokens.bytes[number], symbol, &buffer)
        buffer.terms.append(AnalyzedTerm(bytes: term, surface: 0..<0, role: .word, token: index, span: 1))
        buffer.terms.append(AnalyzedTerm(bytes: number, surface: 0..<0, role: .part, token: index, span: 1))
    }

    /// How many digits lead a token that is a number and a unit.
    private static func measureDigits(_ token: Token, _ buffer: AnalysisBuffer) -> Int? {
        let bytes = buffer.tokens.bytes[token.bytes]
        let digits = bytes.prefix { ($0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9")) || $0 == UInt8(ascii: ".") }
        guard !digits.isEmpty, MeasurementUnit.symbol(for: bytes[digits.endIndex...], attached: true) != nil else {
            return nil
        }
        return digits.count
    }

    /// dv7-1211ea → dv71211ea, wi-fi → wifi.
    private static func addChain(from first: Int, _ buffer: inout AnalysisBuffer) {
        let tokens = buffer.tokens.tokens
        var end = first + 1
        while end < tokens.count, tokens[end].glue == .hyphen, !tokens[end].isIdeographic { end += 1 }
        guard end > first + 1, end - first <= longestChain else { return }
        let length = tokens[first..<end].reduce(0) { $0 + $1.bytes.count }
        guard length <= longestCompound else { return }
        let start = buffer.tokens.bytes.count
        for token in tokens[first..<end] { buffer.tokens.bytes.append(contentsOf: buffer.tokens.bytes[token.bytes]) }
        let term = start..<buffer.tokens.bytes.count
        buffer.terms.append(
            AnalyzedTerm(bytes: term, surface: 0..<0, role: .compound, token: first, span: end - first))
    }

    /// Pairs of neighbours in a run of ideographs; a lone one stands for itself.
    private static func addBigrams(from first: Int, _ buffer: inout AnalysisBuffer) -> Int {
        let tokens = buffer.tokens.tokens
        var end = first + 1
        while end < tokens.count, tokens[end].isIdeographic, tokens[end].glue == .hyphen { end += 1 }
        for index in first..<max(first + 1, end - 1) {
            let upper = index + 1 < end ? tokens[index + 1].bytes.upperBound : tokens[index].bytes.upperBound
            let bytes = tokens[index].bytes.lowerBound..<upper
            buffer.terms.append(AnalyzedTerm(bytes: bytes, surface: 0..<0, role: .word, token: index, span: 1))
        }
        return end
    }

    private static func append(
        _ prefix: [UInt8], _ middle: ArraySlice<UInt8>, _ suffix: [UInt8], _ buffer: inout AnalysisBuffer
    ) -> Range<Int> {
        let start = buffer.tokens.bytes.count
        buffer.tokens.bytes.append(contentsOf: prefix)
        buffer.tokens.bytes.append(contentsOf: middle)
        buffer.tokens.bytes.append(contentsOf: suffix)
        return start..<buffer.tokens.bytes.count
    }
}
