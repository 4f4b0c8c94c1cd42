import Foundation
import Kernel
import Persistence
import TestSupport
import Testing

@testable import Souk

struct RestoreTests {
    @Test(arguments: TestDatabase.all)
    func `a shop that is there is replaced only on purpose, and then wholly`(kind: TestDatabase) async throws {
        try await BackupTests.withFile { file in
            try await ShopPlace.with(kind) { place in
                _ = try place.run(["demo", "--products", "30"])
                let old = try place.run(["export"]).output
                #expect(try place.run(["backup", file]).status == 0)
                _ = try place.run(["demo", "--products", "60", "--seed", "2"])
                let refused = try place.run(["restore", file])
                #expect(refused.status == 1 && refused.errors.contains("--force"))
                let forced = try place.run(["restore", file, "--force"])
                #expect(forced.status == 0, "\(forced.errors)")
                #expect(try place.run(["export"]).output == old)
                #expect(!FileManager.default.fileExists(atPath: place.data + "/.restore"))
            }
        }
    }

    /// As after a week or more: the events were pruned up to a place that means nothing on another server.
    @Test(arguments: TestDatabase.all.filter { $0 == .postgres })
    func `a restored shop begins its feed anew, and what follows it does so, too`(kind: TestDatabase) async throws {
        try await BackupTests.withFile { file in
            try await ShopPlace.with(kind) { place in
                _ = try place.run(["demo", "--products", "5"])
                let url = try #require(place.environment["DATABASE_URL"])
                var database = try PostgresDatabase(url: url)
                try await database.write { transaction in
                    try transaction.execute("UPDATE feed_horizon SET epoch = 900000000000, sequence = 7")
                    try transaction.execute(
                        "UPDATE search_documents_state SET is_built = TRUE, epoch = 900000000000, sequence = 9")
                }
                // A shop in use is not restored.
                await database.close()
                #expect(try place.run(["backup", file]).status == 0)
                let restored = try place.run(["restore", file, "--force"])
                #expect(restored.status == 0, "\(restored.errors)")
                database = try PostgresDatabase(url: url)
                let (horizon, built) = try await database.read { transaction in
                    (
                        try transaction.feedHorizon(),
                        try transaction.value("SELECT count(*) FROM search_documents_state WHERE is_built OR epoch > 0")
                            ?? 1
                    )
                }
                #expect(horizon == .start)
                #expect(built == 0)
                await database.close()
            }
        }
    }

    @Test func `a shop in use is left alone`() async throws {
        try await BackupTests.withFile { file in
            try await ShopPlace.with(.sqlite) { place in
                _ = try place.run(["demo", "--products", "5"])
                #expect(try place.run(["backup", file]).status == 0)
                let (server, _) = try await place.serve()
                let refused = try place.run(["restore", file, "--force"])
                #expect(refused.status == 1 && refused.errors.contains("Stop it"))
                server.stop()
                #expect(try place.run(["restore", file, "--force"]).status == 0)
            }
        }
    }

    @Test func `a backup that is not whole changes nothing`() async throws {
        try await BackupTests.withFile { file in
            try await ShopPlace.with(.sqlite) { place in
                _ = try place.run(["demo", "--products", "20"])
                let shop = try place.run(["export"]).output
                #expect(try place.run(["backup", file]).status == 0)
                let whole = try Data(contentsOf: URL(filePath: file))
                var damages = [
                    Data(), whole.prefix(10), whole.prefix(whole.count / 2), whole.dropLast(20), Data("no backup".utf8),
                ]
                var random = SystemRandomNumberGenerator()
                for _ in 0..<6 {
                    var damaged = whole
                    damaged[Int.random(in: 20..<whole.count - 8, using: &random)] ^= 0x10
                    damages.append(damaged)
                }
                for damaged in damages {
                    try damaged.write(to: URL(filePath: file))
                    let outcome = try place.run(["restore", file, "--force"])
                    #expect(
                        outcome.status == 1 && outcome.errors.contains("The backup is damaged"), "\(outcome.errors)")
                    #expect(!FileManager.default.fileExists(atPath: place.data + "/.restore"))
                }
                #expect(try place.run(["export"]).output == shop)
            }
        }
    }

    @Test func `a backup of a newer schema, of another database, or with files that lead elsewhere is refused`()
        async throws
    {
        try await BackupTests.withFile { file in
            let cases: [(manifest: BackupManifest, name: String, words: String)] = [
                (RestoreTests.manifest(schema: 99), "souk.db", "schema version 99"),
                (RestoreTests.manifest(.postgres), "database.dump", "Set DATABASE_URL"),
                (RestoreTests.manifest(), "data/../evil", "none of a shop"),
                (RestoreTests.manifest(), "/evil", "none of a shop"),
                (RestoreTests.manifest(), "data/souk.lock", "none of a shop"),
                (RestoreTests.manifest(), "data/x", "holds no database"),
            ]
            for (manifest, name, words) in cases {
                let writer = try ArchiveWriter(URL(filePath: file))
                try writer.add("manifest.json", bytes: manifest.bytes)
                try writer.add(name, bytes: Array("x".utf8))
                try writer.finish()
                try await ShopPlace.with(.sqlite) { place in
                    let outcome = try place.run(["restore", file])
                    #expect(outcome.status == 1 && outcome.errors.contains(words), "\(outcome.errors)")
                    let left = try FileManager.default.contentsOfDirectory(atPath: place.data)
                    #expect(left == [DataLock.fileName])
                }
            }
        }
    }

    private static func manifest(_ dialect: Dialect = .sqlite, schema: Int = 1) -> BackupManifest {
        BackupManifest(
            schemaVersion: schema, dialect: dialect, postgresSchema: dialect == .postgres ? "public" : nil, shop: "x",
            madeAt: WallClock.system.now)
    }

    @Test func `a restore that is killed leaves the old shop or the new one`() async throws {
        try await BackupTests.withFile { file in
            try await ShopPlace.with(.sqlite) { place in
                _ = try place.run(["demo", "--products", "40"])
                let new = try (place.run(["export"]).output, RestoreTests.key(place))
                #expect(try place.run(["backup", file]).status == 0)
                for mark in ["", "/new", "/new/souk.db", "/new/secret", "/READY", "/PLACING"] {
                    try FileManager.default.removeItem(atPath: place.data)
                    _ = try place.run(["demo", "--products", "15", "--seed", "9"])
                    let old = try (place.run(["export"]).output, RestoreTests.key(place))
                    let restore = Process()
                    (restore.executableURL, restore.arguments) = (
                        SoukBinary.url, ["restore", file, "--force", "--data", place.data]
                    )
                    (restore.standardOutput, restore.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
                    try restore.run()
                    while restore.isRunning, !FileManager.default.fileExists(atPath: place.data + "/.restore" + mark) {}
                    kill(restore.processIdentifier, SIGKILL)
                    restore.waitUntilExit()
                    let after = try (place.run(["export"]).output, RestoreTests.key(place))
                    #expect(after == old || after == new, "killed at \(mark)")
                    #expect(!FileManager.default.fileExists(atPath: place.data + "/.restore"))
                }
            }
        }
    }

    private static func key(_ place: ShopPlace) throws -> String {
        try String(contentsOfFile: place.data + "/secret", encoding: .utf8)
    }
}
