/// What fields the documents of an index have; everything else about a document is opaque to the engine.
public struct Schema: Sendable, Hashable {
    /// A field of running text, found by its words.
    public struct TextField: Sendable, Hashable {
        /// The key in ``Document/text``.
        public var name: String
        /// How much one occurrence counts beside the other fields (BM25F weight, above 0).
        public var boost: Double

        /// Declares a text field; a boost of 1 is neutral.
        public init(_ name: String, boost: Double = 1) {
            self.name = name
            self.boost = boost
        }
    }

    /// The most text fields an index may have: the frequencies of one posting are eight bytes of one word.
    public static let maximumTextFields = 8

    /// Text fields, ranked together by BM25F. Fields after the eighth are ignored.
    public var text: [TextField]
    /// Fields of codes (SKU, EAN), found whole, by their parts and however they are hyphenated; never "corrected".
    public var codes: [String]
    /// Fields of exact values for filters and facets. A name ending in "." opens a namespace: "attr." takes any
    /// "attr.colour".
    public var keywords: [String]
    /// Fields of hierarchical values, root first; each ancestor is counted and filtered by.
    public var paths: [String]
    /// Fields of one `Int64` per document, for ranges, sorting and ranking signals.
    public var numbers: [String]
    /// The text field that names what a document is; its last nouns tell a notebook from a notebook bag. The first
    /// text field unless told otherwise.
    public var title: String?
    /// Where ``SearchIndex/complete(_:limit:)`` takes its suggestions from, beside the words of the dictionary.
    public var completions: [CompletionSource]

    /// Declares the fields; every kind may be absent.
    public init(
        text: [TextField] = [], codes: [String] = [], keywords: [String] = [], paths: [String] = [],
        numbers: [String] = [], title: String? = nil, completions: [CompletionSource] = []
    ) {
        self.text = Array(text.prefix(Self.maximumTextFields))
        self.codes = codes
        self.keywords = keywords
        self.paths = paths
        self.numbers = numbers
        self.title = title
        self.completions = completions
    }
}

/// A place that suggestions come from, and the kind that they are reported as.
public enum CompletionSource: Sendable, Hashable {
    /// Whole values of a text field, such as product names.
    case title(textField: String, kind: String)
    /// Values of a keyword field, such as brands.
    case keyword(String, kind: String)
    /// Nodes of a path field, such as categories; the last component is suggested.
    case path(String, kind: String)
}

extension Schema {
    /// Raised whenever the same text gives other terms or sections than before, so that old snapshots are built anew.
    private static let analysisVersion: UInt8 = 2

    /// Identifies the layout that segments have under this schema; boosts may change without a rebuild.
    var fingerprint: UInt64 {
        var bytes: [UInt8] = [Self.analysisVersion, UInt8(clamping: titleField ?? 255)]
        for names in [text.map(\.name), codes, keywords, paths, numbers] {
            for name in names { bytes += Array(name.utf8) + [0] }
            bytes.append(1)
        }
        return Checksum.of(bytes)
    }

    /// The number of the title among the text fields.
    var titleField: Int? {
        guard let title else { return text.isEmpty ? nil : 0 }
        return text.firstIndex { $0.name == title }
    }

    /// The column that holds a keyword field, and the part of the name inside a namespace.
    func keywordColumn(for field: String) -> (column: Int, member: String)? {
        if let exact = keywords.firstIndex(of: field), !field.hasSuffix(".") { return (exact, "") }
        for (column, name) in keywords.enumerated() where name.hasSuffix(".") && field.hasPrefix(name) {
            return (column, String(field.dropFirst(name.count)))
        }
        return nil
    }

    /// The column that holds a path field: paths lie behind the keywords.
    func pathColumn(for field: String) -> Int? {
        paths.firstIndex(of: field).map { keywords.count + $0 }
    }
}
