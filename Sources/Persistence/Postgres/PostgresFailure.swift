import CPostgres

/// What the server said about a statement that failed (manual §55.8, appendix A).
struct PostgresFailure {
    let sqlState: String
    let message: String
    private let constraint: String
    private let column: String
    private let function: String
    private let severity: String

    init(_ result: OpaquePointer) {
        sqlState = Self.field("C", of: result)
        message = Self.field("M", of: result)
        constraint = Self.field("n", of: result)
        column = Self.field("c", of: result)
        function = Self.field("R", of: result)
        severity = Self.field("V", of: result)
    }

    /// The server ends the connection behind this message.
    var isFatal: Bool { severity == "FATAL" || severity == "PANIC" }

    /// Serialization failure and deadlock: the same transaction may succeed when it is run again.
    var isConflict: Bool { sqlState == "40001" || sqlState == "40P01" }

    /// A migration changed what a prepared statement answers, or the statement is gone. `0A000` alone means any
    /// feature that is missing, so the place in the server's source tells this one (messages are translated).
    var isStalePlan: Bool {
        sqlState == "26000" || (sqlState == "0A000" && function == "RevalidateCachedQuery")
    }

    /// The failure in the words of the port.
    func error(in statement: String) -> DatabaseError {
        switch sqlState {
        case "23505": .violation(ConstraintViolation(.unique, constraint))
        case "23503": .violation(ConstraintViolation(.foreignKey, constraint))
        case "23514": .violation(ConstraintViolation(.check, constraint))
        case "23502": .violation(ConstraintViolation(.notNull, column))
        case "57014": .timedOut
        case "53100": .diskFull
        case "40001", "40P01", "55P03": .busy(message)
        case "XX001", "XX002": .corrupt(message)
        // libpq's own failure: the connection broke in the middle of an answer.
        case "": .unavailable("PostgreSQL: the connection was lost")
        case let state where isFatal || state.hasPrefix("08") || state.hasPrefix("57P") || state == "53300":
            .unavailable("PostgreSQL: \(message)")
        default: .statement(statement, message: message)
        }
    }

    /// The codes are `PG_DIAG_…` of postgres_ext.h, character macros that Swift does not import.
    private static func field(_ code: Unicode.Scalar, of result: OpaquePointer) -> String {
        PQresultErrorField(result, Int32(code.value)).map { String(cString: $0) } ?? ""
    }
}
