/// The values of a segment's keyword and path columns that suggestions come from, sorted by the folded text from each
/// of their words on: "hard drives" is found by "hard" and by "driv".
final class CompletionTable: Sendable {
    /// A value and the number of documents that have it.
    struct Value: Sendable {
        var text: String
        var count: Int
    }

    /// The values of one column.
    private struct Values: Sendable {
        var texts: [String] = []
        /// Which of the values each ordinal of the column is: those of the same text, such as nodes in two branches, are one.
        var ofOrdinals: [Int] = []
        var entries: [(key: [UInt8], value: Int)] = []
    }

    private let columns: [Int: Values]

    init(_ segment: Segment, schema: Schema) {
        var columns: [Int: Values] = [:]
        for source in schema.completions {
            guard let column = Self.column(source, schema), columns[column] == nil else { continue }
            columns[column] = Self.values(segment.keywords[column])
        }
        self.columns = columns
    }

    /// How many documents have each value, by column, without the deleted ones.
    func counts(_ segment: Segment, without deleted: Bitmap) -> [Int: [Int]] {
        var counts: [Int: [Int]] = [:]
        for (column, values) in columns {
            var byValue = [Int](repeating: 0, count: values.texts.count)
            for ordinal in segment.keywords[column].ordinals.values { byValue[values.ofOrdinals[Int(ordinal)]] += 1 }
            counts[column] = byValue
        }
        guard deleted.count > 0 else { return counts }
        for document in 0..<UInt32(segment.count) where deleted.contains(document) {
            subtract(document, of: segment, from: &counts)
        }
        return counts
    }

    /// Takes a document out of the counts.
    func subtract(_ document: UInt32, of segment: Segment, from counts: inout [Int: [Int]]) {
        for (column, values) in columns {
            let keywords = segment.keywords[column]
            for place in keywords.range(of: document) {
                counts[column]?[values.ofOrdinals[Int(keywords.ordinals[place])]] -= 1
            }
        }
    }

    /// The values that some document has, with a word from which on they begin with the prefix.
    func values(_ column: Int, prefix: [UInt8], _ counts: [Int: [Int]]) -> [Value] {
        guard let values = columns[column], let counts = counts[column] else { return [] }
        return indices(values.entries, prefix).filter { counts[$0] > 0 }.map {
            Value(text: values.texts[$0], count: counts[$0])
        }
    }

    /// The values that entries with that beginning lead to, each once.
    private func indices(_ entries: [(key: [UInt8], value: Int)], _ prefix: [UInt8]) -> [Int] {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if ByteOrder.precedes(entries[middle].key, prefix) { low = middle + 1 } else { high = middle }
        }
        var found: [Int] = []
        while low < entries.count, entries[low].key.starts(with: prefix) {
            found.append(entries[low].value)
            low += 1
        }
        found.sort()
        return found.indices.filter { $0 == 0 || found[$0] != found[$0 - 1] }.map { found[$0] }
    }

    private static func column(_ source: CompletionSource, _ schema: Schema) -> Int? {
        switch source {
        case .title: nil
        case .keyword(let field, _): schema.keywordColumn(for: field)?.column
        case .path(let field, _): schema.pathColumn(for: field)
        }
    }

    private static func values(_ column: KeywordColumn) -> Values {
        var (values, known): (Values, [String: Int]) = (Values(), [:])
        for ordinal in 0..<column.values.count {
            let text = KeywordKey.decode(column.values[ordinal]).last ?? ""
            let value = known[text] ?? values.texts.count
            if value == values.texts.count {
                known[text] = value
                values.texts.append(text)
            }
            values.ofOrdinals.append(value)
        }
        values.entries = index(values.texts)
        return values
    }

    private static func index(_ texts: [String]) -> [(key: [UInt8], value: Int)] {
        var buffer = TokenBuffer()
        var entries: [(key: [UInt8], value: Int)] = []
        for (number, value) in texts.enumerated() {
            var text = value
            text.withUTF8 { Tokenizer.tokenize($0, into: &buffer) }
            let words = buffer.tokens.map { buffer.bytes[$0.bytes] }
            for first in words.indices.prefix(4) {
                entries.append((Array(words[first...].joined(separator: [UInt8(ascii: " ")])), number))
            }
        }
        return entries.sorted { ByteOrder.precedes($0.key, $1.key) }
    }
}
