/// A JSON document in memory (RFC 8259), with numbers as they were written: `19.90` stays `19.90`, so that money is
/// read exactly.
package enum JSONValue: Hashable, Sendable {
    /// `null`
    case null
    /// `true` or `false`
    case bool(Bool)
    /// A number, in its own spelling.
    case number(String)
    /// Text.
    case string(String)
    /// A list.
    case array([JSONValue])
    /// Members in the order in which they were written; no name stands twice.
    case object([Member])

    /// A name and its value.
    package struct Member: Hashable, Sendable {
        /// The name.
        package let name: String
        /// Its value.
        package let value: JSONValue

        /// A member of an object.
        package init(_ name: String, _ value: JSONValue) {
            self.name = name
            self.value = value
        }
    }

    /// The members, when it is an object.
    package var members: [Member]? {
        guard case .object(let members) = self else { return nil }
        return members
    }

    /// What it is, for messages to people: `a number`.
    package var kindName: String {
        switch self {
        case .null: "null"
        case .bool: "true or false"
        case .number: "a number"
        case .string: "text"
        case .array: "a list"
        case .object: "an object"
        }
    }
}

/// Bytes that are no JSON document.
package struct JSONSyntaxError: Error, Hashable, Sendable, CustomStringConvertible {
    /// How many bytes came before the place.
    package let offset: Int
    /// What is wrong there, as a phrase: `expected ',' or '}'`.
    package let reason: String

    /// `expected ',' or '}' at byte 17`
    package var description: String { "\(reason) at byte \(offset)" }
}
