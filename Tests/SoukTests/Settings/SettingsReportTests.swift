import Foundation
import Testing

@testable import Souk

struct SettingsReportTests {
    @Test func `the settings file is the named one, else that of the working directory, else that of the data`() throws
    {
        try SettingsReportTests.withFolder { folder in
            let port = { (environment: [String: String], config: String?) in
                try SettingsReport.read(flags: [], environment: environment, config: config, in: folder).settings.server
                    .port
            }
            #expect(try port([:], nil) == 8080)
            try write("server: {port: 3}", "data/souk.yaml", in: folder)
            #expect(try port([:], nil) == 3)
            try write("server: {port: 2}", "souk.yaml", in: folder)
            #expect(try port([:], nil) == 2)
            try write("server: {port: 1}", "other.yaml", in: folder)
            #expect(try port(["SOUK_CONFIG": "other.yaml"], nil) == 1)
            try write("SOUK_CONFIG=other.yaml", ".env", in: folder)
            #expect(try port([:], nil) == 1)
            #expect(try port(["SOUK_CONFIG": "nowhere.yaml"], "souk.yaml") == 2)
            try write("SOUK_PORT=4", "other.env", in: folder)
            #expect(try port(["SOUK_ENV_FILE": "other.env"], nil) == 4)
        }
    }

    @Test func `a file that is named must be there`() throws {
        try SettingsReportTests.withFolder { folder in
            for environment in [["SOUK_CONFIG": "no.yaml"], ["SOUK_ENV_FILE": "no.env"]] {
                let error = #expect(throws: Settings.Invalid.self) {
                    try SettingsReport.read(flags: [], environment: environment, config: nil, in: folder)
                }
                #expect(error?.description.contains("cannot be read: there is no such file") == true)
            }
        }
    }

    @Test func `the file that lies with the data cannot say where the data lie`() throws {
        try SettingsReportTests.withFolder { folder in
            try write("data: elsewhere", "data/souk.yaml", in: folder)
            let error = #expect(throws: Settings.Invalid.self) {
                try SettingsReport.read(flags: [], environment: [:], config: nil, in: folder)
            }
            #expect(error?.description.contains("data cannot be set in the data directory itself") == true)
        }
    }

    @Test func `a file that is no text is refused`() throws {
        try SettingsReportTests.withFolder { folder in
            try Data([0xFF, 0xFE, 0x00]).write(to: folder.appending(path: ".env"))
            let error = #expect(throws: Settings.Invalid.self) {
                try SettingsReport.read(flags: [], environment: [:], config: nil, in: folder)
            }
            #expect(error?.description.contains("not text in UTF-8") == true)
        }
    }

    private func write(_ text: String, _ name: String, in folder: URL) throws {
        let file = folder.appending(path: name)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    private static func withFolder(_ body: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "souk-settings-\(UUID())", directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder)
    }
}
