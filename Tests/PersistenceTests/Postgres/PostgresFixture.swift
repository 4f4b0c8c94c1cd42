import Foundation
import Kernel
import Synchronization
import Testing

@testable import Persistence

/// The server that these tests may use; without it they are skipped.
enum PostgresFixture {
    static let url = ProcessInfo.processInfo.environment["SOUK_TEST_POSTGRES"]
    static var isThere: Bool { url != nil }

    /// Runs `body` on a schema of its own, which is dropped afterwards.
    static func withDatabase(
        _ options: PostgresOptions = .init(), _ body: (PostgresDatabase) async throws -> Void
    ) async throws {
        let schema = "test_" + ID<Void>().description.replacing("-", with: "")
        try await owner { try $0.execute(SQL(parts: [.text("CREATE SCHEMA \(schema)")])) }
        let database = try PostgresDatabase(url: address(searching: schema), options: options)
        let result: Result<Void, any Error>
        do { result = .success(try await body(database)) } catch { result = .failure(error) }
        await database.close()
        try await owner { try $0.execute(SQL(parts: [.text("DROP SCHEMA \(schema) CASCADE")])) }
        try result.get()
    }

    /// Ends one connection from the server's side and waits until it is gone.
    static func terminate(_ backend: Int) async throws {
        try await owner { _ = try $0.value("SELECT pg_terminate_backend(\(backend), 10000)", as: Bool.self) }
    }

    private static func owner(_ body: @escaping @Sendable (Transaction) throws -> Void) async throws {
        let database = try PostgresDatabase(url: url ?? "")
        do { try await database.write(body) } catch {
            await database.close()
            throw error
        }
        await database.close()
    }

    private static func address(searching schema: String) -> String {
        let url = url ?? ""
        return url + (url.contains("?") ? "&" : "?") + "options=-csearch_path%3D\(schema)"
    }
}

extension Transaction {
    /// The process of the server that runs this transaction.
    func backend() throws -> Int {
        try value("SELECT pg_backend_pid()", as: Int.self) ?? 0
    }

    /// How many connections the server has under that application name.
    func backends(of name: String) throws -> Int {
        try value("SELECT count(*) FROM pg_stat_activity WHERE application_name = \(name)") ?? 0
    }

    func integer(_ sql: SQL) throws -> Int {
        try #require(try values(sql, as: Int.self).first)
    }

    func string(_ sql: SQL) throws -> String {
        try #require(try values(sql, as: String.self).first)
    }

    func createItems() throws {
        try execute(
            """
            CREATE TABLE items (
                id   bigint PRIMARY KEY,
                name text NOT NULL CONSTRAINT items_name_check CHECK (name <> ''),
                parent bigint REFERENCES items (id),
                CONSTRAINT items_name_key UNIQUE (name)
            )
            """)
    }

    func addItem(_ id: Int, _ name: String?, parent: Int? = nil) throws {
        try execute("INSERT INTO items (id, name, parent) VALUES (\(id), \(name), \(parent))")
    }

    func itemCount() throws -> Int {
        try value("SELECT count(*) FROM items") ?? -1
    }
}

/// The writes whose callers were told that they are done.
final class Ledger: Sendable {
    private let acknowledged = Mutex<Set<Int>>([])
    private let closed = Mutex(false)

    var ids: Set<Int> { acknowledged.withLock(\.self) }

    func acknowledge(_ id: Int) {
        acknowledged.withLock { _ = $0.insert(id) }
    }

    /// No more writes shall be made.
    var isClosed: Bool { closed.withLock(\.self) }

    func close() {
        closed.withLock { $0 = true }
    }
}

/// Lets tests wait for one another without a clock. Blocking is right in a transaction, which has its own thread.
final class Gate: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)
    private let stream: (stream: AsyncStream<Void>, continuation: AsyncStream<Void>.Continuation) =
        AsyncStream.makeStream()

    func open() {
        semaphore.signal()
        stream.continuation.yield()
    }

    /// For transactions.
    func passBlocking() {
        semaphore.wait()
    }

    /// For tests.
    func pass() async {
        for await _ in stream.stream { return }
    }
}
