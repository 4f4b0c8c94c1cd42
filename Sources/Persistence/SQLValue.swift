package import Kernel

/// A value on its way to or from the database, of one of the types that both databases have.
package enum SQLValue: Hashable, Sendable {
    /// No value.
    case null
    /// A 64-bit integer: `INTEGER` and `bigint`.
    case integer(Int64)
    /// A floating-point number: `REAL` and `double precision`. Never money.
    case real(Double)
    /// Text without NUL.
    case text(String)
    /// Bytes: `BLOB` and `bytea`.
    case bytes([UInt8])
    /// Truth: 0 or 1, and `boolean`.
    case bool(Bool)
    /// An identity: 36 characters of `TEXT`, and `uuid`.
    case uuid(high: UInt64, low: UInt64)
    /// A moment: microseconds since 1970 as `INTEGER`, and `timestamptz`.
    case timestamp(Timestamp)
}

/// The types of columns, for migrations and for lists of values.
package enum SQLType: Sendable {
    /// See `SQLValue`; `json` is text that PostgreSQL keeps as `jsonb`.
    case integer, real, text, bytes, bool, uuid, timestamp, json

    /// What PostgreSQL calls it.
    var postgresName: String {
        switch self {
        case .integer: "bigint"
        case .real: "double precision"
        case .text: "text"
        case .bytes: "bytea"
        case .bool: "boolean"
        case .uuid: "uuid"
        case .timestamp: "timestamptz"
        case .json: "jsonb"
        }
    }

    /// What a STRICT table of SQLite calls it.
    var sqliteName: String {
        switch self {
        case .integer, .bool, .timestamp: "INTEGER"
        case .real: "REAL"
        case .text, .uuid, .json: "TEXT"
        case .bytes: "BLOB"
        }
    }
}

/// A Swift type that has a form in the database.
package protocol SQLConvertible: Sendable {
    /// The column type that holds it.
    static var sqlType: SQLType { get }
    /// The value as the database takes it.
    var sqlValue: SQLValue { get }
    /// The value as the database gives it back; `nil` when it is not of this type.
    init?(sqlValue: SQLValue)
}

extension String: SQLConvertible {
    package static var sqlType: SQLType { .text }
    package var sqlValue: SQLValue { .text(self) }
    package init?(sqlValue: SQLValue) {
        guard case .text(let text) = sqlValue else { return nil }
        self = text
    }
}

extension Int64: SQLConvertible {
    package static var sqlType: SQLType { .integer }
    package var sqlValue: SQLValue { .integer(self) }
    package init?(sqlValue: SQLValue) {
        guard case .integer(let integer) = sqlValue else { return nil }
        self = integer
    }
}

extension Int: SQLConvertible {
    package static var sqlType: SQLType { .integer }
    package var sqlValue: SQLValue { .integer(Int64(self)) }
    package init?(sqlValue: SQLValue) {
        guard case .integer(let integer) = sqlValue else { return nil }
        self = Int(integer)
    }
}

extension Double: SQLConvertible {
    package static var sqlType: SQLType { .real }
    package var sqlValue: SQLValue { .real(self) }
    package init?(sqlValue: SQLValue) {
        switch sqlValue {
        case .real(let real): self = real
        case .integer(let integer): self = Double(integer)
        default: return nil
        }
    }
}

extension Bool: SQLConvertible {
    package static var sqlType: SQLType { .bool }
    package var sqlValue: SQLValue { .bool(self) }
    package init?(sqlValue: SQLValue) {
        switch sqlValue {
        case .bool(let bool): self = bool
        case .integer(let integer): self = integer != 0
        default: return nil
        }
    }
}

extension [UInt8]: SQLConvertible {
    package static var sqlType: SQLType { .bytes }
    package var sqlValue: SQLValue { .bytes(self) }
    package init?(sqlValue: SQLValue) {
        guard case .bytes(let bytes) = sqlValue else { return nil }
        self = bytes
    }
}

extension Timestamp: SQLConvertible {
    package static var sqlType: SQLType { .timestamp }
    package var sqlValue: SQLValue { .timestamp(self) }
    package init?(sqlValue: SQLValue) {
        switch sqlValue {
        case .timestamp(let timestamp): self = timestamp
        case .integer(let microseconds): self.init(microseconds: microseconds)
        default: return nil
        }
    }
}

extension ID: SQLConvertible {
    package static var sqlType: SQLType { .uuid }
    package var sqlValue: SQLValue { .uuid(high: high, low: low) }
    package init?(sqlValue: SQLValue) {
        switch sqlValue {
        case .uuid(let high, let low): self.init(high: high, low: low)
        case .text(let text): self.init(text)
        default: return nil
        }
    }
}

extension Optional: SQLConvertible where Wrapped: SQLConvertible {
    package static var sqlType: SQLType { Wrapped.sqlType }
    package var sqlValue: SQLValue { self?.sqlValue ?? .null }
    package init?(sqlValue: SQLValue) {
        if case .null = sqlValue {
            self = .none
        } else {
            guard let wrapped = Wrapped(sqlValue: sqlValue) else { return nil }
            self = wrapped
        }
    }
}

/// An enumeration kept by its raw text: `enum Status: String, SQLConvertible`.
extension SQLConvertible where Self: RawRepresentable, RawValue == String {
    /// Text.
    package static var sqlType: SQLType { .text }
    /// The raw text.
    package var sqlValue: SQLValue { .text(rawValue) }
    /// The case with that raw text; `nil` when there is none.
    package init?(sqlValue: SQLValue) {
        guard case .text(let text) = sqlValue else { return nil }
        self.init(rawValue: text)
    }
}
