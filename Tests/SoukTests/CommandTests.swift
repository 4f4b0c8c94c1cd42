import Foundation
import Kernel
import Persistence
import Testing

/// The command contract: what scripts of others rely on.
struct CommandTests {
    private static let speaker =
        #"{"id": "1", "name": "Bluetooth speaker", "price": 80, "category": ["Audio", "Speakers"]}"#

    @Test func `an import tells what went in by its status`() async throws {
        try await SoukBinary.withData { data in
            let all = try SoukBinary.run(["import", "-", "--data", data, "--json"], input: Self.speaker + "\n")
            #expect(all.status == 0)
            #expect(all.output.contains(#""created":1"#))

            let some = try SoukBinary.run(
                ["import", "-", "--data", data],
                input: Self.speaker + "\n" + #"{"id": "2", "name": "x", "price": 19.999}"# + "\n")
            #expect(some.status == 3)
            #expect(some.errors.contains("line 2: price:") && some.errors.contains("too_many_decimals"))

            let none = try SoukBinary.run(["import", "/nowhere.jsonl", "--data", data])
            #expect(none.status == 1)
            #expect(none.errors.hasPrefix("Error: Cannot read /nowhere.jsonl"))
        }
    }

    @Test func `production takes no invented products`() async throws {
        try await SoukBinary.withData { data in
            for command in [["demo", "--products", "5"], ["serve", "--demo", "--port", "0"]] {
                let refused = try SoukBinary.run(
                    command + ["--data", data], environment: ["SOUK_ENV": "production"])
                #expect(refused.status == 1)
                #expect(refused.errors.contains("SOUK_ENV"), "\(refused.errors)")
            }
            #expect(try SoukBinary.run(["export", "--data", data]).output.isEmpty)
            let staged = try SoukBinary.run(
                ["demo", "--products", "5", "--data", data], environment: ["SOUK_ENV": "staging"])
            #expect(staged.status == 0)
        }
    }

    @Test(arguments: ["0", "-1", "10001"])
    func `results that cannot be asked for are refused`(top: String) throws {
        let refused = try SoukBinary.run(["search", "run", "/nowhere.tsv", "--top=\(top)"])
        #expect(refused.status == 64)
        #expect(refused.errors.contains("--top must be 1 to 10000"))
    }

    @Test func `a dry run writes nothing`() async throws {
        try await SoukBinary.withData { data in
            let outcome = try SoukBinary.run(["import", "-", "--data", data, "--dry-run"], input: Self.speaker)
            #expect(outcome.status == 0)
            let export = try SoukBinary.run(["export", "--data", data])
            #expect(export.output.isEmpty)
        }
    }

    @Test func `what is exported makes the same shop again`() async throws {
        try await SoukBinary.withData { data in
            let demo = try SoukBinary.run(["demo", "--products", "300", "--seed", "7", "--data", data])
            #expect(demo.status == 0)
            let first = try SoukBinary.run(["export", "--data", data])
            #expect(first.output.split(separator: "\n").count == 300)
            try await SoukBinary.withData { other in
                let taken = try SoukBinary.run(["import", "-", "--data", other], input: first.output)
                #expect(taken.status == 0)
                let second = try SoukBinary.run(["export", "--data", other])
                #expect(second.output == first.output)
            }
        }
    }

    @Test func `an import that was killed and begun again leaves the shop of one whole run`() async throws {
        try await SoukBinary.withData { whole in
            _ = try SoukBinary.run(["demo", "--products", "1500", "--seed", "3", "--data", whole])
            let clean = try SoukBinary.run(["export", "--data", whole]).output
            let lines = clean.split(separator: "\n", omittingEmptySubsequences: false)
            try await SoukBinary.withData { data in
                let killed = Process()
                let pipe = Pipe()
                (killed.executableURL, killed.arguments) = (SoukBinary.url, ["import", "-", "--data", data])
                (killed.standardInput, killed.standardOutput) = (pipe, FileHandle.nullDevice)
                killed.standardError = FileHandle.nullDevice
                try killed.run()
                // 1,200 lines and no end: two batches are committed, the rest waits for more.
                pipe.fileHandleForWriting.write(Data((lines.prefix(1200).joined(separator: "\n") + "\n").utf8))
                while try SoukBinary.run(["export", "--data", data]).output.split(separator: "\n").count < 1000 {}
                kill(killed.processIdentifier, SIGKILL)
                killed.waitUntilExit()

                let again = try SoukBinary.run(["import", "-", "--data", data, "--json"], input: clean)
                #expect(again.output.contains(#""created":500"#) && again.output.contains(#""unchanged":1000"#))
                let after = try SoukBinary.run(["export", "--data", data]).output
                #expect(after == clean)
            }
        }
    }

    @Test func `a search run prints query, rank and external id`() async throws {
        try await SoukBinary.withData { data in
            _ = try SoukBinary.run(["import", "-", "--data", data], input: Self.speaker)
            let queries = FileManager.default.temporaryDirectory.appending(path: "queries-\(UUID()).tsv")
            try "7\tspeaker\n8\tnothing such\n".write(to: queries, atomically: true, encoding: .utf8)
            defer { try? FileManager.default.removeItem(at: queries) }
            let path = queries.path(percentEncoded: false)
            let run = try SoukBinary.run(["search", "run", path, "--data", data])
            #expect(run.output == "7\t1\t1\n")
            let bench = try SoukBinary.run([
                "bench", "search", "--queries", path, "--seconds", "0.05", "--data", data, "--json",
            ])
            let figures = try JSONValue(parsing: Array(bench.output.utf8)).members?.map(\.name)
            #expect(figures == ["qps", "per_cpu_s", "p50_ms", "p95_ms", "p99_ms", "rss_mb", "documents"])
        }
    }

    @Test func `a database that cannot be used is said so, and what to do`() async throws {
        try await SoukBinary.withData { data in
            _ = try SoukBinary.run(["migrate", "up", "--data", data])
            let database = data + "/souk.db"
            try Data("this is no database, and never was one; it is long enough to have a header".utf8)
                .write(to: URL(filePath: database))
            try? FileManager.default.removeItem(atPath: database + "-wal")
            let damaged = try SoukBinary.run(["export", "--data", data])
            #expect(damaged.status == 1)
            #expect(damaged.errors.contains("no SQLite database"))

            let away = try SoukBinary.run(
                ["export", "--data", data], environment: ["DATABASE_URL": "postgres://souk:secret@127.0.0.1:9/shop"])
            #expect(away.status == 1)
            #expect(away.errors.contains("127.0.0.1") && !away.errors.contains("secret"))

            let wrong = try SoukBinary.run(["export", "--data", data], environment: ["DATABASE_URL": "mysql://x"])
            #expect(wrong.errors.contains("DATABASE_URL must be an address that begins with postgres://"))
        }
    }

    @Test func `a database of a newer version is left alone`() async throws {
        try await SoukBinary.withData { data in
            _ = try SoukBinary.run(["migrate", "up", "--data", data])
            let database = try SQLiteDatabase(path: data + "/souk.db")
            _ = try await database.write { transaction in
                try transaction.execute("INSERT INTO schema_migrations VALUES (99, 'from the future', 'x', 0)")
            }
            await database.close()
            let outcome = try SoukBinary.run(["serve", "--data", data, "--port", "0"])
            #expect(outcome.status == 1)
            #expect(outcome.errors.contains("version 99") && outcome.errors.contains("newer"))
        }
    }

    @Test func `the schema goes down only on purpose, and up again`() async throws {
        try await SoukBinary.withData { data in
            _ = try SoukBinary.run(["import", "-", "--data", data], input: Self.speaker)
            let asked = try SoukBinary.run(["migrate", "down", "--to", "0", "--data", data])
            #expect(asked.status == 1)
            let down = try SoukBinary.run(["migrate", "down", "--to", "0", "--yes", "--data", data])
            #expect(down.status == 0)
            let status = try SoukBinary.run(["migrate", "status", "--data", data])
            #expect(status.output.split(separator: "\n").allSatisfy { $0.contains("\tdue\t") })
            let export = try SoukBinary.run(["export", "--data", data])
            #expect(export.status == 0 && export.output.isEmpty)
        }
    }

    @Test func `rejects are never written over the input or the shop's own data`() async throws {
        try await SoukBinary.withData { data in
            let folder = FileManager.default.temporaryDirectory.appending(path: "souk-input-\(UUID())")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let (input, link) = (folder.appending(path: "in.jsonl"), folder.appending(path: "link"))
            try Self.speaker.write(to: input, atomically: true, encoding: .utf8)
            try FileManager.default.createSymbolicLink(at: link, withDestinationURL: input)
            for rejects in [link.path, input.path, data + "/souk.db"] {
                let outcome = try SoukBinary.run(["import", input.path, "--data", data, "--rejects", rejects])
                #expect(outcome.status == 1)
                #expect(outcome.errors.contains("would be lost"))
            }
            let after = try String(contentsOf: input, encoding: .utf8)
            #expect(after == Self.speaker)
            let export = try SoukBinary.run(["export", "--data", data])
            #expect(export.status == 0)
        }
    }

    @Test func `a key that cannot be read stops the start`() async throws {
        try await SoukBinary.withData { data in
            try FileManager.default.createDirectory(atPath: data + "/secret", withIntermediateDirectories: true)
            let outcome = try SoukBinary.run(["serve", "--port", "0", "--data", data])
            #expect(outcome.status == 1)
            #expect(outcome.errors.contains("/secret"))
        }
    }

    @Test func `rows of one product that stand apart are rejected, not lost`() async throws {
        try await SoukBinary.withData { data in
            let rows = "id,name,price,option.size\n1,A,1,S\n2,B,2,\n1,A,1,M\n"
            let outcome = try SoukBinary.run(["import", "-", "--data", data], input: rows)
            #expect(outcome.status == 3)
            #expect(outcome.errors.contains("line 4:") && outcome.errors.contains("rows_apart"))
        }
    }
}
