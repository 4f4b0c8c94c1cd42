import Foundation

/// The built `souk`, as a shell would call it.
enum SoukBinary {
    /// The binary that was built with these tests, or the one of `SOUK_BINARY`.
    static var url: URL {
        if let path = ProcessInfo.processInfo.environment["SOUK_BINARY"] { return URL(filePath: path) }
        return URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "souk")
    }

    /// How a command ended and what it said.
    struct Outcome {
        let status: Int32
        let output: String
        let errors: String
    }

    /// Runs a command to its end.
    static func run(
        _ arguments: [String], of program: URL = url, input: String = "", environment: [String: String] = [:]
    ) throws -> Outcome {
        let process = Process()
        let folder = FileManager.default.temporaryDirectory.appending(path: "souk-run-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for name in ["in", "out", "err"] {
            try (name == "in" ? input : "").write(to: folder.appending(path: name), atomically: false, encoding: .utf8)
        }
        (process.executableURL, process.arguments) = (program, arguments)
        process.environment = ["PATH": "/usr/bin:/bin", "LOG_LEVEL": "error"].merging(coverage) { $1 }
            .merging(environment) { $1 }
        process.standardInput = try FileHandle(forReadingFrom: folder.appending(path: "in"))
        process.standardOutput = try FileHandle(forWritingTo: folder.appending(path: "out"))
        process.standardError = try FileHandle(forWritingTo: folder.appending(path: "err"))
        try process.run()
        process.waitUntilExit()
        return Outcome(
            status: process.terminationStatus,
            output: try String(contentsOf: folder.appending(path: "out"), encoding: .utf8),
            errors: try String(contentsOf: folder.appending(path: "err"), encoding: .utf8))
    }

    /// Runs a command at a terminal of its own, where `text` is typed.
    static func runAtTerminal(_ arguments: [String], typing text: String) throws -> Outcome {
        let line = ([url.path] + arguments).map { "'\($0)'" }.joined(separator: " ")
        return try run(["-qec", line, "/dev/null"], of: URL(filePath: "/usr/bin/script"), input: text)
    }

    /// Makes an admin, and a key for its machines.
    /// - Returns: the key.
    static func makeAdmin(data: String, environment: [String: String] = [:]) throws -> String {
        struct Made: Decodable { let apiKey: String }
        let outcome = try run(
            [
                "user", "create", "--email", "admin@shop.example", "--role", "admin", "--password-stdin", "--api-key",
                "tests", "--json", "--data", data,
            ], input: "a password of the tests\n", environment: environment)
        guard outcome.status == 0 else { throw ChildProcess.Failure(description: outcome.errors) }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(Made.self, from: Data(outcome.output.utf8)).apiKey
    }
    /// Where a binary that counts its lines writes them down, so that commands count as tested.
    private static let coverage = ProcessInfo.processInfo.environment.filter { $0.key == "LLVM_PROFILE_FILE" }

    /// Gives `body` a folder for a shop's data that goes with it.
    static func withData<Value>(_ body: (String) async throws -> Value) async throws -> Value {
        let folder = FileManager.default.temporaryDirectory.appending(path: "souk-data-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        return try await body(folder.path(percentEncoded: false))
    }
}
