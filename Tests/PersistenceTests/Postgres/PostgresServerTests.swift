import Foundation
import Kernel
import Synchronization
import Telemetry
import TestSupport
import Testing

@testable import Persistence

/// What happens when the server itself goes away, refuses, or has a certificate: on servers of these tests' own.
@Suite(.enabled(if: PostgresCluster.isThere), .timeLimit(.minutes(3)))
struct PostgresServerTests {
    @Test func `A server that restarts under load costs errors that say so, and then all goes on`() async throws {
        try await PostgresCluster.with { cluster in
            let database = try PostgresDatabase(url: cluster.url())
            try await database.write { try $0.createItems() }
            let ledger = Ledger()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for task in 0..<12 {
                    group.addTask {
                        var round = 0
                        while !ledger.isClosed {
                            let id = task * 1_000_000 + round
                            round += 1
                            do {
                                try await database.write { try $0.addItem(id, "\(id)") }
                                ledger.acknowledge(id)
                            } catch DatabaseError.unavailable { await Task.yield() }
                        }
                    }
                }
                for _ in 0..<3 {
                    let before = ledger.ids.count
                    try await wait { ledger.ids.count >= before + 50 }
                    try cluster.stop()
                    try cluster.start()
                }
                let before = ledger.ids.count
                try await wait { ledger.ids.count >= before + 200 }
                ledger.close()
                try await group.waitForAll()
            }
            let there = Set(try await database.read { try $0.values("SELECT id FROM items", as: Int.self) })
            #expect(ledger.ids.isSubset(of: there), "what was acknowledged is there")
            await database.close()
        }
    }

    @Test func `A server that is down is asked seldom, and its callers fail at once`() async throws {
        try await PostgresCluster.with { cluster in
            try cluster.stop()
            let metrics = MetricRegistry()
            let database = try PostgresDatabase(url: cluster.url(), metrics: metrics)
            for _ in 0..<2000 {
                await #expect(throws: DatabaseError.self) { try await database.read { try $0.integer("SELECT 1") } }
            }
            let attempts = metrics.counter("souk_postgres_connects_total", "", labels: "result")["failed"].value
            #expect(attempts >= 1 && attempts < 100, "\(attempts) attempts")
            try cluster.start()
            try await wait { (try? await database.read { try $0.integer("SELECT 1") }) == 1 }
            await database.close()
        }
    }

    @Test func `A server with fewer connections than the pool wants serves with those`() async throws {
        try await PostgresCluster.with(settings: [
            "max_connections=6", "superuser_reserved_connections=0", "max_wal_senders=0",
        ]) {
            cluster in
            let database = try PostgresDatabase(url: cluster.url())
            try await database.write { try $0.createItems() }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for task in 0..<60 {
                    group.addTask { try await database.write { try $0.addItem(task, "\(task)") } }
                }
                try await group.waitForAll()
            }
            let count = try await database.read { try $0.itemCount() }
            #expect(count == 60)
            await database.close()
        }
    }

    // MARK: TLS

    private static let certificates = """
        openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=ca -keyout ca.key -out ca.crt
        openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=other -keyout other.key -out other.crt
        openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=localhost -keyout server.key -out server.csr
        printf 'subjectAltName=DNS:localhost' >san
        openssl x509 -req -in server.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 -extfile san -out server.crt
        chmod 600 server.key
        """

    private func withTLS(_ body: (PostgresCluster) async throws -> Void) async throws {
        try await PostgresCluster.with(
            settings: ["ssl=on", "ssl_cert_file=FOLDER/server.crt", "ssl_key_file=FOLDER/server.key"],
            prepare: { try $0.shell(PostgresServerTests.certificates) }, body)
    }

    private func isEncrypted(_ url: String) async throws -> Bool {
        let database = try PostgresDatabase(url: url)
        let result: Result<Bool?, any Error>
        do {
            result = .success(
                try await database.read { transaction in
                    try transaction.value("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()", as: Bool.self)
                })
        } catch { result = .failure(error) }
        await database.close()
        return try result.get() ?? false
    }

    private func refusal(_ url: String) async throws -> String {
        let error = await #expect(throws: DatabaseError.self) { try await isEncrypted(url) }
        guard case .unavailable(let message) = error else { return "\(String(describing: error))" }
        return message
    }

    @Test func `Connections are encrypted as the URL says, and certificates checked as it says`() async throws {
        try await withTLS { cluster in
            let ca = "sslrootcert=\(cluster.path("ca.crt"))"
            let outcomes = [
                try await isEncrypted(cluster.url("sslmode=disable")),
                try await isEncrypted(cluster.url("sslmode=require")),
                try await isEncrypted(cluster.url("sslmode=verify-ca&\(ca)")),
                try await isEncrypted(cluster.url(host: "localhost", "sslmode=verify-full&\(ca)")),
            ]
            #expect(outcomes == [false, true, true, true])
        }
    }

    @Test func `A wrong authority, a wrong name and a missing file are refused with advice`() async throws {
        try await withTLS { cluster in
            let (ca, other) = ("sslrootcert=\(cluster.path("ca.crt"))", "sslrootcert=\(cluster.path("other.crt"))")
            let refusals = [
                (try await refusal(cluster.url("sslmode=verify-ca&\(other)")), "sslrootcert"),
                (try await refusal(cluster.url(host: "localhost", "sslmode=verify-full&\(other)")), "sslrootcert"),
                (try await refusal(cluster.url("sslmode=verify-full&\(ca)")), "name"),
                (try await refusal(cluster.url("sslmode=verify-ca&sslrootcert=/nowhere/ca.crt")), "sslrootcert"),
            ]
            for (message, advice) in refusals {
                #expect(message.contains(". ") && message.contains(advice), "\(message)")
                #expect(!message.contains("hidden-word"))
            }
        }
    }

    @Test func `Encryption that the server does not have is asked for in vain`() async throws {
        try await PostgresCluster.with { cluster in
            let message = try await refusal(cluster.url("sslmode=require"))
            #expect(message.contains("sslmode=disable"), "\(message)")
        }
    }
}
