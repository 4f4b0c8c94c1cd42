import Kernel
package import Persistence

extension CatalogMigrations {
    /// Version 15: files that were sent in.
    package static let imports = [
        Migration(15, "create catalogue imports") { type in
            [
                """
                CREATE TABLE catalog_imports (
                    id          \(type.uuid) PRIMARY KEY,
                    state       \(type.text) NOT NULL
                        CONSTRAINT catalog_imports_state_check
                        CHECK (state IN ('waiting', 'running', 'done', 'failed')),
                    format      \(type.text) NOT NULL,
                    is_dry_run  \(type.bool) NOT NULL,
                    is_strict   \(type.bool) NOT NULL,
                    size        \(type.integer) NOT NULL,
                    bytes       \(type.integer) NOT NULL,
                    records     \(type.integer) NOT NULL,
                    created     \(type.integer) NOT NULL,
                    updated     \(type.integer) NOT NULL,
                    unchanged   \(type.integer) NOT NULL,
                    rejected    \(type.integer) NOT NULL,
                    warnings    \(type.integer) NOT NULL,
                    problem     \(type.text),
                    rejects     \(type.text) NOT NULL,
                    created_at  \(type.timestamp) NOT NULL,
                    finished_at \(type.timestamp),
                    CONSTRAINT catalog_imports_finished_check
                        CHECK ((finished_at IS NOT NULL) = (state IN ('done', 'failed')))
                )\(type.tableOptions)
                """,
                "CREATE INDEX catalog_imports_created ON catalog_imports (created_at, id)",
            ]
        } down: { _ in
            ["DROP TABLE catalog_imports"]
        }
    ]
}

extension CatalogImport: RowDecodable {
    /// Reads the columns of `catalog_imports`.
    package init(row: inout Row) throws {
        let (format, state) = (
            TransferFormat(rawValue: try row.decode("format", as: String.self)),
            State(rawValue: try row.decode("state", as: String.self))
        )
        guard let format, let state else { throw DatabaseError.decoding(column: "state", message: "unknown word") }
        self.init(
            id: try row.decode("id"),
            Order(format, isDryRun: try row.decode("is_dry_run"), isStrict: try row.decode("is_strict")),
            size: try row.decode("size"), createdAt: try row.decode("created_at"))
        self.state = state
        (counts.bytes, counts.read) = (try row.decode("bytes"), try row.decode("records"))
        (counts.created, counts.updated) = (try row.decode("created"), try row.decode("updated"))
        (counts.unchanged, counts.rejected) = (try row.decode("unchanged"), try row.decode("rejected"))
        (counts.warnings, problem) = (try row.decode("warnings"), try row.decode("problem"))
        rejects = try row.decodeJSON("rejects", \.rejects)
        finishedAt = try row.decode("finished_at")
    }
}

extension Transaction {
    func catalogImport(_ id: ID<CatalogImport>) throws -> CatalogImport? {
        try first("SELECT \(columns), rejects FROM catalog_imports WHERE id = \(id)")
    }

    /// The newest first, without rejects.
    func catalogImports(limit: Int) throws -> [CatalogImport] {
        try all(
            """
            SELECT \(columns), '[]' AS rejects FROM catalog_imports ORDER BY created_at DESC, id DESC LIMIT \(limit)
            """)
    }

    private var columns: SQL {
        """
        id, state, format, is_dry_run, is_strict, size, bytes, records, created, updated, unchanged, rejected, warnings,
        problem, created_at, finished_at
        """
    }

    func insert(_ taken: CatalogImport) throws {
        try execute(
            """
            INSERT INTO catalog_imports (
                id, state, format, is_dry_run, is_strict, size, bytes, records, created, updated, unchanged, rejected,
                warnings, rejects, created_at
            ) VALUES (
                \(taken.id), \(taken.state.rawValue), \(taken.order.format.rawValue), \(taken.order.isDryRun),
                \(taken.order.isStrict), \(taken.size), 0, 0, 0, 0, 0, 0, 0, '[]', \(taken.createdAt)
            )
            """)
    }

    /// Marks one as running.
    /// - Returns: how to read it; `nil` when it is over, or not there.
    func beginImport(_ id: ID<CatalogImport>) throws -> CatalogImport.Order? {
        let isOpen = try execute(
            "UPDATE catalog_imports SET state = 'running' WHERE id = \(id) AND state IN ('waiting', 'running')")
        return isOpen == 1 ? try catalogImport(id)?.order : nil
    }

    func note(_ counts: CatalogImport.Counts, of id: ID<CatalogImport>) throws {
        try execute("UPDATE catalog_imports SET \(assignments(counts)) WHERE id = \(id) AND state = 'running'")
    }

    func finishImport(
        _ id: ID<CatalogImport>, _ state: CatalogImport.State, _ counts: CatalogImport.Counts,
        _ rejects: [CatalogImport.Reject], problem: String?, at moment: Timestamp
    ) throws {
        try execute(
            """
            UPDATE catalog_imports SET \(assignments(counts)), state = \(state.rawValue),
                rejects = \(JSONColumn.text(rejects)), problem = \(problem), finished_at = \(moment)
            WHERE id = \(id)
            """)
    }

    private func assignments(_ counts: CatalogImport.Counts) -> SQL {
        """
        bytes = \(counts.bytes), records = \(counts.read), created = \(counts.created), updated = \(counts.updated),
        unchanged = \(counts.unchanged), rejected = \(counts.rejected), warnings = \(counts.warnings)
        """
    }

    /// Those that have not ended since then have lost their job.
    func giveUpImports(createdBefore border: Timestamp, at moment: Timestamp) throws {
        try execute(
            """
            UPDATE catalog_imports SET state = 'failed', finished_at = \(moment),
                problem = 'No worker came to its end within two days.'
            WHERE created_at < \(border) AND finished_at IS NULL
            """)
    }

    func removeImports(createdBefore border: Timestamp) throws -> Int {
        try execute("DELETE FROM catalog_imports WHERE created_at < \(border)")
    }

    func waitingImports() throws -> [ID<CatalogImport>] {
        try values("SELECT id FROM catalog_imports WHERE finished_at IS NULL")
    }
}

extension JSONColumn {
    fileprivate static func text(_ rejects: [CatalogImport.Reject]) -> String {
        var writer = JSONWriter(capacity: 256)
        writer.array(rejects) { writer, reject in
            writer.object { object in
                object.member("line", reject.line)
                object.member("field", reject.field)
                object.member("code", reject.code)
                object.member("message", reject.message)
                object.member("record", reject.record)
            }
        }
        return writer.text
    }
}

extension JSONValue {
    fileprivate var rejects: [CatalogImport.Reject]? {
        guard case .array(let elements) = self else { return nil }
        return elements.compactMap { element in
            guard case .object(let members) = element else { return nil }
            func text(_ name: String) -> String { members.first { $0.name == name }?.value.string ?? "" }
            guard case .number(let line)? = members.first(where: { $0.name == "line" })?.value else { return nil }
            return CatalogImport.Reject(
                line: Int(line) ?? 0, field: text("field"), code: text("code"), message: text("message"),
                record: text("record"))
        }
    }
}
