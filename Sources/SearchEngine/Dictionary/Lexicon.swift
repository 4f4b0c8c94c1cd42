/// The words of a segment as people wrote them (folded, unstemmed), sorted: for spelling, prefixes and completion.
struct Lexicon: Sendable {
    let words: ByteTable
    /// How many documents have the word; after deletions an upper bound.
    let frequencies: Column<UInt32>
    /// How many documents have the word in their title.
    let titles: Column<UInt32>
    /// The dictionary term that the word is indexed under.
    let terms: Column<UInt32>
    /// How many bytes a word shares with the one before it: the sorted list read as a trie.
    let shared: Column<UInt8>
    let deletions: DeletionIndex

    init(_ reader: inout SectionReader) throws(SnapshotError) {
        words = try reader.table()
        frequencies = try reader.column(UInt32.self)
        titles = try reader.column(UInt32.self)
        terms = try reader.column(UInt32.self)
        shared = try reader.column(UInt8.self)
        deletions = try DeletionIndex(&reader)
        guard frequencies.count == words.count, titles.count == words.count, terms.count == words.count,
            shared.count == words.count
        else {
            throw .corrupt
        }
    }

    /// Writes words that come sorted, each with its document frequency and term.
    static func write(_ entries: [LexiconEntry], to writer: inout SectionWriter) {
        var words = ByteTableBuilder()
        var shared: [UInt8] = []
        var previous: [UInt8] = []
        for entry in entries {
            words.append(entry.word)
            shared.append(UInt8(min(255, zip(previous, entry.word).prefix { $0 == $1 }.count)))
            previous = entry.word
        }
        writer.append(words)
        writer.append(entries.map(\.frequency))
        writer.append(entries.map(\.titles))
        writer.append(entries.map(\.term))
        writer.append(shared)
        DeletionIndex.write(entries, to: &writer)
    }
}

/// A word of a lexicon in the making.
struct LexiconEntry {
    var word: [UInt8]
    var frequency: UInt32
    var titles: UInt32
    var term: UInt32
}
