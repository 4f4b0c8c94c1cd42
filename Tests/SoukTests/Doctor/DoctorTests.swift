import Foundation
import Kernel
import TestSupport
import Testing

@testable import Souk

struct DoctorTests {
    @Test func `a shop that is well is found so, and one finding decides the status`() async throws {
        try await ShopPlace.with(.sqlite) { place in
            _ = try place.run(["demo", "--products", "5"])
            let (server, _) = try await place.serve()
            server.stop()
            chmod(place.data, 0o700)
            let findings = try await examine(place, ["SOUK_PORT": "0", "SOUK_MAX_CONNECTIONS": "100"])
            #expect(findings.filter { $0.status != .ok && $0.name != "disk" }.isEmpty, "\(findings)")
            #expect(
                Set(findings.map(\.name)).isSuperset(of: ["database", "schema", "writing", "search index", "keys"]))
            let broken = try SoukBinary.run(
                ["doctor", "--json", "--data", place.data],
                environment: ["DATABASE_URL": "postgres://u:hidden@127.0.0.1:9/x"])
            #expect(broken.status == 2)
            #expect(broken.output.contains(#""status":"fail""#) && !broken.output.contains("hidden"))
        }
    }

    @Test func `what nobody made yet is a warning`() async throws {
        try await ShopPlace.with(.sqlite) { place in
            let findings = try await examine(place, [:])
            #expect(findings.first { $0.name == "data directory" }?.status == .warning)
            #expect(findings.first { $0.name == "database" }?.status == .warning)
            #expect(!FileManager.default.fileExists(atPath: place.data))
        }
    }

    @Test func `keys and directories that others may read are told`() async throws {
        try await ShopPlace.with(.sqlite) { place in
            _ = try place.run(["migrate", "up"])
            _ = try place.run(["demo", "--products", "1"])
            chmod(place.data + "/secret", 0o644)
            chmod(place.data, 0o755)
            let findings = try await examine(place, [:])
            #expect(
                findings.contains {
                    $0.name == "keys" && $0.status == .failure && $0.hint?.contains("chmod 600") == true
                })
            #expect(findings.contains { $0.name == "data directory" && $0.status == .warning })
        }
    }

    @Test func `a damaged database and a damaged index are told`() async throws {
        try await ShopPlace.with(.sqlite) { place in
            _ = try place.run(["demo", "--products", "5"])
            try Data("no index".utf8).write(to: URL(filePath: place.data + "/search.index"))
            let index = try await examine(place, [:])
            #expect(index.first { $0.name == "search index" }?.status == .warning)
            try Data(repeating: 7, count: 4096).write(to: URL(filePath: place.data + "/souk.db"))
            for suffix in ["-wal", "-shm"] {
                try? FileManager.default.removeItem(atPath: place.data + "/souk.db" + suffix)
            }
            let database = try await examine(place, [:])
            #expect(database.first { $0.name == "database" }?.status == .failure)
        }
    }

    @Test func `a port that a souk holds is well, one that something else holds is not`() async throws {
        try await ShopPlace.with(.sqlite) { place in
            let (server, address) = try await place.serve()
            let port = try #require(address.split(separator: ":").last.map(String.init))
            let own = try await examine(place, ["SOUK_PORT": port])
            #expect(own.first { $0.name == "port" } == .ok("port", "a souk listens on 127.0.0.1:\(port)"))
            server.stop()
        }
    }

    @Test func `hosts that are not there are told`() async throws {
        try await ShopPlace.with(.sqlite) { place in
            let findings = try await examine(
                place,
                [
                    "MAIL_URL": "smtp://127.0.0.1:9", "OTEL_EXPORTER_OTLP_ENDPOINT": "http://nowhere.invalid",
                ])
            #expect(findings.first { $0.name == "mail" }?.message == "127.0.0.1:9 takes no connections")
            #expect(findings.first { $0.name == "telemetry" }?.status == .failure)
        }
    }

    @Test func `a certificate that cannot be used is told`() async throws {
        try await ShopPlace.with(.sqlite) { place in
            let findings = try await examine(place, ["SOUK_TLS_CERTIFICATE": "/no.pem", "SOUK_TLS_KEY": "/no.key"])
            #expect(findings.first { $0.name == "certificate" }?.status == .failure)
        }
    }

    @Test func `in production careless settings are warned of`() async throws {
        try await ShopPlace.with(.sqlite) { place in
            let careless = try await examine(
                place,
                [
                    "SOUK_ENV": "production", "SOUK_SECRET_KEY": String(repeating: "a", count: 32),
                    "SOUK_LOG_FORMAT": "pretty",
                ])
            #expect(careless.filter { $0.name == "production" && $0.status == .warning }.count == 4)
            let careful = try await examine(
                place,
                [
                    "SOUK_ENV": "production", "PUBLIC_URL": "https://shop.example", "SOUK_TRUSTED_PROXIES": "127.0.0.1",
                    "SOUK_LOG_FORMAT": "json",
                ])
            #expect(careful.first { $0.name == "production" }?.status == .ok)
        }
    }

    @Test func `a setting that is not allowed is a finding`() throws {
        let outcome = try SoukBinary.run(["doctor"], environment: ["SOUK_PORT": "x"])
        #expect(outcome.status == 2 && outcome.output.hasPrefix("fail  settings: SOUK_PORT must be"))
    }

    private func examine(_ place: ShopPlace, _ environment: [String: String]) async throws -> [Finding] {
        let flags = [SettingFlag("SOUK_DATA", "--data", place.data)].compactMap(\.self)
        let report = try SettingsReport(SettingsSources(flags: flags, environment: environment))
        return await Doctor(report).examine()
    }
}
