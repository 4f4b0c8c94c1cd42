/// Where pictures, documents and exports lie: whole, named, with their type. Two implementations, one contract.
///
/// A blob is there entirely or not at all, whoever looks and whenever the process dies. Two puts at one key: one of
/// them is there afterwards, entirely. Deleting what is not there is no error.
package protocol BlobStore: Sendable {
    /// The largest blob, in bytes.
    var sizeLimit: Int { get }

    /// Keeps the content under that key, and is done only when it would survive a loss of power.
    /// - Parameters:
    ///   - type: the media type that it is to be shown as: `image/png`.
    ///   - replacing: whether what is there already may be replaced.
    /// - Throws: `BlobError`; nothing has changed then.
    func put(
        _ content: BlobContent, at key: BlobKey, type: String, replacing: Bool
    ) async throws -> StoredBlob

    /// What is known about a blob; `nil` when there is none.
    func blob(at key: BlobKey) async throws -> StoredBlob?

    /// Hands the bytes over piece by piece, in pieces of at most 1 MiB.
    /// - Throws: `BlobError.notFound`; `damaged` at the end when the bytes are not what was put; what `take` throws.
    func read(_ key: BlobKey, _ take: @escaping @Sendable ([UInt8]) async throws -> Void) async throws -> StoredBlob

    /// Removes a blob, if there is one.
    func delete(_ key: BlobKey) async throws

    /// The blobs whose keys begin so, by key.
    /// - Parameters:
    ///   - prefix: any beginning of a key, not only whole parts.
    ///   - after: the last key of the page before.
    ///   - limit: 1 to 1000.
    func list(_ prefix: String, after: BlobKey?, limit: Int) async throws -> BlobPage
}

/// What is known about a blob.
package struct StoredBlob: Hashable, Sendable {
    /// Its name.
    package let key: BlobKey
    /// Its media type.
    package let type: String
    /// In bytes.
    package let length: Int
    /// The SHA-256 of its bytes; unknown of what another program has put into the bucket.
    package let checksum: BlobChecksum?
}

/// One page of a listing.
package struct BlobPage: Hashable, Sendable {
    /// A blob of the listing.
    package struct Item: Hashable, Sendable {
        /// Its name.
        package let key: BlobKey
        /// In bytes.
        package let length: Int
    }

    /// By key, at most as many as were asked for.
    package let items: [Item]
    /// Where the next page begins; `nil` at the end.
    package let next: BlobKey?
}

/// The largest blob of every store, in bytes: what one PUT to S3 can carry at ease.
package let usualBlobSizeLimit = 64 << 20

extension BlobStore {
    /// Keeps bytes in memory.
    package func put(_ bytes: [UInt8], at key: BlobKey, type: String) async throws -> StoredBlob {
        try await put(BlobContent(bytes), at: key, type: type, replacing: true)
    }

    /// The whole blob in memory; `nil` when there is none.
    package func bytes(at key: BlobKey) async throws -> [UInt8]? {
        let collected = CollectedBytes()
        do {
            _ = try await read(key) { await collected.append($0) }
            return await collected.bytes
        } catch BlobError.notFound {
            return nil
        }
    }

    /// What every store checks before it does anything.
    func check(_ content: BlobContent, type: String) throws(BlobError) {
        guard content.length <= sizeLimit else { throw .tooLarge(limit: sizeLimit) }
        let isPrintable = type.utf8.allSatisfy { (0x20...0x7E).contains($0) }
        guard (3...127).contains(type.utf8.count), isPrintable, type.contains("/"), !type.hasPrefix(" ") else {
            throw .invalidType
        }
    }

    func check(_ prefix: String, limit: Int) throws(BlobError) {
        guard (1...1000).contains(limit) else { throw .invalidLimit }
        let isBeginning = prefix.utf8.allSatisfy { BlobKey.isLetter($0) || $0 == UInt8(ascii: "/") }
        guard isBeginning, prefix.utf8.count <= BlobKey.maximumLength else { throw .invalidKey }
    }
}

private actor CollectedBytes {
    var bytes: [UInt8] = []

    func append(_ chunk: [UInt8]) {
        bytes += chunk
    }
}
