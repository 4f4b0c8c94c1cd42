import Foundation
import Kernel
import Persistence
import TestSupport
import Testing

/// Real workers in processes of their own: killed, stopped, beside a server.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct WorkerTests {
    /// A shop that several processes share, and the test's own look into its database.
    private struct Place {
        let data: String
        let environment: [String: String]
        let database: any Database

        static func with(_ kind: TestDatabase, _ body: (Place) async throws -> Void) async throws {
            try await kind.withPlace { folder, url in
                let environment = url.map { ["DATABASE_URL": $0] } ?? [:]
                let made = try SoukBinary.run(["migrate", "up", "--data", folder.path], environment: environment)
                try #require(made.status == 0, "\(made.errors)")
                let database: any Database =
                    if let url { try PostgresDatabase(url: url) } else {
                        try SQLiteDatabase(path: folder.appending(path: "souk.db").path)
                    }
                do {
                    try await body(Place(data: folder.path, environment: environment, database: database))
                    await database.close()
                } catch {
                    await database.close()
                    throw error
                }
            }
        }

        func souk(_ arguments: String...) throws -> SoukBinary.Outcome {
            try SoukBinary.run(arguments + ["--data", data], environment: environment)
        }

        func worker() async throws -> ChildProcess {
            let worker = try ChildProcess(
                SoukBinary.url, ["worker", "--lease", "1", "--data", data], environment: environment)
            _ = try await worker.output(after: "taking jobs")
            return worker
        }

        func probed() async throws -> [String] {
            try await database.read {
                try $0.values("SELECT subject FROM events WHERE name = 'job.probed'", as: String.self)
            }
        }

        func jobsLeft() async throws -> Int {
            try await database.read { try $0.value("SELECT count(*) FROM jobs", as: Int.self) ?? 0 }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A worker that is killed among its jobs loses none, and each effect is there once`(kind: TestDatabase)
        async throws
    {
        try await Place.with(kind) { place in
            let enqueued = try place.souk("jobs", "probe", "--count", "300", "--milliseconds", "60")
            #expect(enqueued.output.split(separator: "\n").count == 300)
            let first = try await place.worker()
            while try await place.probed().count < 20 {}
            first.kill()
            let left = try await place.jobsLeft()
            #expect(left > 0)
            let second = try await place.worker()
            while try await place.jobsLeft() > 0 {}
            #expect(second.stop() == 0)
            let effects = try await place.probed()
            #expect(effects.count == 300 && Set(effects).count == 300)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A worker that is told to stop ends with status 0, and a server runs the rest`(kind: TestDatabase) async throws
    {
        try await Place.with(kind) { place in
            _ = try place.souk("jobs", "probe", "--count", "200", "--milliseconds", "20")
            let worker = try await place.worker()
            while try await place.probed().isEmpty {}
            #expect(worker.stop() == 0)
            let running = try place.souk("jobs", "list", "--state", "running")
            #expect(running.status == 0 && running.output.isEmpty)
            let server = try ChildProcess(
                SoukBinary.url, ["serve", "--port", "0", "--data", place.data], environment: place.environment)
            _ = try await server.output(after: "listening on http://")
            while try await place.jobsLeft() > 0 {}
            #expect(server.stop() == 0)
            let effects = try await place.probed()
            #expect(effects.count == 200 && Set(effects).count == 200)
            let schedules = try place.souk("jobs", "schedules", "--json")
            #expect(schedules.output.contains(#""name":"jobs.prune","expression":"17 3 * * *""#))
        }
    }

    @Test func `Jobs are listed, shown, retried and cancelled, as text and as JSON`() async throws {
        try await Place.with(.sqlite) { place in
            let probe = try place.souk("jobs", "probe", "--json")
            let id = try #require(probe.output.split(separator: "\"").dropFirst(3).first.map(String.init))
            let list = try place.souk("jobs", "list", "--state", "waiting", "--name", "jobs.probe")
            #expect(list.output.hasPrefix("\(id)\twaiting\t") && list.output.contains("\t0\tjobs.probe\t"))
            let show = try place.souk("jobs", "show", id, "--json")
            let shown = try JSONValue(parsing: Array(show.output.utf8)).members?.map(\.name)
            #expect(
                shown == [
                    "id", "name", "state", "due_at", "tries", "error", "key", "enqueued_at", "changed_at", "payload",
                ])
            let text = try place.souk("jobs", "show", id)
            #expect(text.output.contains("state\twaiting\n") && text.output.contains("payload\t{\"milliseconds\":0,"))
            let retried = try place.souk("jobs", "retry", id)
            #expect(retried.output == "1 job is due now.\n")
            let dead = try place.souk("jobs", "dead")
            let revived = try place.souk("jobs", "retry", "--all-dead", "--json")
            #expect(dead.output.isEmpty && revived.output == "{\"retried\":0}\n")
            let cancelled = try place.souk("jobs", "cancel", id)
            #expect(cancelled.output == "Removed jobs.probe, which was waiting.\n")
            for command in ["show", "retry", "cancel"] {
                let gone = try place.souk("jobs", command, id)
                #expect(gone.status == 1 && gone.errors.contains("There is no job \(id)."))
                let wrong = try place.souk("jobs", command, "x")
                #expect(wrong.status == 1 && wrong.errors.contains("\"x\" is no id of a job."))
            }
            for wrong in [
                ["retry"], ["retry", id, "--all-dead"], ["list", "--limit", "0"], ["probe", "--count", "0"],
            ] {
                let refused = try SoukBinary.run(["jobs"] + wrong + ["--data", place.data])
                #expect(refused.status == 64)
            }
        }
    }
}
