import CPostgres
import Kernel

/// One answer in libpq's memory, freed with this object.
final class PostgresResult {
    fileprivate let handle: OpaquePointer

    init(_ handle: OpaquePointer) {
        self.handle = handle
    }

    deinit {
        PQclear(handle)
    }

    /// How many rows INSERT, UPDATE, DELETE or MERGE changed; SELECT and FETCH count the rows that they show.
    var changedRows: Int {
        guard let command = PQcmdStatus(handle), ![UInt8(ascii: "S"), UInt8(ascii: "F")].contains(UInt8(command[0])),
            let count = PQcmdTuples(handle)
        else { return 0 }
        return Int(String(cString: count)) ?? 0
    }

    /// Whether the server names this as what it did.
    func isCommand(_ name: String) -> Bool {
        PQcmdStatus(handle).map { String(cString: $0) } == name
    }

    /// Hands each row to `eachRow`, which may run further statements: the answer is complete in memory.
    func forEachRow(of statement: PostgresStatement, _ eachRow: (inout Row) throws -> Void) throws {
        try forEachRow(of: statement.shape(of: self), eachRow)
    }

    /// The same for an answer whose shape is known.
    func forEachRow(of shape: PostgresShape, _ eachRow: (inout Row) throws -> Void) throws {
        for index in 0..<PQntuples(handle) {
            var row = Row(columns: shape.columns, source: PostgresRow(result: self, index: index, types: shape.types))
            try eachRow(&row)
        }
    }
}

/// The names and the types of an answer's columns.
struct PostgresShape {
    let columns: RowColumns
    fileprivate let types: [Oid]

    init(_ result: PostgresResult) {
        let fields = 0..<PQnfields(result.handle)
        columns = RowColumns(names: fields.map { String(cString: PQfname(result.handle, $0)) })
        types = fields.map { PQftype(result.handle, $0) }
    }
}

/// One row of an answer.
private struct PostgresRow: RowSource {
    let result: PostgresResult
    let index: Int32
    let types: [Oid]

    func value(at column: Int, as type: SQLType) -> SQLValue {
        guard PQgetisnull(result.handle, index, Int32(column)) == 0 else { return .null }
        let length = Int(PQgetlength(result.handle, index, Int32(column)))
        let bytes = UnsafeRawBufferPointer(start: PQgetvalue(result.handle, index, Int32(column)), count: length)
        return PostgresBinary.value(of: types[column], bytes)
    }
}
