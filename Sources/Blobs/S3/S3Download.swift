import Crypto
import Outbound

/// Reads an object, and checks at the end that it is what was put.
struct S3Download: Sendable {
    let key: BlobKey
    let head: OutboundHead

    func read(
        _ chunks: OutboundChunks, _ take: @Sendable ([UInt8]) async throws -> Void
    ) async throws -> StoredBlob {
        let blob = StoredBlob(key, head)
        var (hash, count) = (SHA256(), 0)
        for try await chunk in chunks {
            hash.update(data: chunk)
            count += chunk.count
            try await take(chunk)
        }
        let found = BlobChecksum(hash.finalize())
        guard count == blob.length, blob.checksum == nil || blob.checksum == found else { throw BlobError.damaged(key) }
        return blob
    }
}
