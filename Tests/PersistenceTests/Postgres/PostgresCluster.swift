import Foundation
import Kernel
import Testing

/// A PostgreSQL server of a test's own, which it may stop, start again and give a certificate. Trusts everybody on the
/// loopback address.
final class PostgresCluster {
    private let folder: URL
    private let bin: String
    let port: Int
    private var settings: [String] = []

    /// Where the server's programs are; `nil` when there is none.
    private static let bin: String? = {
        let root = "/usr/lib/postgresql"
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        let newest = versions.sorted { (Int($0) ?? 0) < (Int($1) ?? 0) }.last
        return newest.map { "\(root)/\($0)/bin" }
    }()

    static var isThere: Bool { bin != nil && PostgresFixture.isThere }

    /// PostgreSQL refuses to run as root.
    private static let asOwner: [String] =
        getuid() == 0 ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] : []

    /// Runs `body` with a server that is running, and throws it away.
    static func with(
        settings: [String] = [], prepare: (PostgresCluster) throws -> Void = { _ in },
        _ body: (PostgresCluster) async throws -> Void
    ) async throws {
        let cluster = try PostgresCluster()
        defer { cluster.remove() }
        try prepare(cluster)
        cluster.settings = settings.map { $0.replacing("FOLDER", with: cluster.folder.path) }
        try cluster.start()
        try await body(cluster)
    }

    private init() throws {
        bin = try #require(PostgresCluster.bin)
        folder = FileManager.default.temporaryDirectory.appending(path: "souk-cluster-\(ID<Void>())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        port = try PostgresCluster.freePort()
        try hand(over: folder.path)
        try run(
            PostgresCluster.asOwner + [
                "\(bin)/initdb", "--pgdata=\(folder.path)/data", "--username=souk", "--auth=trust", "--encoding=UTF8",
                "--locale=C.UTF-8", "--no-sync",
            ])
    }

    func path(_ name: String) -> String { folder.appending(path: name).path }

    /// An address with a password that the server does not ask for.
    func url(host: String = "127.0.0.1", _ query: String = "") -> String {
        "postgres://souk:hidden-word@\(host):\(port)/postgres" + (query.isEmpty ? "" : "?\(query)")
    }

    /// Starts the server and returns when it takes connections.
    ///
    /// It inherits no descriptors: Foundation notices the end of a process by a socket that every other child, started
    /// by a test beside this one, may have inherited. And a test that crashes leaves it behind for five minutes at most.
    func start() throws {
        let options = settings.map { "-c '\($0)'" }.joined(separator: " ")
        try run([
            "bash", "-euc",
            """
            (
                for descriptor in /proc/$BASHPID/fd/*; do
                    number=${descriptor##*/}
                    ((number < 3)) || eval "exec $number>&-"
                done
                exec setsid timeout --signal=INT 300 \(PostgresCluster.asOwner.joined(separator: " ")) \
                    \(bin)/postgres -D data -p \(port) -c listen_addresses=localhost -c unix_socket_directories=. \
                    -c fsync=off \(options) >server.log 2>&1 </dev/null
            ) &
            for ((tries = 0; tries < 1000; tries++)); do
                if \(bin)/pg_isready -q -h 127.0.0.1 -p \(port); then exit 0; fi
                sleep 0.02
            done
            exit 1
            """,
        ])
    }

    /// Breaks off what clients do, and returns when the server has ended.
    func stop() throws {
        try run(PostgresCluster.asOwner + ["\(bin)/pg_ctl", "-D", path("data"), "-m", "fast", "-w", "stop"])
    }

    /// Runs a shell script in the cluster's folder; what it makes belongs to the server's user.
    func shell(_ script: String) throws {
        try run(["bash", "-euc", "cd '\(folder.path)'; \(script)"])
        try hand(over: folder.path)
    }

    private func remove() {
        // It may have been stopped already.
        try? stop()
        try? FileManager.default.removeItem(at: folder)
    }

    private func hand(over path: String) throws {
        if getuid() == 0 { try run(["chown", "-R", "postgres:postgres", path]) }
    }

    private func run(_ command: [String]) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = command
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        process.currentDirectoryURL = folder
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "\(command)")
    }

    /// A port that the kernel has just given and taken back.
    private static func freePort() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(descriptor, pointer, length) == 0 && getsockname(descriptor, pointer, &length) == 0
            }
        }
        try #require(isBound)
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
