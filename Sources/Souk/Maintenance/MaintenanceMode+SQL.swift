import Kernel
package import Persistence
import WebSupport

/// The table of the maintenance mode.
enum MaintenanceMigrations {
    static let all = [
        Migration(5, "create maintenance") { type in
            [
                """
                CREATE TABLE maintenance (
                    one         \(type.integer) PRIMARY KEY CHECK (one = 1),
                    since       \(type.timestamp) NOT NULL,
                    message     \(type.text),
                    retry_after \(type.integer) NOT NULL CHECK (retry_after > 0)
                )\(type.tableOptions)
                """
            ]
        } down: { _ in
            ["DROP TABLE maintenance"]
        }
    ]
}

extension Transaction {
    func maintenance() throws -> MaintenanceMode.State? {
        try first("SELECT since, message, retry_after FROM maintenance WHERE one = 1")
    }

    func beginMaintenance(_ notice: MaintenanceNotice, at now: Timestamp) throws {
        try execute(
            """
            INSERT INTO maintenance (one, since, message, retry_after)
            VALUES (1, \(now), \(notice.message), \(notice.retryAfter))
            ON CONFLICT (one) DO UPDATE SET message = excluded.message, retry_after = excluded.retry_after
            """)
    }

    func endMaintenance() throws -> Bool {
        try execute("DELETE FROM maintenance WHERE one = 1") > 0
    }
}

extension MaintenanceMode.State: RowDecodable {
    /// Reads a row of `maintenance`.
    package init(row: inout Row) throws {
        since = try row.decode("since")
        notice = MaintenanceNotice(message: try row.decode("message"), retryAfter: try row.decode("retry_after"))
    }
}
