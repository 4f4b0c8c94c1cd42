import Kernel
import Synchronization
import Telemetry
import TestSupport
import Testing

@testable import Persistence

/// Connections that die, lie idle or are too many.
@Suite(.enabled(if: PostgresFixture.isThere), .timeLimit(.minutes(2)))
struct PostgresHealthTests {
    private func options(_ connections: Int, overflow: Int) -> PostgresOptions {
        var options = PostgresOptions()
        (options.connections, options.overflow) = (connections, overflow)
        options.applicationName = ID<Void>().description
        return options
    }

    @Test func `More connections are opened while all are busy, and closed when they lie idle`() async throws {
        var short = options(2, overflow: 3)
        short.overflowIdleTime = .milliseconds(20)
        let name = short.applicationName
        try await PostgresFixture.withDatabase(short) { database in
            let gates = (0..<6).map { _ in (isBusy: Gate(), mayEnd: Gate()) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for gate in gates.prefix(5) {
                    group.addTask {
                        try await database.read { transaction in
                            _ = try transaction.backend()
                            gate.isBusy.open()
                            gate.mayEnd.passBlocking()
                        }
                    }
                }
                for gate in gates.prefix(5) { await gate.isBusy.pass() }
                for gate in gates { gate.mayEnd.open() }
                try await group.waitForAll()
            }
            // The suite's time limit is the end of our patience.
            try await wait { try await database.read({ try $0.backends(of: name) }) <= 2 }
        }
    }

    @Test func `A connection that lay idle is checked before a transaction gets it`() async throws {
        var options = options(1, overflow: 0)
        options.checkAfter = .zero
        let metrics = MetricRegistry()
        let database = try PostgresDatabase(url: PostgresFixture.url ?? "", options: options, metrics: metrics)
        let first = try await database.read { try $0.backend() }
        try await PostgresFixture.terminate(first)
        // A write that has begun is never run again, so the check must find the loss before it.
        let second = try await database.write { try $0.backend() }
        #expect(second != first)
        let retries = metrics.counter("souk_postgres_retries_total", "", labels: "reason")["lost"].value
        let lost = metrics.counter("souk_postgres_lost_total", "")[].value
        #expect(retries == 0 && lost == 1)
        await database.close()
    }

    @Test func `Look-ups survive killed connections`() async throws {
        try await PostgresFixture.withDatabase(options(3, overflow: 0)) { database in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for task in 0..<16 {
                    group.addTask {
                        for round in 0..<60 {
                            let sum = try? await database.lookUp {
                                try $0.value("SELECT \(task)::bigint + \(round)::bigint", as: Int.self)
                            }
                            // One that is under way when its connection is killed may fail; a wrong answer may not be.
                            #expect(sum == nil || sum == task + round)
                            guard task == 0, round % 10 == 0 else { continue }
                            let backend = try? await database.read { try $0.backend() }
                            if let backend { try await PostgresFixture.terminate(backend) }
                        }
                    }
                }
                try await group.waitForAll()
            }
            let sum = try await database.lookUp { try $0.value("SELECT 1 + 1", as: Int.self) }
            #expect(sum == 2)
        }
    }

    @Test func `A slow look-up does not hold up the others`() async throws {
        try await PostgresFixture.withDatabase(options(4, overflow: 0)) { database in
            let isOver = Mutex(false)
            let slow = Task {
                while !isOver.withLock(\.self) {
                    try await database.lookUp { try $0.forEach("SELECT 1 FROM pg_sleep(600)") { _ in } }
                }
            }
            for number in 0..<500 {
                let answer = try await database.lookUp { try $0.value("SELECT \(number)::bigint", as: Int.self) }
                #expect(answer == number)
            }
            isOver.withLock { $0 = true }
            slow.cancel()
            _ = await slow.result
        }
    }

    @Test func `The pool counts what it does`() async throws {
        let metrics = MetricRegistry()
        let database = try PostgresDatabase(
            url: PostgresFixture.url ?? "", options: options(1, overflow: 0), metrics: metrics)
        for _ in 0..<5 { _ = try await database.read { try $0.integer("SELECT 1") } }
        _ = try await database.write { try $0.integer("SELECT 1") }
        let text = metrics.text
        for line in [
            "souk_postgres_connections{state=\"open\"} 1", "souk_postgres_connects_total{result=\"ok\"} 1",
            "souk_postgres_transaction_seconds_count{access=\"read\"} 5",
            "souk_postgres_transaction_seconds_count{access=\"write\"} 1", "souk_postgres_wait_seconds_count 6",
            "souk_postgres_waiting 0",
        ] { #expect(text.contains(line + "\n"), "\(line)") }
        await database.close()
        #expect(metrics.text.contains("souk_postgres_connections{state=\"open\"} 0\n"))
    }
}
