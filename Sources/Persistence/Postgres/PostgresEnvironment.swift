import CPostgres

/// What libpq's own programs (`pg_dump`, `psql`) are told in their environment, so that no password stands in the list
/// of processes.
package enum PostgresEnvironment {
    /// The variables that say what the address says (PostgreSQL's manual §34.15): `PGHOST`, `PGPASSWORD` and so on.
    /// - Throws: `DatabaseError.unavailable` when libpq cannot read the address.
    package static func variables(for url: String) throws -> [String: String] {
        guard let options = PQconninfoParse(url, nil) else {
            throw DatabaseError.unavailable("the database URL cannot be read")
        }
        defer { PQconninfoFree(options) }
        var variables: [String: String] = [:]
        var option = options
        while option.pointee.keyword != nil {
            if let name = option.pointee.envvar, let value = option.pointee.val {
                variables[String(cString: name)] = String(cString: value)
            }
            option += 1
        }
        return variables
    }
}
