import Crypto

/// What is put into a store: bytes in memory, or exactly so many of them piece by piece.
package struct BlobContent: Sendable {
    /// In bytes.
    package let length: Int
    /// What the bytes must hash to, if somebody has said so.
    package let checksum: BlobChecksum?
    /// May be asked more than once, and gives the same bytes each time.
    let chunks: @Sendable () -> AsyncThrowingStream<[UInt8], any Error>
    /// The bytes, if they are in memory.
    let bytes: [UInt8]?

    /// Bytes in memory.
    package init(_ bytes: [UInt8], checksum: BlobChecksum? = nil) {
        (length, self.checksum, self.bytes) = (bytes.count, checksum, bytes)
        chunks = {
            AsyncThrowingStream { continuation in
                continuation.yield(bytes)
                continuation.finish()
            }
        }
    }

    /// Bytes from elsewhere, such as the file of an upload.
    /// - Parameter chunks: may be asked more than once, and gives the same bytes each time.
    package init(
        length: Int, checksum: BlobChecksum? = nil,
        chunks: @escaping @Sendable () -> AsyncThrowingStream<[UInt8], any Error>
    ) {
        (self.length, self.checksum, self.chunks, bytes) = (length, checksum, chunks, nil)
    }

    /// Hands over every piece, and checks length and hash at the end.
    /// - Returns: the hash of what was handed over.
    /// - Throws: `BlobError.lengthMismatch`, `checksumMismatch`, and what `take` or the source throws.
    func forEachChunk(_ take: ([UInt8]) async throws -> Void) async throws -> BlobChecksum {
        var (hash, count) = (SHA256(), 0)
        for try await chunk in chunks() {
            count += chunk.count
            guard count <= length else { throw BlobError.lengthMismatch(expected: length) }
            hash.update(data: chunk)
            try await take(chunk)
        }
        guard count == length else { throw BlobError.lengthMismatch(expected: length) }
        let found = BlobChecksum(hash.finalize())
        guard checksum == nil || checksum == found else { throw BlobError.checksumMismatch }
        return found
    }
}
