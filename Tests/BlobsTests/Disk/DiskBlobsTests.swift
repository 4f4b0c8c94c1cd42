import Foundation
import Glibc
import Testing

@testable import Blobs

@Suite(.timeLimit(.minutes(3))) struct DiskBlobsTests {
    private func files(in folder: String) throws -> [String] {
        let all = try #require(FileManager.default.enumerator(atPath: folder)?.allObjects as? [String])
        return all.filter { path in
            var status = stat()
            return lstat("\(folder)/\(path)", &status) == 0 && status.st_mode & S_IFMT == S_IFREG
        }
    }

    private func mode(of path: String) -> mode_t {
        var status = stat()
        lstat(path, &status)
        return status.st_mode & 0o777
    }

    @Test func `nobody else may read files and folders`() async throws {
        try await TestFolder.with { folder in
            let store = try DiskBlobs(folder: folder + "/store")
            _ = try await store.put([1], at: BlobKey("a/b"), type: "text/plain")
            let all = try #require(FileManager.default.enumerator(atPath: folder)?.allObjects as? [String])
            #expect(all.count == 6)
            for path in all {
                #expect(mode(of: "\(folder)/\(path)") == (path.hasSuffix(",blob") ? 0o600 : 0o700), "\(path)")
            }
        }
    }

    @Test func `what a crash left is removed at the next start, what is being written is not`() async throws {
        try await TestFolder.with { folder in
            _ = try DiskBlobs(folder: folder)
            try Data([1, 2]).write(to: URL(filePath: folder + "/incoming/leftover"))
            let other = try BlobFolder(folder)
            let (path, file) = try other.newFile()
            defer { file.close() }
            _ = try DiskBlobs(folder: folder)
            #expect(try files(in: folder) == ["incoming/" + path.split(separator: "/").suffix(1).joined()])
        }
    }

    @Test func `a put that fails leaves nothing behind`() async throws {
        struct Torn: Error {}
        try await TestFolder.with { folder in
            let store = try DiskBlobs(folder: folder)
            let content = BlobContent(length: 100) {
                AsyncThrowingStream { continuation in
                    continuation.yield([1])
                    continuation.finish(throwing: Torn())
                }
            }
            await #expect(throws: Torn.self) {
                try await store.put(content, at: BlobKey("a"), type: "text/plain", replacing: true)
            }
            #expect(try files(in: folder).isEmpty)
        }
    }

    @Test func `folders that become empty go`() async throws {
        try await TestFolder.with { folder in
            let store = try DiskBlobs(folder: folder)
            _ = try await store.put([1], at: BlobKey("a/b/c/d"), type: "text/plain")
            try await store.delete(BlobKey("a/b/c/d"))
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/blobs").isEmpty)
        }
    }

    @Test func `damage is noticed: a byte that changed, an end that is missing, a header that is none`() async throws {
        try await TestFolder.with { folder in
            let (store, key) = (try DiskBlobs(folder: folder), try BlobKey("a"))
            for damage in ["byte", "end", "header"] {
                _ = try await store.put([UInt8](repeating: 7, count: 1000), at: key, type: "text/plain")
                let path = folder + "/" + (try #require(try files(in: folder).first))
                var data = try Data(contentsOf: URL(filePath: path))
                switch damage {
                case "byte": data[BlobHeader.size + 500] ^= 1
                case "end": data.removeLast()
                default: data[0] ^= 1
                }
                try data.write(to: URL(filePath: path))
                await #expect(throws: BlobError.damaged(key), "\(damage)") { try await store.read(key) { _ in } }
            }
        }
    }

    @Test func `a folder that cannot be used is an error of the settings`() throws {
        #expect(throws: BlobError.settings("The folder for files /dev/null/x cannot be used: Not a directory.")) {
            try DiskBlobs(folder: "/dev/null/x")
        }
    }

    @Test(.enabled(if: TinyDisk.isPossible, "needs the right to mount"))
    func `a full disk is said, and what was there stays`() async throws {
        try await TinyDisk.with { folder in
            let (store, key) = (try DiskBlobs(folder: folder + "/store"), try BlobKey("a"))
            _ = try await store.put([UInt8](repeating: 1, count: 100_000), at: key, type: "text/plain")
            await #expect(throws: BlobError.full) {
                try await store.put([UInt8](repeating: 2, count: 2_000_000), at: key, type: "text/plain")
            }
            let kept = try await store.bytes(at: key)
            #expect(kept == [UInt8](repeating: 1, count: 100_000))
            #expect(try files(in: folder).count == 1)
        }
    }
}

/// A file system of one megabyte.
enum TinyDisk {
    static let isPossible: Bool = {
        guard geteuid() == 0, let folder = try? make() else { return false }
        remove(folder)
        return true
    }()

    static func with(_ body: (String) async throws -> Void) async throws {
        let folder = try make()
        defer { remove(folder) }
        try await body(folder)
    }

    private static func make() throws -> String {
        let folder = FileManager.default.temporaryDirectory.appending(path: "souk-tiny-\(UUID())").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        guard mount("tmpfs", folder, "tmpfs", 0, "size=1m") == 0 else { throw FileFailure(errno) }
        return folder
    }

    private static func remove(_ folder: String) {
        umount(folder)
        rmdir(folder)
    }
}
