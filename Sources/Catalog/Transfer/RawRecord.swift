/// A record as it stood in the source, kept short: what a reject shows so that somebody can find and mend it.
struct RawRecord: Sendable {
    /// What a record may have in all. The longest record that keeps every rule is under 1 MiB.
    static let maximumLength = 4 << 20
    /// How many characters of it a reject shows.
    private static let shownCharacters = 2000

    /// Where it begins, the first line being 1.
    let line: Int
    /// Its length in the source.
    let length: Int
    private let beginning: [UInt8]

    init(line: Int, _ bytes: ArraySlice<UInt8>) {
        self.line = line
        length = bytes.count
        beginning = Array(bytes.prefix(RawRecord.shownCharacters * 4))
    }

    /// The beginning as text; bytes that are none become U+FFFD.
    var text: String {
        String(String(decoding: beginning, as: UTF8.self).prefix(RawRecord.shownCharacters))
    }
}
