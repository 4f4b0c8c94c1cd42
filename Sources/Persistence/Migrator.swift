import Crypto
import Foundation
package import Kernel

/// What keeps the schema from being brought to where this binary needs it.
package enum MigrationError: Error, Equatable, Sendable {
    /// The database has a step that this binary does not know: it is of a newer version.
    case newerDatabase(version: Int, known: Int)
    /// A step that the database has was edited since.
    case edited(version: Int, name: String)
    /// There is no step of that version to go back to.
    case unknownVersion(Int)
    /// Another process takes the schema the other way at the same time; this one was at that version and stopped.
    case crossed(version: Int)
}

extension MigrationError: CustomStringConvertible {
    /// What is wrong and what to do.
    package var description: String {
        switch self {
        case .newerDatabase(let version, let known):
            "The database is at schema version \(version), and this souk knows versions up to \(known). "
                + "Run the souk that it was last used with, or a newer one."
        case .edited(let version, let name):
            "Migration \(version) (\(name)) differs from the one that this database was made with. "
                + "A released migration must not be edited: put it back and add a new one."
        case .crossed(let version):
            "Another souk changes the schema in the other direction at the same time; this one stopped at version "
                + "\(version). Let the other one end, look at `souk migrate status`, and try again."
        case .unknownVersion(let version): "There is no schema version \(version); `souk migrate status` lists them."
        }
    }
}

/// Brings the schema up and down, one checksummed step at a time, each in a transaction of its own.
package struct Migrator: Sendable {
    private let database: any Database
    private let migrations: [Migration]
    private let clock: WallClock

    /// A migrator for all the shop's steps.
    /// - Precondition: versions count from 1 without a gap.
    package init(_ database: any Database, migrations: [Migration], clock: WallClock = .system) {
        self.database = database
        self.migrations = migrations.sorted { $0.version < $1.version }
        self.clock = clock
        precondition(self.migrations.enumerated().allSatisfy { $1.version == $0 + 1 }, "versions count from 1")
    }

    /// A step and when it was made; `nil` while it is due.
    package struct Status: Sendable {
        /// Its version.
        package let version: Int
        /// What it does.
        package let name: String
        /// When it was made in this database.
        package let appliedAt: Timestamp?
    }

    /// Every step, made or due.
    /// - Throws: `MigrationError` when the database's history is not a beginning of ours.
    package func status() async throws -> [Status] {
        try await prepare()
        let applied = try await database.read { try checked($0.appliedMigrations(), $0.dialect) }
        return migrations.map { migration in
            let record = applied.first { $0.version == migration.version }
            return Status(version: migration.version, name: migration.name, appliedAt: record?.appliedAt)
        }
    }

    /// Makes every step that is due.
    /// - Returns: the versions made.
    package func up() async throws -> [Int] {
        try await prepare()
        var made: [Int] = []
        while let version = try await database.write({ [made] in try makeNext($0, behind: made.last) }) {
            made.append(version)
        }
        return made
    }

    /// Takes steps back until `version` is the last one left; 0 leaves an empty schema.
    /// - Returns: the versions taken back.
    package func down(to version: Int) async throws -> [Int] {
        guard version >= 0, version <= migrations.count else { throw MigrationError.unknownVersion(version) }
        try await prepare()
        var undone: [Int] = []
        while let last = try await database.write({ [undone] in
            try undoLast($0, downTo: version, below: undone.last)
        }) { undone.append(last) }
        return undone
    }

    private func prepare() async throws {
        try await database.write { transaction in
            try transaction.lockMigrations()
            try transaction.createMigrationTable()
        }
    }

    /// One step at a time under a lock, so that two nodes that start together share the work instead of clashing. One
    /// that goes up and one that goes down would undo each other's steps for ever: who finds its last one gone, stops.
    private func makeNext(_ transaction: Transaction, behind made: Int?) throws -> Int? {
        try transaction.lockMigrations()
        let applied = try checked(transaction.appliedMigrations(), transaction.dialect)
        guard applied.count >= made ?? 0 else { throw MigrationError.crossed(version: applied.count) }
        guard applied.count < migrations.count else { return nil }
        let migration = migrations[applied.count]
        for statement in migration.up(ColumnTypes(dialect: transaction.dialect)) {
            try transaction.execute(SQL(parts: [.text(statement)]))
        }
        try transaction.record(migration, checksum: checksum(of: migration, transaction.dialect), at: clock.now)
        return migration.version
    }

    private func undoLast(_ transaction: Transaction, downTo version: Int, below undone: Int?) throws -> Int? {
        try transaction.lockMigrations()
        let applied = try checked(transaction.appliedMigrations(), transaction.dialect)
        guard undone.map({ applied.count < $0 }) ?? true else { throw MigrationError.crossed(version: applied.count) }
        guard let last = applied.last, last.version > version else { return nil }
        for statement in migrations[last.version - 1].down(ColumnTypes(dialect: transaction.dialect)) {
            try transaction.execute(SQL(parts: [.text(statement)]))
        }
        try transaction.removeMigration(last.version)
        return last.version
    }

    private func checked(_ applied: [AppliedMigration], _ dialect: Dialect) throws -> [AppliedMigration] {
        for record in applied {
            guard record.version <= migrations.count else {
                let newest = applied.last?.version ?? record.version
                throw MigrationError.newerDatabase(version: newest, known: migrations.count)
            }
            let migration = migrations[record.version - 1]
            guard record.checksum == checksum(of: migration, dialect) else {
                throw MigrationError.edited(version: record.version, name: record.name)
            }
        }
        return applied
    }

    private func checksum(of migration: Migration, _ dialect: Dialect) -> String {
        let text = migration.up(ColumnTypes(dialect: dialect)).joined(separator: ";\n")
        return SHA256.hash(data: Data(text.utf8)).prefix(16).hexadecimal
    }
}
