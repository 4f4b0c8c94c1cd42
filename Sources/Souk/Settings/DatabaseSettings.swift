package import Persistence

/// Where the facts are kept, and how.
package struct DatabaseSettings: Sendable {
    /// PostgreSQL's address (`postgres://…`); the embedded SQLite when absent.
    package var url: String?
    /// How many connections to PostgreSQL are kept.
    package var connections: Int
    /// How many more may be opened for a rush.
    package var overflow: Int
    /// How long a transaction waits for a connection.
    package var wait: Duration
    /// The age at which a connection is replaced.
    package var recycle: Duration
    /// How long one statement may run; zero is for ever.
    package var statementTimeout: Duration
    /// How SQLite trades safety at a power cut for speed.
    package var synchronous: SQLiteSynchronous

    init(_ read: inout SettingsReader) {
        url = read(
            "DATABASE_URL", "database.url", .url("postgres", "postgresql"),
            "PostgreSQL's address, postgres://user:password@host:5432/database; without it the shop keeps its data in "
                + "SQLite, in the data directory.", mask: .password)
        connections = read(
            "SOUK_DB_CONNECTIONS", "database.connections", .integer(1...1000), 10,
            "How many connections to PostgreSQL a process keeps for transactions; look-ups have one or two more for each "
                + "processor.")
        overflow = read(
            "SOUK_DB_OVERFLOW", "database.overflow", .integer(0...1000), 5,
            "How many more it may open for a rush; they are closed again.")
        wait = read(
            "SOUK_DB_WAIT", "database.wait", .span(.milliseconds(1) ... .seconds(600)), .seconds(30),
            "How long a transaction waits for a connection.")
        recycle = read(
            "SOUK_DB_RECYCLE", "database.recycle", .span(.seconds(1) ... .seconds(86_400)), .seconds(1800),
            "The age at which a connection is replaced.")
        statementTimeout = read(
            "SOUK_DB_STATEMENT_TIMEOUT", "database.statement_timeout", .span(.zero ... .seconds(3600)), .seconds(30),
            "How long one statement may run on PostgreSQL; 0 is for ever.")
        synchronous = read(
            "SOUK_SQLITE_SYNCHRONOUS", "database.synchronous", .choice, .full,
            "full: what was acknowledged is on the disk; normal: faster, but a power cut may take the last commits.")
    }

    /// The limits of the pool of connections.
    package var postgresOptions: PostgresOptions {
        var options = PostgresOptions()
        (options.connections, options.overflow) = (connections, overflow)
        (options.waitTimeout, options.recycleAge, options.statementTimeout) = (wait, recycle, statementTimeout)
        return options
    }
}
