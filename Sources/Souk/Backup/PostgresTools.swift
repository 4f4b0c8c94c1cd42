import Foundation
import Kernel
import Persistence

/// PostgreSQL's own programs, told where the database is through their environment.
struct PostgresTools {
    private let environment: [String: String]

    /// - Throws: `DatabaseError.unavailable` when the address cannot be read.
    init(url: String) throws {
        let own = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("PG") }
        environment = own.merging(try PostgresEnvironment.variables(for: url)) { $1 }
    }

    /// Writes one schema of the database, as it is at one moment, in PostgreSQL's custom format.
    func dump(schema: String, to file: URL) throws {
        // gzip compresses the archive as a whole.
        try run(
            "pg_dump",
            [
                "--format=custom", "--compress=0", "--no-owner", "--no-privileges", "--no-password",
                "--schema=\(PostgresTools.quoted(schema))", "--file=\(file.path)",
            ])
    }

    /// Puts a dump in the place of everything in its schema, in one transaction: it is there wholly or not at all.
    /// The events go, and with them everything that remembers a place among them (transaction ids of another server mean
    /// nothing). The shop gets a new identity, by which every node knows that its index is of another database.
    /// - Parameter work: a folder for files in between.
    func restore(_ dump: URL, schema: String, identity: String, work: URL) throws {
        let (list, script) = (work.appending(path: "contents.txt"), work.appending(path: "data.sql"))
        let (before, after) = (work.appending(path: "before.sql"), work.appending(path: "after.sql"))
        try run("pg_restore", ["--list", "--file=\(list.path)", dump.path])
        // The schema itself is there, and on older servers not ours to make.
        let contents = try String(contentsOf: list, encoding: .utf8).split(separator: "\n")
            .filter { !$0.contains(" SCHEMA - ") }.joined(separator: "\n")
        try Data(contents.utf8).write(to: list)
        try run(
            "pg_restore",
            ["--no-owner", "--no-privileges", "--use-list=\(list.path)", "--file=\(script.path)", dump.path])
        try Data(PostgresTools.clearing.utf8).write(to: before)
        try Data(PostgresTools.beginning(schema, identity: identity).utf8).write(to: after)
        try run(
            "psql",
            ["--no-psqlrc", "--quiet", "--no-password", "--set=ON_ERROR_STOP=1", "--single-transaction"]
                + [before, script, after].map { "--file=\($0.path)" })
    }

    /// Begins the feed anew. Dumps of older schemas do not have every table yet.
    private static func beginning(_ schema: String, identity: String) -> String {
        let name = quoted(schema)
        func ifThere(_ table: String, _ statement: String) -> String {
            "IF to_regclass('\(name).\(table)') IS NOT NULL THEN \(statement); END IF;"
        }
        let horizon = ifThere("feed_horizon", "UPDATE \(name).feed_horizon SET epoch = 0, sequence = 0")
        let documents = ifThere(
            "search_documents_state",
            "UPDATE \(name).search_documents_state SET is_built = FALSE, epoch = 0, sequence = 0")
        return """
            DELETE FROM \(name).events;
            UPDATE \(name).shop SET id = '\(identity)';
            DO $$ BEGIN \(horizon) \(documents) END $$;

            """
    }

    /// Drops what stands in the current schema, but for what belongs to extensions.
    private static let clearing = """
        SET statement_timeout = 0;
        SET lock_timeout = '10s';
        DO $$
        DECLARE
            item record;
            place oid := (SELECT oid FROM pg_namespace WHERE nspname = current_schema());
        BEGIN
            FOR item IN SELECT format('%s IF EXISTS %I.%I', CASE relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW'
                    WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, current_schema(), relname) AS name FROM pg_class
                WHERE relnamespace = place AND relkind IN ('r', 'p', 'v', 'm', 'S')
                    AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = pg_class.oid
                        AND d.classid = 'pg_class'::regclass
                        AND (d.deptype = 'e' OR relkind = 'S' AND d.deptype IN ('a', 'i')))
            LOOP EXECUTE format('DROP %s CASCADE', item.name); END LOOP;
            FOR item IN SELECT oid::regprocedure AS name FROM pg_proc WHERE pronamespace = place
                    AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = pg_proc.oid AND d.deptype = 'e')
            LOOP EXECUTE format('DROP ROUTINE IF EXISTS %s CASCADE', item.name); END LOOP;
            FOR item IN SELECT format('%I.%I', current_schema(), typname) AS name FROM pg_type
                WHERE typnamespace = place AND typtype IN ('e', 'd')
                    AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = pg_type.oid AND d.deptype = 'e')
            LOOP EXECUTE format('DROP TYPE IF EXISTS %s CASCADE', item.name); END LOOP;
        END $$;

        """

    private static func quoted(_ name: String) -> String {
        "\"\(name.replacing("\"", with: "\"\""))\""
    }

    /// Runs a program to its end.
    /// - Throws: `BackupError.tool` with the last of what it said.
    private func run(_ tool: String, _ arguments: [String]) throws {
        let errors = FileManager.default.temporaryDirectory.appending(path: "souk-tool-\(ID<PostgresTools>())")
        _ = FileManager.default.createFile(atPath: errors.path, contents: nil, attributes: [.posixPermissions: 0o600])
        defer { try? FileManager.default.removeItem(at: errors) }
        let process = Process()
        process.executableURL = try PostgresTools.find(tool)
        (process.arguments, process.environment) = (arguments, environment)
        (process.standardInput, process.standardOutput) = (FileHandle.nullDevice, FileHandle.nullDevice)
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus != 0 else { return }
        let said = (try? String(contentsOf: errors, encoding: .utf8)) ?? ""
        let lines = said.split(separator: "\n").filter { $0.contains("rror") || $0.contains("FATAL") }.prefix(3)
        throw BackupError.tool("\(tool) failed: \(lines.joined(separator: " · ")). Nothing was changed.")
    }

    private static func find(_ tool: String) throws -> URL {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        let files = path.split(separator: ":").map { URL(filePath: String($0)).appending(path: tool) }
        guard let file = files.first(where: { FileManager.default.isExecutableFile(atPath: $0.path) }) else {
            throw BackupError.tool(
                "\(tool) is not installed; Debian has it in postgresql-client. Install it and try again.")
        }
        return file
    }
}
