import Kernel

/// JSON text of a list of values: how a list of any length travels to SQLite in one binding.
enum JSONText {
    static func array(of values: [SQLValue]) -> String {
        var writer = JSONWriter(capacity: 16 * values.count)
        writer.array(values) { write($1, to: &$0) }
        return writer.text
    }

    private static func write(_ value: SQLValue, to writer: inout JSONWriter) {
        switch value {
        case .null: writer.null()
        case .integer(let integer): writer.raw(String(integer))
        case .real(let real): writer.raw("\(real)")
        case .bool(let bool): writer.raw(bool ? "1" : "0")
        case .timestamp(let timestamp): writer.raw(String(timestamp.microseconds))
        case .uuid(let high, let low): writer.value(ID<Void>(high: high, low: low).description)
        // Text with NUL goes as it is, so that the driver sees and refuses it.
        case .text(let text): if value.hasNUL { writer.raw(text) } else { writer.value(text) }
        case .bytes: preconditionFailure("bytes have no JSON form; no statement lists them")
        }
    }
}

/// PostgreSQL's text form of an array (manual §8.15.6): how a list of any length travels in one binding.
enum PostgresArray {
    static func literal(of values: [SQLValue]) -> String {
        "{" + values.map(element).joined(separator: ",") + "}"
    }

    private static func element(_ value: SQLValue) -> String {
        switch value {
        case .null: "NULL"
        case .integer(let integer): String(integer)
        case .real(let real): "\(real)"
        case .bool(let bool): bool ? "t" : "f"
        case .timestamp(let timestamp): "\"\(timestamp)\""
        case .uuid(let high, let low): ID<Void>(high: high, low: low).description
        case .text(let text): "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
        case .bytes: preconditionFailure("bytes are sent on their own; no statement lists them")
        }
    }
}
