/// A statement with its values apart: interpolation can only bind, so that no input ever becomes SQL.
///
/// ```swift
/// let found: SQL = "SELECT id, name FROM products WHERE brand = \(brand) AND price <= \(limit)"
/// ```
/// Fragments compose: interpolating another `SQL` splices its text and its values.
package struct SQL: Sendable {
    /// A statement in pieces, until the database is known that it is for.
    enum Part: Sendable {
        case text(String)
        case value(SQLValue)
        case list([SQLValue], of: SQLType)
        case dialect(sqlite: String, postgres: String)
    }

    private(set) var parts: [Part]

    init(parts: [Part]) {
        self.parts = parts
    }

    /// No text and no values.
    package static var empty: SQL { SQL(parts: []) }

    /// Stands behind a text column that is compared by its bytes: PostgreSQL would else follow the server's locale, in
    /// which hyphens count last.
    package static let byteOrder: SQL = "\(sqlite: "", postgres: " COLLATE \"C\"")"

    /// Both fragments, one behind the other.
    package static func + (left: SQL, right: SQL) -> SQL {
        SQL(parts: left.parts + right.parts)
    }

    /// Fragments behind one another with commas between them.
    static func list(_ fragments: some Collection<SQL>, behind head: SQL) -> SQL {
        var parts = head.parts
        for (index, fragment) in fragments.enumerated() {
            if index > 0 { parts.append(.text(", ")) }
            parts += fragment.parts
        }
        return SQL(parts: parts)
    }

    /// Several conditions that must all hold, each in parentheses; `TRUE` when there is none.
    package static func all(_ conditions: [SQL]) -> SQL {
        guard let first = conditions.first else { return "TRUE" }
        return conditions.dropFirst().reduce("(\(first))") { "\($0) AND (\($1))" }
    }
}

extension SQL: ExpressibleByStringInterpolation {
    /// A statement without values.
    package init(stringLiteral text: String) {
        parts = [.text(text)]
    }

    /// A statement with values.
    package init(stringInterpolation: StringInterpolation) {
        parts = stringInterpolation.parts
    }

    /// Collects the pieces of an interpolated statement.
    package struct StringInterpolation: StringInterpolationProtocol {
        var parts: [Part] = []

        /// Called by the compiler.
        package init(literalCapacity: Int, interpolationCount: Int) {
            parts.reserveCapacity(2 * interpolationCount + 1)
        }

        /// The text between two values.
        package mutating func appendLiteral(_ text: String) {
            if !text.isEmpty { parts.append(.text(text)) }
        }

        /// A value, bound.
        package mutating func appendInterpolation(_ value: some SQLConvertible) {
            parts.append(.value(value.sqlValue))
        }

        /// A value that may be missing, bound; missing it is NULL.
        package mutating func appendInterpolation<Value: SQLConvertible>(_ value: Value?) {
            parts.append(.value(value?.sqlValue ?? .null))
        }

        /// A fragment, spliced.
        package mutating func appendInterpolation(_ fragment: SQL) {
            parts += fragment.parts
        }

        /// A list for `IN`: `WHERE id IN \(list: ids)`. One bound value whatever its length, so that the statement
        /// stays the same and prepared; an empty list matches nothing.
        package mutating func appendInterpolation<Element: SQLConvertible>(list: [Element]) {
            parts.append(.list(list.map(\.sqlValue), of: Element.sqlType))
        }

        /// Text that differs between the databases: for the rare statement that has no common form.
        package mutating func appendInterpolation(sqlite: StaticString, postgres: StaticString) {
            parts.append(.dialect(sqlite: "\(sqlite)", postgres: "\(postgres)"))
        }
    }
}

/// A statement as one database reads it: its text with numbered placeholders, and the values in their order.
struct RenderedSQL {
    var text = ""
    var values: [SQLValue] = []
}

extension SQL {
    /// Numbers the placeholders: `?N` for SQLite, where `$N` would be a *named* parameter numbered by its first
    /// appearance, and `$N` for PostgreSQL.
    func rendered(for dialect: Dialect) -> RenderedSQL {
        var rendered = RenderedSQL()
        for part in parts {
            switch part {
            case .text(let text): rendered.text += text
            case .dialect(let sqlite, let postgres): rendered.text += dialect == .sqlite ? sqlite : postgres
            case .value(let value): rendered.bind(value, dialect)
            case .list(let values, let type): rendered.bind(list: values, of: type, dialect)
            }
        }
        return rendered
    }
}

extension SQL {
    /// Its values in the order of their placeholders, when its text is that of `other`; `nil` when it is another. What
    /// the compiler made of one literal is compared by its address, so that a batch costs one rendering.
    func values(ifLike other: SQL) -> [SQLValue]? {
        guard parts.count == other.parts.count else { return nil }
        var values: [SQLValue] = []
        values.reserveCapacity(parts.count / 2 + 1)
        for (part, model) in zip(parts, other.parts) {
            switch (part, model) {
            case (.text(let text), .text(let expected)) where text == expected: break
            case (.dialect(let one, let two), .dialect(let first, let second)) where one == first && two == second:
                break
            case (.value(let value), .value): values.append(value)
            default: return nil
            }
        }
        return values
    }
}

extension RenderedSQL {
    fileprivate mutating func bind(_ value: SQLValue, _ dialect: Dialect) {
        values.append(value)
        text += dialect == .sqlite ? "?" : "$"
        text += String(values.count)
    }

    fileprivate mutating func bind(list: [SQLValue], of type: SQLType, _ dialect: Dialect) {
        switch dialect {
        case .sqlite:
            text += "(SELECT value FROM json_each("
            bind(.text(JSONText.array(of: list)), dialect)
            text += "))"
        case .postgres:
            text += "(SELECT unnest("
            bind(.text(PostgresArray.literal(of: list)), dialect)
            text += "::\(type.postgresName)[]))"
        }
    }
}
