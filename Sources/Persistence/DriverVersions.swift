import CPostgres
import GRDB

/// The libraries that this binary runs with, as they tell it themselves.
package enum DriverVersions {
    /// SQLite's, like `3.40.1`; `nil` when it cannot be asked.
    package static var sqlite: String? {
        try? DatabaseQueue().read { try String.fetchOne($0, sql: "SELECT sqlite_version()") }
    }

    /// That of libpq, like `15.10`: the client's, not the server's.
    package static var libpq: String {
        let number = PQlibVersion()
        return "\(number / 10_000).\(number % 10_000)"
    }
}
