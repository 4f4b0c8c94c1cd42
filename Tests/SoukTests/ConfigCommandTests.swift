import Foundation
import Kernel
import Testing

/// What `souk config` and `souk version` print, and how settings reach every command.
struct ConfigCommandTests {
    @Test func `the effective value is printed with where it comes from, and no secret`() async throws {
        try await SoukBinary.withData { data in
            try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
            try Data("server: {port: 1, host: 10.0.0.1}\nshop: {name: File}\n".utf8).write(
                to: URL(filePath: data + "/a.yaml"))
            try Data("SOUK_HOST=10.0.0.2\nSOUK_SHOP_NAME=\"Env file\"\n".utf8).write(to: URL(filePath: data + "/a.env"))
            let environment = [
                "SOUK_ENV_FILE": data + "/a.env", "SOUK_SHOP_NAME": "Environment",
                "SOUK_SECRET_KEY": "hidden-hidden-hidden-hidden-hidden",
                "SOUK_PROT": "1",
            ]
            let outcome = try SoukBinary.run(
                ["config", "--data", data, "--config", data + "/a.yaml"], environment: environment)
            #expect(outcome.status == 0)
            for line in [
                "SOUK_DATA                    \(data)  (--data)",
                "SOUK_SHOP_NAME               Environment  (environment)",
                "SOUK_HOST                    10.0.0.2  (a.env line 1)",
                "SOUK_PORT                    1  (\(data)/a.yaml line 1, column 16)",
                "SOUK_SECRET_KEY              ••••  (environment)",
            ] {
                #expect(outcome.output.contains(line + "\n"), "\(line)")
            }
            #expect(!outcome.output.contains("hidden"))
            #expect(
                outcome.errors
                    == "Warning: SOUK_PROT has no effect (environment): there is no such setting; is SOUK_PORT meant?\n"
            )
        }
    }

    @Test func `every mistake is a line, and stops every command`() throws {
        for command in [["config"], ["serve"], ["migrate", "up"], ["export"], ["backup", "/tmp/x.souk"]] {
            let outcome = try SoukBinary.run(command, environment: ["SOUK_PORT": "x", "LOG_LEVEL": "loud"])
            #expect(outcome.status == 1 && outcome.output.isEmpty)
            let lines = outcome.errors.split(separator: "\n")
            #expect(lines.count == 2 && lines.allSatisfy { $0.hasPrefix("Error: ") && $0.contains("must be") })
        }
    }

    @Test func `programs get lists and objects`() throws {
        let config = try SoukBinary.run(["config", "--json"])
        guard case .array(let entries) = try JSONValue(parsing: Array(config.output.utf8)) else {
            Issue.record("no list: \(config.output)")
            return
        }
        #expect(entries.count > 40)
        #expect(
            entries.allSatisfy {
                $0.members?.map(\.name) == ["name", "path", "value", "source", "default", "allowed", "help", "secret"]
            })
        let version = try SoukBinary.run(["version", "--json"], environment: ["SOUK_COMMIT": "abc123"])
        let members = try JSONValue(parsing: Array(version.output.utf8)).members ?? []
        #expect(members.map(\.name) == ["version", "commit", "swift", "sqlite", "libpq"])
        #expect(members.first { $0.name == "commit" }?.value == .string("abc123"))
    }

    @Test func `every command has help with an example`() throws {
        for command in [
            "serve", "import", "export", "demo", "reindex", "migrate", "config", "doctor", "backup", "restore",
            "maintenance", "openapi", "version",
        ] {
            let outcome = try SoukBinary.run([command, "--help"])
            #expect(outcome.status == 0 && outcome.output.contains("EXAMPLE"), "\(command)")
        }
    }
}
