import Kernel

/// JSON text of a list of values: how a list of any length travels to SQLite in one binding.
enum JSONText {
    static func array(of values: [SQLValue]) -> String {
        "[" + values.map(element).joined(separator: ",") + "]"
    }

    private static func element(_ value: SQLValue) -> String {
        switch value {
        case .null: "null"
        case .integer(let integer): String(integer)
        case .real(let real): "\(real)"
        case .bool(let bool): bool ? "1" : "0"
        case .timestamp(let timestamp): String(timestamp.microseconds)
        case .uuid(let high, let low): "\"\(ID<Void>(high: high, low: low))\""
        case .text(let text): quoted(text)
        case .bytes: preconditionFailure("bytes have no JSON form; no statement lists them")
        }
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            // NUL stays as it is, so that the driver sees and refuses it.
            case "\u{1}"..<"\u{20}":
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
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
