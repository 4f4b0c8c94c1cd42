import Foundation
import FoundationNetworking
import HTTPTypes
import HummingbirdTesting
import Logging
import NIOCore
import Persistence
import Synchronization
import TestSupport
import Testing

@testable import Souk

/// A place without a shop, one that others use, and one whose secret is another than before.
struct PlaceTests {
    @Test(arguments: [
        ["export"], ["maintenance", "status"], ["maintenance", "on"], ["keys", "rotate"], ["user", "list"],
        ["jobs", "list"], ["jobs", "probe"], ["migrate", "status"], ["migrate", "down", "--yes"], ["reindex"],
        ["search", "sets"], ["backup", "/nowhere/shop.souk"],
    ])
    func `a mistyped directory is no new shop`(command: [String]) async throws {
        try await SoukBinary.withData { data in
            let outcome = try SoukBinary.run(command + ["--data", data])
            #expect(outcome.status == 1 && outcome.errors.contains("There is no shop in \(data)"), "\(outcome.errors)")
            #expect(!FileManager.default.fileExists(atPath: data))
        }
    }

    @Test(arguments: TestDatabase.all)
    func `the schema is not taken back from under a server`(kind: TestDatabase) async throws {
        try await BackupTests.withFile { file in
            try await ShopPlace.with(kind) { place in
                let (server, address) = try await place.serve()
                let other = place.data + ".other"
                defer { try? FileManager.default.removeItem(atPath: other) }
                // On PostgreSQL, also from a machine that shares no directory with the server.
                for data in kind == .postgres ? [place.data, other] : [place.data] {
                    let refused = try SoukBinary.run(
                        ["migrate", "down", "--to", "0", "--backup", file, "--data", data],
                        environment: place.environment)
                    #expect(refused.status == 1 && refused.errors.contains("Stop"), "\(refused.errors)")
                    #expect(!FileManager.default.fileExists(atPath: file))
                }
                #expect(try await PlaceTests.status(address + "/readyz") == 200)
                server.stop()
                let down = try place.run(["migrate", "down", "--to", "0", "--backup", file])
                #expect(down.status == 0, "\(down.errors)")
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a shop whose schema is older than this souk's is not ready`(kind: TestDatabase) async throws {
        try await TestShop.with(kind) { shop, client in
            let before = try await client.execute(uri: "/readyz", method: .get)
            #expect(before.status == .ok)
            let last = Shop.migrations.count
            _ = try await shop.database.write {
                try $0.execute("DELETE FROM schema_migrations WHERE version = \(last)")
            }
            let after = try await client.execute(uri: "/readyz", method: .get)
            #expect(after.status == .serviceUnavailable)
            #expect(String(buffer: after.body).contains(#""schema":{"status":"down""#))
        }
    }

    @Test func `another secret is told by the doctor and by the start`() async throws {
        try await ShopPlace.with(.sqlite) { place in
            _ = try place.run(["demo", "--products", "1"])
            #expect(try place.run(["keys", "rotate"]).status == 0)
            let other = ["SOUK_SECRET_KEY": "0123456789-0123456789-0123456789"]
            #expect(try await PlaceTests.secret(place, [:]) == .ok)
            #expect(try await PlaceTests.secret(place, other) == .failure)
            #expect(try await PlaceTests.complaints(place, [:]).isEmpty)
            let complaints = try await PlaceTests.complaints(place, other)
            #expect(complaints.count == 1 && complaints.first?.contains("souk keys rotate") == true)
            // Whoever cannot put the old one back goes on with the new one.
            let rotated = try SoukBinary.run(["keys", "rotate", "--json", "--data", place.data], environment: other)
            #expect(rotated.status == 0 && rotated.output.contains(#""algorithm":"RS256""#), "\(rotated.output)")
            #expect(try await PlaceTests.secret(place, other) == .ok)
            #expect(try await PlaceTests.complaints(place, other).isEmpty)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a secret that was lost is replaced only on purpose`(kind: TestDatabase) async throws {
        try await ShopPlace.with(kind) { place in
            _ = try place.run(["demo", "--products", "1"])
            let secret = place.data + "/secret"
            try FileManager.default.removeItem(atPath: secret)
            #expect(try place.run(["export"]).status == 0, "nothing was sealed with it yet")
            #expect(try place.run(["keys", "rotate"]).status == 0)
            try FileManager.default.removeItem(atPath: secret)
            for command in [["export"], ["serve", "--port", "0"], ["worker"]] {
                let refused = try place.run(command)
                #expect(refused.status == 1 && refused.errors.contains("souk keys rotate"), "\(refused.errors)")
                #expect(!FileManager.default.fileExists(atPath: secret))
            }
            #expect(try await PlaceTests.secret(place, [:]) == .failure)
            #expect(!FileManager.default.fileExists(atPath: secret))
            #expect(try place.run(["keys", "rotate"]).status == 0)
            #expect(try await PlaceTests.secret(place, [:]) == .ok)
            #expect(try place.run(["export"]).status == 0)
        }
    }

    @Test func `a restore that was not finished is told`() async throws {
        try await ShopPlace.with(.sqlite) { place in
            _ = try place.run(["demo", "--products", "1"])
            for (mark, status) in [("DATABASE", Finding.Status.warning), ("READY", .failure)] {
                try RestorePlaceTests.write(".restore/\(mark)", in: place.data)
                let findings = try await PlaceTests.examine(place, [:])
                #expect(findings.first { $0.name == "restore" }?.status == status)
            }
        }
    }

    private static func examine(_ place: ShopPlace, _ environment: [String: String]) async throws -> [Finding] {
        let flags = [SettingFlag("SOUK_DATA", "--data", place.data)].compactMap(\.self)
        let all = place.environment.merging(environment) { $1 }
        return await Doctor(try SettingsReport(SettingsSources(flags: flags, environment: all))).examine()
    }

    private static func secret(_ place: ShopPlace, _ environment: [String: String]) async throws -> Finding.Status? {
        try await examine(place, environment).first { $0.name == "secret" }?.status
    }

    /// What the start of a server or worker would complain of.
    private static func complaints(_ place: ShopPlace, _ environment: [String: String]) async throws -> [String] {
        let settings = try Settings(
            dataDirectory: place.data, environment: place.environment.merging(environment) { $1 })
        let lines = Lines()
        let logger = Logger(label: "test") { _ in lines }
        let shop = try await Shop(settings, logger: logger)
        try await shop.reportSecret(to: logger)
        await shop.close()
        return lines.errors.all.withLock(\.self)
    }

    private static func status(_ address: String) async throws -> Int? {
        let url = try #require(URL(string: address))
        return (try await URLSession.shared.data(from: url).1 as? HTTPURLResponse)?.statusCode
    }
}

/// Keeps the errors that are logged.
private struct Lines: LogHandler {
    final class Kept: Sendable {
        let all = Mutex<[String]>([])
    }

    let errors = Kept()
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.info

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        if event.level >= .error { errors.all.withLock { $0.append("\(event.message)") } }
    }
}
