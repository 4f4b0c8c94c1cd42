import Foundation
import FoundationNetworking
import Glibc
import Kernel
import Persistence
import Synchronization
import TestSupport
import Testing

@testable import Souk

struct BackupTests {
    @Test(arguments: TestDatabase.all)
    func `a backup made while a server writes holds everything that was acknowledged before`(kind: TestDatabase)
        async throws
    {
        try await BackupTests.withFile { file in
            let (before, secret) = try await ShopPlace.with(kind) { place in
                _ = try place.run(["demo", "--products", "150"])
                let key = try SoukBinary.makeAdmin(data: place.data, environment: place.environment)
                let (server, address) = try await place.serve(["SOUK_LIMIT_USER": "off"])
                let secret = try String(contentsOfFile: place.data + "/secret", encoding: .utf8)
                let writer = Writer(address, key)
                async let _ = writer.run()
                try await writer.wait(for: 20)
                let before = writer.acknowledged
                let outcome = try place.run(["backup", file, "--json"])
                #expect(outcome.status == 0, "\(outcome.errors)")
                // It goes on afterwards as before.
                try await writer.wait(for: writer.acknowledged.count + 5)
                server.stop()
                return (before, secret)
            }
            try await ShopPlace.with(kind) { place in
                let outcome = try place.run(["restore", file])
                #expect(outcome.status == 0, "\(outcome.errors)")
                let export = try place.run(["export"]).output
                for number in before { #expect(export.contains("\"W-\(number)\"")) }
                #expect(try String(contentsOfFile: place.data + "/secret", encoding: .utf8) == secret)
                let (server, address) = try await place.serve()
                let found = try await Writer.get(address + "/api/v1/products/search?page_size=1")
                #expect(found.contains(#""total":150"#))
                server.stop()
            }
        }
    }

    @Test func `a backup is an archive that tar and sha256sum understand`() async throws {
        try await BackupTests.withFile { file in
            try await ShopPlace.with(.sqlite) { place in
                _ = try place.run(["demo", "--products", "20"])
                try FileManager.default.createDirectory(atPath: place.data + "/mail", withIntermediateDirectories: true)
                let long = String(repeating: "a", count: 90)
                try Data("hello".utf8).write(to: URL(filePath: place.data + "/mail/\(long).eml"))
                let outcome = try place.run(["backup", file])
                #expect(outcome.status == 0)
                let folder = URL(filePath: file).deletingLastPathComponent().appending(path: "open")
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
                try BackupTests.shell("tar -xzf '\(file)' && sha256sum --check --quiet SHA256SUMS", in: folder)
                let mail = try String(contentsOf: folder.appending(path: "data/mail/\(long).eml"), encoding: .utf8)
                #expect(mail == "hello")
                #expect(!FileManager.default.fileExists(atPath: folder.path + "/data/search.index"))
                let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
                #expect(mode == 0o600)
            }
        }
    }

    @Test func `a file that is there is replaced only on purpose, and a shop that is not there is no backup`()
        async throws
    {
        try await BackupTests.withFile { file in
            try await ShopPlace.with(.sqlite) { place in
                let nothing = try place.run(["backup", file])
                #expect(nothing.status == 1 && nothing.errors.contains("There is no shop in"))
                _ = try place.run(["demo", "--products", "5"])
                #expect(try place.run(["backup", file]).status == 0)
                let again = try place.run(["backup", file])
                #expect(again.status == 1 && again.errors.contains("--force"))
                #expect(try place.run(["backup", file, "--force"]).status == 0)
                let inside = try place.run(["backup", place.data + "/backup.souk"])
                #expect(inside.status == 1 && inside.errors.contains("lies in the data directory"))
                let nowhere = try place.run(["backup", file + "/x/y"])
                #expect(nowhere.status == 1 && nowhere.errors.contains("cannot be written"))
            }
        }
    }

    @Test func `links in the data directory are followed, and one that leads nowhere is told`() async throws {
        try await BackupTests.withFile { file in
            try await ShopPlace.with(.sqlite) { place in
                _ = try place.run(["demo", "--products", "5"])
                let disk = URL(filePath: file).deletingLastPathComponent().appending(path: "disk")
                try RestorePlaceTests.write("a/upload", in: disk.path)
                try FileManager.default.removeItem(atPath: place.data + "/blobs")
                try FileManager.default.createSymbolicLink(
                    atPath: place.data + "/blobs", withDestinationPath: disk.path)
                let inside = try place.run(["backup", disk.path + "/shop.souk"])
                #expect(inside.status == 1 && inside.errors.contains("lies in the data directory"))
                #expect(try place.run(["backup", file]).status == 0)
                #expect(try place.run(["restore", file, "--force"]).status == 0)
                #expect(FileManager.default.fileExists(atPath: disk.path + "/a/upload"))
                try FileManager.default.removeItem(at: disk)
                #expect(FileManager.default.fileExists(atPath: place.data + "/blobs/a/upload"))
                try FileManager.default.createSymbolicLink(
                    atPath: place.data + "/mail", withDestinationPath: "/nowhere")
                let nowhere = try place.run(["backup", file, "--force"])
                #expect(nowhere.status == 1 && nowhere.errors.contains("mail is a link that leads nowhere"))
            }
        }
    }

    @Test func `a full disk is that of the backup, and not that of the shop`() throws {
        let file = URL(filePath: "/backups/shop.souk")
        for error in [DatabaseError.diskFull, CocoaError(.fileWriteOutOfSpace)] as [any Error] {
            let named = try #require(Backup.naming(file, error) as? BackupError)
            #expect(named.description.contains("The disk of /backups/shop.souk is full"))
        }
        #expect(Backup.naming(file, DatabaseError.closed) as? DatabaseError == .closed)
    }

    @Test func `only a regular file is replaced, and uploads elsewhere are told of`() async throws {
        try await BackupTests.withFile { file in
            try await ShopPlace.with(.sqlite) { place in
                _ = try place.run(["demo", "--products", "5"])
                mkfifo(file, 0o600)
                let pipe = try place.run(["backup", file, "--force"])
                #expect(pipe.status == 1 && pipe.errors.contains("is no regular file"))
                #expect(try place.run(["backup", "-"]).status == 64)
                unlink(file)
                let elsewhere = try SoukBinary.run(
                    ["backup", file, "--data", place.data], environment: ["BLOB_URL": "file:///srv/uploads"])
                #expect(elsewhere.status == 0 && elsewhere.output.contains("Uploads lie at file:///srv/uploads"))
                let own = try SoukBinary.run(
                    ["backup", file, "--force", "--json", "--data", place.data],
                    environment: ["BLOB_URL": "file://\(place.data)/blobs"])
                #expect(own.output.contains(#""uploads_elsewhere":null"#), "\(own.output)")
            }
        }
    }

    /// The name of a file in a folder of its own.
    static func withFile<Value>(_ body: (String) async throws -> Value) async throws -> Value {
        try await SoukBinary.withData { folder in
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            return try await body(folder + "/shop.souk")
        }
    }

    static func shell(_ script: String, in folder: URL) throws {
        let process = Process()
        (process.executableURL, process.arguments) = (URL(filePath: "/bin/sh"), ["-c", script])
        process.currentDirectoryURL = folder
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(script)")
    }
}

/// Makes products over HTTP, one after the other, and remembers which were acknowledged.
private final class Writer: Sendable {
    private let address: String
    private let key: String
    private let numbers = Mutex<[Int]>([])

    init(_ address: String, _ key: String) {
        (self.address, self.key) = (address, key)
    }

    var acknowledged: [Int] { numbers.withLock { $0 } }

    func run() async throws {
        for number in 0... {
            try Task.checkCancellation()
            var request = URLRequest(url: try #require(URL(string: address + "/api/v1/products")))
            request.httpMethod = "POST"
            request.setValue("Bearer \(key)", forHTTPHeaderField: "Authorization")
            request.setValue("application/json", forHTTPHeaderField: "Content-Type")
            request.httpBody = Data(#"{"name": "Written \#(number)", "price": 1, "sku": "W-\#(number)"}"#.utf8)
            let response = try await URLSession.shared.data(for: request).1 as? HTTPURLResponse
            if response?.statusCode == 201 { numbers.withLock { $0.append(number) } }
        }
    }

    func wait(for count: Int) async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while acknowledged.count < count {
            try #require(ContinuousClock.now < deadline, "the server acknowledges nothing")
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    static func get(_ address: String) async throws -> String {
        let url = try #require(URL(string: address))
        return String(decoding: try await URLSession.shared.data(from: url).0, as: UTF8.self)
    }
}
