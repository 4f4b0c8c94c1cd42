/// A maximal run of letters and digits in a text.
struct Token {
    /// What joins a token to the one before it.
    enum Glue { case none, hyphen, space }

    /// Where it stands in the source, in bytes.
    var source: Range<Int>
    /// Its folded bytes in the buffer.
    var bytes: Range<Int>
    var glue: Glue
    var hasLetters = false
    var hasDigits = false
    var isIdeographic = false
    /// Whether an inch sign follows: 24".
    var isInches = false

    var isNumber: Bool { hasDigits && !hasLetters }
    var isWord: Bool { hasLetters && !hasDigits }
}

/// The tokens of a text and their folded bytes, reused from text to text.
struct TokenBuffer {
    var bytes: [UInt8] = []
    var tokens: [Token] = []

    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        tokens.removeAll(keepingCapacity: true)
    }
}
