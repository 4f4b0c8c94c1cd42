package import Kernel

/// What can go wrong between us and the database. Contexts translate violations into errors of their own; the rest
/// reaches the edge, which shows none of its text to a client.
package enum DatabaseError: Error, Equatable, Sendable {
    /// A constraint of the schema refused a row.
    case violation(ConstraintViolation)
    /// The database does not answer: down, refused, gone, or no connection came free in time.
    case unavailable(String)
    /// Another writer was in the way for longer than we wait, or for more retries than we make.
    case busy(String)
    /// A statement ran for longer than it may.
    case timedOut
    /// The disk that holds the database is full.
    case diskFull
    /// The database was closed.
    case closed
    /// The file is no database, or is damaged.
    case corrupt(String)
    /// A statement is wrong, or its values are: a defect of ours. The statement and what the database said.
    case statement(String, message: String)
    /// A column is not there or not of the type that was asked for: a defect of ours.
    case decoding(column: String, message: String)
}

/// A refusal by the schema, named the same on both databases.
package struct ConstraintViolation: Error, Hashable, Sendable {
    /// The sorts of constraints.
    package enum Kind: String, Sendable {
        /// A second row with the same key.
        case unique
        /// A reference to a row that is not there, or the removal of a row that is referred to.
        case foreignKey
        /// A rule about one row.
        case check
        /// A value that must be there and is not.
        case notNull
    }

    /// What sort of constraint it is.
    package let kind: Kind
    /// Its name by PostgreSQL's rule, which SQLite's driver rebuilds: `products_slug_key`, `products_pkey`,
    /// `products_category_id_fkey`, the given name of a CHECK, the column of a NOT NULL.
    package let name: String

    /// A refusal by that constraint.
    package init(_ kind: Kind, _ name: String) {
        self.kind = kind
        self.name = name
    }
}

/// Runs `body` and turns the violation of a named constraint into an error of the caller's own.
///
/// `translating { … } violation: { ["products_slug_key": CatalogError.slugTaken(slug)][$0.name] }`
/// - Throws: what `translate` makes of a violation, else what `body` throws.
package func translating<Value>(
    _ body: () throws -> Value, violation translate: (ConstraintViolation) -> (any Error)?
) throws -> Value {
    do {
        return try body()
    } catch DatabaseError.violation(let violation) {
        throw translate(violation) ?? DatabaseError.violation(violation)
    }
}

/// What those beyond the edge learn: that it failed and whether trying again may help, never a statement or an address.
extension DatabaseError: DomainError {
    /// `database_unavailable` or `internal_error`.
    package var code: String { kind == .unavailable ? "database_unavailable" : "internal_error" }

    /// `unavailable` for what passes, else `defect`.
    package var kind: ErrorKind {
        switch self {
        case .unavailable, .busy, .timedOut, .diskFull, .closed: .unavailable
        case .violation, .corrupt, .statement, .decoding: .defect
        }
    }

    /// Nothing internal.
    package var message: String {
        kind == .unavailable
            ? "The database does not answer at the moment. Nothing was changed; try again."
            : "Something went wrong on our side. The request id says where to look."
    }
}
