import Crypto
import Glibc

/// Blobs as files of one folder, which several processes of one machine may share.
///
/// What is put is written to a file aside, brought to the disk, and renamed: nobody ever sees half of it. Folders are
/// 0700 and files 0600. Leftovers of a crash are removed when the next process opens the folder.
package struct DiskBlobs: Sendable {
    /// The largest blob, in bytes.
    package let sizeLimit: Int
    private let folder: BlobFolder
    private let work = BlockingWork(threads: 8)
    /// Read and written at once.
    static let chunk = 256 << 10

    /// Opens the folder, and makes it if it is not there; its parent must be.
    /// - Throws: `BlobError.settings` when that is impossible.
    package init(folder path: String, sizeLimit: Int = usualBlobSizeLimit) throws(BlobError) {
        self.sizeLimit = sizeLimit
        do { folder = try BlobFolder(path) } catch {
            let reason = (error as? FileFailure).map { String(cString: strerror($0.code)) } ?? "\(error)"
            throw .settings("The folder for files \(path) cannot be used: \(reason).")
        }
    }
}

extension DiskBlobs: BlobStore {
    package func put(
        _ content: BlobContent, at key: BlobKey, type: String, replacing: Bool
    ) async throws -> StoredBlob {
        try check(content, type: type)
        return try await translating(key) {
            let (path, file) = try await work.run { try folder.newFile() }
            let result: Result<StoredBlob, any Error>
            do {
                result = .success(try await write(content, to: file, at: path, as: key, type, replacing))
            } catch { result = .failure(error) }
            try await work.run {
                if case .failure = result { folder.discard(path) }
                file.close()
            }
            return try result.get()
        }
    }

    private func write(
        _ content: BlobContent, to file: OpenFile, at path: String, as key: BlobKey, _ type: String, _ replacing: Bool
    ) async throws -> StoredBlob {
        var offset = BlobHeader.size
        let checksum = try await content.forEachChunk { chunk in
            let start = offset
            try await work.run { try file.write(chunk, at: start) }
            offset += chunk.count
        }
        let header = BlobHeader(type: type, checksum: checksum, length: content.length)
        try await work.run {
            try file.write(header.bytes, at: 0)
            try file.synchronise()
            try folder.publish(path, as: key, replacing: replacing)
        }
        return StoredBlob(key, header)
    }

    package func blob(at key: BlobKey) async throws -> StoredBlob? {
        do {
            return try await translating(key) {
                try await work.run {
                    let file = try folder.open(key)
                    defer { file.close() }
                    return StoredBlob(key, try readHeader(of: file, key))
                }
            }
        } catch BlobError.notFound { return nil }
    }

    package func read(
        _ key: BlobKey, _ take: @escaping @Sendable ([UInt8]) async throws -> Void
    ) async throws -> StoredBlob {
        let file = try await translating(key) { try await work.run { try folder.open(key) } }
        defer { file.close() }
        let header = try await translating(key) { try await work.run { try readHeader(of: file, key) } }
        var (hash, offset) = (SHA256(), 0)
        while offset < header.length {
            let (start, count) = (BlobHeader.size + offset, min(Self.chunk, header.length - offset))
            let chunk = try await translating(key) { try await work.run { try file.read(count, at: start) } }
            guard chunk.count == count else { throw BlobError.damaged(key) }
            hash.update(data: chunk)
            try await take(chunk)
            offset += count
        }
        guard BlobChecksum(hash.finalize()) == header.checksum else { throw BlobError.damaged(key) }
        return StoredBlob(key, header)
    }

    package func delete(_ key: BlobKey) async throws {
        try await translating(key) { try await work.run { try folder.remove(key) } }
    }

    package func list(_ prefix: String, after: BlobKey?, limit: Int) async throws -> BlobPage {
        try check(prefix, limit: limit)
        let listing = BlobListing(prefix: prefix, after: after?.description ?? "", limit: limit + 1)
        return try await translating(nil) {
            try await work.run {
                let keys = try listing.keys(in: folder.blobs)
                let items = try keys.prefix(limit).compactMap { try item($0) }
                return BlobPage(items: items, next: keys.count > limit ? keys[limit - 1] : nil)
            }
        }
    }

    /// `nil` when it was deleted meanwhile.
    private func item(_ key: BlobKey) throws -> BlobPage.Item? {
        do {
            let file = try folder.open(key)
            defer { file.close() }
            return BlobPage.Item(key: key, length: try file.size() - BlobHeader.size)
        } catch let failure as FileFailure where failure.isMissing {
            return nil
        }
    }

    private func readHeader(of file: OpenFile, _ key: BlobKey) throws -> BlobHeader {
        guard let header = BlobHeader(try file.read(BlobHeader.size, at: 0)),
            try file.size() == BlobHeader.size + header.length
        else { throw BlobError.damaged(key) }
        return header
    }

    private func translating<Value>(_ key: BlobKey?, _ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let failure as FileFailure {
            if failure.isMissing, let key { throw BlobError.notFound(key) }
            throw failure.blobError
        }
    }
}

extension StoredBlob {
    fileprivate init(_ key: BlobKey, _ header: BlobHeader) {
        self.init(key: key, type: header.type, length: header.length, checksum: header.checksum)
    }
}
