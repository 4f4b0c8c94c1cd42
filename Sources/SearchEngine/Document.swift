/// One thing that can be found: its searchable fields and a payload that comes back untouched with each hit.
public struct Document: Sendable, Hashable {
    /// The most bytes of UTF-8 that an id may have; documents with a longer or empty id are not indexed.
    public static let maximumIDBytes = 64

    /// The most bytes of UTF-8 of one text field that are indexed and kept; the rest is cut off.
    public static let maximumTextBytes = 1 << 20
    /// The most values of one keyword field (of one namespace together) that are indexed.
    public static let maximumValues = 512
    /// The most codes of one field that are indexed.
    public static let maximumCodes = 256

    /// The unique key; putting a document replaces the one with the same id.
    public var id: String
    /// Running text by field name.
    public var text: [String: String]
    /// Codes by field name.
    public var codes: [String: [String]]
    /// Exact values by field name.
    public var keywords: [String: [String]]
    /// Paths by field name, each root first.
    public var paths: [String: [[String]]]
    /// Numbers by field name; an absent number sorts last and is in no range.
    public var numbers: [String: Int64]
    /// Bytes that the engine keeps and returns, never reads.
    public var stored: [UInt8]

    /// Makes a document; fields that the schema does not declare are ignored when it is indexed.
    public init(
        id: String, text: [String: String] = [:], codes: [String: [String]] = [:], keywords: [String: [String]] = [:],
        paths: [String: [[String]]] = [:], numbers: [String: Int64] = [:], stored: [UInt8] = []
    ) {
        self.id = id
        self.text = text
        self.codes = codes
        self.keywords = keywords
        self.paths = paths
        self.numbers = numbers
        self.stored = stored
    }
}

extension Document {
    /// The text of a field within its bound.
    func boundedText(_ field: String) -> String {
        let text = text[field] ?? ""
        guard text.utf8.count > Self.maximumTextBytes else { return text }
        return String(decoding: text.utf8.prefix(Self.maximumTextBytes - 3), as: UTF8.self)
    }
}

/// One step of ``SearchIndex/apply(_:)``; of several changes to one id the last wins.
public enum Change: Sendable {
    /// Adds the document or replaces the one with its id.
    case put(Document)
    /// Removes the document with that id, if there is one.
    case delete(id: String)

    /// The id of the document concerned.
    public var id: String {
        switch self {
        case .put(let document): document.id
        case .delete(let id): id
        }
    }
}
