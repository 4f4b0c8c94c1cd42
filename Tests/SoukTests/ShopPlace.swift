import Foundation
import Kernel
import TestSupport

/// A place for a shop that the built binary opens: a data directory, and on PostgreSQL a database of its own.
struct ShopPlace: Sendable {
    let data: String
    /// What the binary is told of it.
    let environment: [String: String]

    /// A command on this shop.
    func run(_ arguments: [String], input: String = "") throws -> SoukBinary.Outcome {
        try SoukBinary.run(arguments + ["--data", data], input: input, environment: environment)
    }

    /// A server of this shop, and its address.
    /// - Parameter more: settings beside those of the place.
    func serve(_ more: [String: String] = [:]) async throws -> (server: ChildProcess, address: String) {
        let server = try ChildProcess(
            SoukBinary.url, ["serve", "--port", "0", "--data", data],
            environment: environment.merging(more) { $1 })
        return (server, "http://" + (try await server.output(after: "listening on http://")))
    }

    /// Gives `body` an empty place, which goes with it.
    static func with<Value>(_ kind: TestDatabase, _ body: (ShopPlace) async throws -> Value) async throws -> Value {
        try await SoukBinary.withData { data in
            guard kind == .postgres, let server = ProcessInfo.processInfo.environment["SOUK_TEST_POSTGRES"] else {
                return try await body(ShopPlace(data: data, environment: [:]))
            }
            let name = "place_" + ID<ShopPlace>().description.replacing("-", with: "")
            let base = server.prefix { $0 != "?" }
            guard let slash = base.lastIndex(of: "/") else { throw ChildProcess.Failure(description: "odd address") }
            try psql(server, "CREATE DATABASE \(name)")
            let result: Result<Value, any Error>
            do {
                result = .success(
                    try await body(ShopPlace(data: data, environment: ["DATABASE_URL": "\(base[...slash])\(name)"])))
            } catch {
                result = .failure(error)
            }
            try psql(server, "DROP DATABASE \(name) WITH (FORCE)")
            return try result.get()
        }
    }

    private static func psql(_ server: String, _ statement: String) throws {
        let process = Process()
        (process.executableURL, process.arguments) = (URL(filePath: "/usr/bin/psql"), ["-qX", server, "-c", statement])
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw ChildProcess.Failure(description: "psql: \(statement)") }
    }
}
