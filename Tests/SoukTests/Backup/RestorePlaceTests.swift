import Foundation
import TestSupport
import Testing

@testable import Souk

/// What lies in the data directory besides the shop, and what stands in the way.
struct RestorePlaceTests {
    @Test(arguments: TestDatabase.all)
    func `a mount that would have to be moved is refused before anything is`(kind: TestDatabase) async throws {
        try await BackupTests.withFile { file in
            try await ShopPlace.with(kind) { place in
                _ = try place.run(["demo", "--products", "5"])
                #expect(try place.run(["backup", file]).status == 0)
                _ = try place.run(["demo", "--products", "9", "--seed", "2"])
                let shop = try place.run(["export"]).output
                let uploads = place.data + "/blobs/upload"
                try FileManager.default.createDirectory(
                    atPath: place.data + "/blobs", withIntermediateDirectories: true)
                try Data("an upload".utf8).write(to: URL(filePath: uploads))
                let settings = try Settings(dataDirectory: place.data, environment: place.environment)
                let restore = Restore(into: settings) { $0.lastPathComponent == "blobs" }
                let error = await #expect(throws: BackupError.self) {
                    _ = try await restore.run(from: URL(filePath: file), force: true)
                }
                #expect(error?.description.contains("blobs is a mount") == true)
                #expect(error?.description.contains("BLOB_URL=file:///") == true)
                #expect(!FileManager.default.fileExists(atPath: place.data + "/.restore"))
                #expect(try String(contentsOfFile: uploads, encoding: .utf8) == "an upload")
                #expect(try place.run(["export"]).output == shop)
            }
        }
    }

    @Test func `mounts are known`() throws {
        #expect(FileStatus.isMount(URL(filePath: "/proc")))
        #expect(!FileStatus.isMount(URL(filePath: "/proc/self")))
        #expect(!FileStatus.isMount(URL(filePath: "/nowhere")))
    }

    @Test func `what is not the shop's is neither in the way, nor taken, nor touched`() async throws {
        try await BackupTests.withFile { file in
            try await ShopPlace.with(.sqlite) { place in
                let foreign = ["other.txt", "tls/key.pem", "lost+found/x"]
                for name in foreign { try RestorePlaceTests.write(name, in: place.data) }
                _ = try place.run(["demo", "--products", "5"])
                #expect(try place.run(["backup", file]).status == 0)
                for name in ["souk.db", "souk.db-wal", "souk.db-shm", "secret", "blobs"] {
                    try? FileManager.default.removeItem(atPath: place.data + "/" + name)
                }
                let vacant = try place.run(["restore", file])
                #expect(vacant.status == 0, "\(vacant.errors)")
                let copy = place.data + "/shop.souk"
                try FileManager.default.copyItem(atPath: file, toPath: copy)
                let forced = try place.run(["restore", copy, "--force"])
                #expect(forced.status == 0, "\(forced.errors)")
                for name in foreign + ["shop.souk"] {
                    #expect(FileManager.default.fileExists(atPath: place.data + "/" + name), "\(name)")
                }
                let other = place.data + ".new"
                defer { try? FileManager.default.removeItem(atPath: other) }
                #expect(try SoukBinary.run(["restore", file, "--data", other]).status == 0)
                #expect(try FileManager.default.contentsOfDirectory(atPath: other).contains("secret"))
                #expect(!FileManager.default.fileExists(atPath: other + "/tls"))
            }
        }
    }

    @Test(arguments: ["blobs/shop.souk", "mail/shop.souk", ".restore/shop.souk"])
    func `a backup that would go with what it replaces is refused`(name: String) async throws {
        try await BackupTests.withFile { file in
            try await ShopPlace.with(.sqlite) { place in
                _ = try place.run(["demo", "--products", "5"])
                #expect(try place.run(["backup", file]).status == 0)
                try RestorePlaceTests.write(name, in: place.data, Data(contentsOf: URL(filePath: file)))
                let refused = try place.run(["restore", place.data + "/" + name, "--force"])
                #expect(refused.status == 1 && refused.errors.contains("lies in what it is to replace"))
                #expect(FileManager.default.fileExists(atPath: place.data + "/" + name))
            }
        }
    }

    static func write(_ name: String, in folder: String, _ data: Data = Data("mine".utf8)) throws {
        let file = URL(filePath: folder).appending(path: name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try data.write(to: file)
    }
}
