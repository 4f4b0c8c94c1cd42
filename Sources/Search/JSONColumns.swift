import Kernel
import Persistence

/// The form of lists in JSON columns.
enum JSONList {
    static func text(_ strings: [String]) -> String {
        var writer = JSONWriter(capacity: 64)
        writer.array(strings) { $0.value($1) }
        return writer.text
    }
}

extension Row {
    /// A JSON column.
    mutating func decodeJSON(_ name: String) throws -> JSONValue {
        let text = try decode(name, as: String.self)
        guard let json = try? JSONValue(parsing: Array(text.utf8)) else {
            throw DatabaseError.decoding(column: name, message: "unexpected JSON")
        }
        return json
    }

    /// A JSON column that is a list of texts.
    mutating func decodeStrings(_ name: String) throws -> [String] {
        guard let texts = try decodeJSON(name).texts else {
            throw DatabaseError.decoding(column: name, message: "is no list of texts")
        }
        return texts
    }
}

extension JSONValue {
    /// A member of an object.
    subscript(name: String) -> JSONValue? { members?.first { $0.name == name }?.value }

    var string: String? { if case .string(let text) = self { text } else { nil } }
    var flag: Bool? { if case .bool(let flag) = self { flag } else { nil } }
    var double: Double? { if case .number(let text) = self { Double(text) } else { nil } }
    var integer: Int? { if case .number(let text) = self { Int(text) } else { nil } }
    var elements: [JSONValue]? { if case .array(let elements) = self { elements } else { nil } }
    var texts: [String]? { elements?.compactMap(\.string) }
}
