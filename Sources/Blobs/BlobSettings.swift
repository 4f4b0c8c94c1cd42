package import Outbound

/// Where blobs lie, as the operator says it in `BLOB_URL`.
package enum BlobSettings: Equatable, Sendable {
    /// In a folder of this machine: no `BLOB_URL`, or `file:///srv/souk/blobs`.
    case disk(folder: String)
    /// In a bucket: `s3://bucket/prefix?endpoint=http://127.0.0.1:5000&region=us-east-1`.
    case s3(S3Settings)

    /// Reads `BLOB_URL`, and for S3 the variables `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN` and
    /// `AWS_REGION`.
    /// - Parameter folder: where blobs lie when nothing is said.
    /// - Throws: `BlobError.settings`, which names what is wrong and never repeats a secret.
    package init(environment: [String: String], defaultFolder folder: String) throws(BlobError) {
        guard let url = environment["BLOB_URL"], !url.isEmpty else {
            self = .disk(folder: folder)
            return
        }
        if url.hasPrefix("file:///"), url.utf8.count > 8 {
            self = .disk(folder: String(url.dropFirst(7)))
        } else if url.hasPrefix("s3://") {
            self = .s3(try S3Settings(url, environment: environment))
        } else {
            throw .settings("BLOB_URL must begin with s3:// or file:/// and a path.")
        }
    }

    /// The store itself.
    /// - Throws: `BlobError.settings` when the folder cannot be used.
    package func open(_ client: OutboundClient) throws(BlobError) -> any BlobStore {
        switch self {
        case .disk(let folder): try DiskBlobs(folder: folder)
        case .s3(let settings): S3Blobs(settings, client: client)
        }
    }
}
