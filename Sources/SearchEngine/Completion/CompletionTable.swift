/// The values of a segment's keyword and path columns that suggestions come from, sorted by the folded text from each
/// of their words on: "hard drives" is found by "hard" and by "driv".
final class CompletionTable: Sendable {
    /// A value and the number of documents that have it.
    struct Value: Sendable {
        var text: String
        var count: Int
    }

    private let values: [Int: [Value]]
    private let entries: [Int: [(key: [UInt8], value: Int)]]

    init(_ segment: Segment, schema: Schema) {
        var values: [Int: [Value]] = [:]
        var entries: [Int: [(key: [UInt8], value: Int)]] = [:]
        for source in schema.completions {
            guard let column = Self.column(source, schema), values[column] == nil else { continue }
            values[column] = Self.count(segment.keywords[column])
            entries[column] = Self.index(values[column] ?? [])
        }
        self.values = values
        self.entries = entries
    }

    /// The values with a word from which on they begin with the prefix.
    func values(_ column: Int, prefix: [UInt8]) -> [Value] {
        guard let entries = entries[column], let values = values[column] else { return [] }
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
        return found.indices.filter { $0 == 0 || found[$0] != found[$0 - 1] }.map { values[found[$0]] }
    }

    private static func column(_ source: CompletionSource, _ schema: Schema) -> Int? {
        switch source {
        case .title: nil
        case .keyword(let field, _): schema.keywordColumn(for: field)?.column
        case .path(let field, _): schema.pathColumn(for: field)
        }
    }

    /// Values of the same text, such as nodes in two branches, count as one.
    private static func count(_ column: KeywordColumn) -> [Value] {
        var counts = [Int](repeating: 0, count: column.values.count)
        for ordinal in column.ordinals.values { counts[Int(ordinal)] += 1 }
        let texts = counts.indices.map { KeywordKey.decode(column.values[$0]).last ?? "" }
        return Dictionary(zip(texts, counts), uniquingKeysWith: +).map { Value(text: $0.key, count: $0.value) }
    }

    private static func index(_ values: [Value]) -> [(key: [UInt8], value: Int)] {
        var buffer = TokenBuffer()
        var entries: [(key: [UInt8], value: Int)] = []
        for (number, value) in values.enumerated() {
            var text = value.text
            text.withUTF8 { Tokenizer.tokenize($0, into: &buffer) }
            let words = buffer.tokens.map { buffer.bytes[$0.bytes] }
            for first in words.indices.prefix(4) {
                entries.append((Array(words[first...].joined(separator: [UInt8(ascii: " ")])), number))
            }
        }
        return entries.sorted { ByteOrder.precedes($0.key, $1.key) }
    }
}
