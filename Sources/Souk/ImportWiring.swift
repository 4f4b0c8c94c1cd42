import Blobs
import Catalog
import Foundation
import Jobs
import Kernel
import WebSupport

/// Files of products wait among the uploads, below `imports/`, where every node finds them.
extension ImportShelf {
    init(_ blobs: any BlobStore) {
        self.init { id, file, size in
            let content = BlobContent(length: size) { ImportShelf.pieces(of: file) }
            _ = try await blobs.put(
                content, at: try ImportShelf.key(of: id), type: "application/octet-stream", replacing: true)
        } read: { id, body in
            let writer = try UploadWriter(limit: blobs.sizeLimit)
            do {
                _ = try await blobs.read(try ImportShelf.key(of: id)) { try await writer.append($0) }
            } catch BlobError.notFound {
                throw FailedJob("This node does not have the file; nodes share uploads by BLOB_URL.")
            }
            let file = await writer.finish(type: "application/octet-stream")
            defer { withExtendedLifetime(file) {} }
            return try await body(.file(file.url.path))
        } remove: { id in
            try await blobs.delete(try ImportShelf.key(of: id))
        } list: {
            try await blobs.list(ImportShelf.prefix, after: nil, limit: 1000).items.compactMap { item in
                ID(String(item.key.description.dropFirst(ImportShelf.prefix.count)))
            }
        }
    }

    private static let prefix = "imports/"

    private static func key(of id: ID<CatalogImport>) throws -> BlobKey { try BlobKey(prefix + id.description) }

    private static func pieces(of file: URL) -> AsyncThrowingStream<[UInt8], any Error> {
        let handle = Result { try FileHandle(forReadingFrom: file) }
        return AsyncThrowingStream {
            guard let data = try handle.get().read(upToCount: 1 << 20), !data.isEmpty else { return nil }
            return Array(data)
        }
    }
}
