import Outbound

/// What an answer that is no success means.
enum S3Failure {
    static func error(_ response: OutboundResponse) -> BlobError {
        error(status: response.status, code: S3XML.first("Code", in: response.body))
    }

    static func error(of head: OutboundHead, _ chunks: OutboundChunks, _ key: BlobKey) async throws -> BlobError {
        var body: [UInt8] = []
        for try await chunk in chunks where body.count < 64 << 10 { body += chunk }
        let code = S3XML.first("Code", in: body)
        return head.status == 404 && code != "NoSuchBucket" ? .notFound(key) : error(status: head.status, code: code)
    }

    private static func error(status: Int, code: String?) -> BlobError {
        switch code {
        case "EntityTooLarge": .tooLarge(limit: usualBlobSizeLimit)
        case "BadDigest", "XAmzContentSHA256Mismatch", "InvalidDigest": .checksumMismatch
        case "QuotaExceeded", "XMinioStorageFull": .full
        case "NoSuchBucket": .unavailable("There is no such bucket.")
        default: .unavailable("S3 answered \(status)\(code.map { " (\($0.prefix(60)))" } ?? "").")
        }
    }
}
