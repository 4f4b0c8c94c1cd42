import Foundation

/// How the pool of connections to PostgreSQL behaves. Every wait in it has an end.
package struct PostgresOptions: Sendable {
    /// How many connections are kept for transactions at most; each is opened when it is first needed and has a thread of
    /// its own. Look-ups have one or two more for each lane, and while they are slow as many as the pool has not opened.
    package var connections = 10
    /// How many more are opened while all of those are busy.
    package var overflow = 5
    /// How long a connection beyond `connections` lies idle before it is closed.
    package var overflowIdleTime: Duration = .seconds(10)
    /// After how long without use a connection is asked whether it still answers, before it gets a transaction.
    package var checkAfter: Duration = .seconds(30)
    /// How many transactions may wait for a connection; the next one is refused at once.
    package var waitingLimit = 1000
    /// How long a transaction waits for a connection.
    package var waitTimeout: Duration = .seconds(30)
    /// How long opening a connection may take.
    package var connectTimeout: Duration = .seconds(5)
    /// How long one statement may run; zero is for ever.
    package var statementTimeout: Duration = .seconds(30)
    /// How long a statement waits for another transaction's lock, like SQLite's busy time-out; zero is for ever.
    package var lockTimeout: Duration = .seconds(10)
    /// After how long the server ends a write that has stopped sending statements, so that its locks come free.
    package var idleInTransactionTimeout: Duration = .seconds(60)
    /// The age at which a connection is replaced, so that the memory of its backend is given back and a moved server
    /// is followed.
    package var recycleAge: Duration = .seconds(1800)
    /// The name in `pg_stat_activity`, unless the URL gives one.
    package var applicationName = "souk"

    /// How many threads make look-ups: one for each processor, but no more than a quarter of the connections.
    var lanes: Int { max(1, min(ProcessInfo.processInfo.activeProcessorCount, connections / 4)) }

    /// How many connections a busy process has: the whole pool, two for the look-ups of each lane, and the listener's.
    package var mostConnections: Int { connections + overflow + 2 * lanes + 1 }

    /// Ten connections and five more, 30 seconds for each wait and each statement.
    package init() {}
}

extension Duration {
    /// Whole milliseconds, as PostgreSQL's time-outs want them.
    var wholeMilliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }
}
