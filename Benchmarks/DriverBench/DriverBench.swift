import Foundation
import Persistence

/// What the drivers cost: `scripts/bench database` runs it beside `pgbench` and prints the ratios.
///
/// - `DriverBench postgres CLIENTS SECONDS`: point reads a second of the table that `pgbench -i` makes, in the database
///   of `DATABASE_URL`, by so many tasks at once.
/// - `DriverBench sqlite SECONDS`: microseconds of a point read through the port, and of the same call with bare GRDB.
@main
enum DriverBench {
    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst()
        switch (arguments.first, arguments.dropFirst().compactMap { Int($0) }) {
        case ("postgres", let numbers) where numbers.count == 2:
            let url = ProcessInfo.processInfo.environment["DATABASE_URL"] ?? ""
            print(Int(try await PostgresReads(url: url).perSecond(clients: numbers[0], seconds: numbers[1])))
        case ("sqlite", let numbers) where numbers.count == 1:
            let (ours, bare) = try await SQLiteReads().microseconds(seconds: numbers[0])
            print(String(format: "%.2f %.2f", ours, bare))
        default:
            FileHandle.standardError.write(Data("DriverBench postgres CLIENTS SECONDS | sqlite SECONDS\n".utf8))
            exit(2)
        }
    }
}
