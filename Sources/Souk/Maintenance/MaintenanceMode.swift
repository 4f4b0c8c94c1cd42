package import Kernel
package import Persistence
package import WebSupport

/// Whether the shop is closed for maintenance. It stands in the database, so that every node knows and a restart does
/// not open the shop.
package struct MaintenanceMode: Sendable {
    private let database: any Database

    /// The mode of the shop in that database.
    package init(_ database: any Database) {
        self.database = database
    }

    /// The longest message, in characters.
    package static let messageLimit = 500
    /// When shoppers may be asked to come again, in seconds: within a day.
    package static let retryRange = 1...86_400

    /// A closed shop: since when, and what shoppers are told.
    package struct State: Sendable {
        /// Since when it has been closed.
        package let since: Timestamp
        /// What shoppers are told.
        package let notice: MaintenanceNotice
    }

    /// What holds now; `nil` while the shop is open.
    package func state() async throws -> State? {
        try await database.read { try $0.maintenance() }
    }

    /// Closes the shop, or changes what shoppers of a closed one are told.
    /// - Precondition: the notice keeps the limits above.
    package func begin(_ notice: MaintenanceNotice, at now: Timestamp = WallClock.system.now) async throws {
        try await database.write { try $0.beginMaintenance(notice, at: now) }
    }

    /// Opens the shop.
    /// - Returns: whether it was closed.
    package func end() async throws -> Bool {
        try await database.write { try $0.endMaintenance() }
    }
}
