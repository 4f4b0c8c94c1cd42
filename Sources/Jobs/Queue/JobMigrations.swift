package import Persistence

/// The tables of the queue.
package enum JobMigrations {
    /// Version 3: jobs and schedules.
    package static let all = [
        Migration(3, "create jobs and schedules") { type in
            [
                """
                CREATE TABLE jobs (
                    id          \(type.uuid) PRIMARY KEY,
                    name        \(type.text) NOT NULL,
                    payload     \(type.text) NOT NULL,
                    unique_key  \(type.text),
                    state       \(type.text) NOT NULL
                        CONSTRAINT jobs_state_check CHECK (state IN ('waiting', 'running', 'dead')),
                    due_at      \(type.timestamp) NOT NULL,
                    claim       \(type.uuid),
                    tries       \(type.integer) NOT NULL CONSTRAINT jobs_tries_check CHECK (tries >= 0),
                    again_at    \(type.timestamp),
                    error       \(type.text),
                    enqueued_at \(type.timestamp) NOT NULL,
                    changed_at  \(type.timestamp) NOT NULL,
                    trace       \(type.text),
                    CONSTRAINT jobs_claim_check CHECK ((state = 'running') = (claim IS NOT NULL)),
                    CONSTRAINT jobs_again_at_check CHECK (again_at IS NULL OR state = 'running'),
                    CONSTRAINT jobs_dead_key_check CHECK (state <> 'dead' OR unique_key IS NULL)
                )\(storage(type.dialect, type.tableOptions))
                """,
                // Without the rows that have no key: most have none, and SQLite would claim by this index.
                "CREATE UNIQUE INDEX jobs_key ON jobs (name, unique_key) WHERE unique_key IS NOT NULL",
                "CREATE INDEX jobs_due ON jobs (due_at, name, state) WHERE state <> 'dead'",
                "CREATE INDEX jobs_dead ON jobs (changed_at) WHERE state = 'dead'",
                """
                CREATE TABLE job_schedules (
                    name       \(type.text) PRIMARY KEY,
                    expression \(type.text) NOT NULL,
                    next_at    \(type.timestamp) NOT NULL,
                    last_at    \(type.timestamp)
                )\(type.tableOptions)
                """,
            ]
        } down: { _ in
            ["DROP TABLE job_schedules", "DROP TABLE jobs"]
        }
    ]

    /// Every row of a queue dies young, so PostgreSQL is to clean up behind a hundredth of the table, not a fifth.
    private static func storage(_ dialect: Dialect, _ options: String) -> String {
        guard dialect == .postgres else { return options }
        return " WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000)"
    }
}
