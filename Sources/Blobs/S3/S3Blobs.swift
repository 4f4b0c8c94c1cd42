import Kernel
package import Outbound

/// Blobs as objects of a bucket, of AWS or of whatever speaks its protocol.
///
/// One PUT for each blob: it is signed with the hash of the bytes, so that the service itself refuses what was damaged
/// on the way. The SHA-256 is kept as metadata, since the ETag of an object is not one.
package struct S3Blobs: Sendable {
    /// The largest blob, in bytes.
    package let sizeLimit: Int
    private let settings: S3Settings
    private let client: OutboundClient
    private let signer: S3Signer
    private let clock: WallClock
    /// For putting and reading; a stalled peer is noticed earlier.
    private static let transferDeadline = Duration.seconds(300)
    private static let checksumField = "x-amz-meta-sha256"

    /// Asks nothing yet.
    package init(_ settings: S3Settings, client: OutboundClient, sizeLimit: Int = usualBlobSizeLimit) {
        self.init(settings, client: client, sizeLimit: sizeLimit, clock: .system)
    }

    init(_ settings: S3Settings, client: OutboundClient, sizeLimit: Int, clock: WallClock) {
        (self.settings, self.client, self.sizeLimit, self.clock) = (settings, client, sizeLimit, clock)
        signer = S3Signer(credentials: settings.credentials, region: settings.region)
    }
}

extension S3Blobs: BlobStore {
    package func put(
        _ content: BlobContent, at key: BlobKey, type: String, replacing: Bool
    ) async throws -> StoredBlob {
        try check(content, type: type)
        let checksum = try await content.forEachChunk { _ in }
        var request = S3Request(method: .put, path: path(of: key), payload: checksum.hexadecimal)
        request.headers = [
            ("Content-Type", type), ("x-amz-checksum-sha256", checksum.base64),
            (Self.checksumField, checksum.hexadecimal),
        ]
        if !replacing { request.headers.append(("If-None-Match", "*")) }
        var call = try signed(request, deadline: Self.transferDeadline)
        call.body = content.bytes.map { OutboundBody.bytes($0) } ?? .chunks(length: content.length, content.chunks)
        let response = try await send(call)
        switch response.status {
        case 200...299: return StoredBlob(key: key, type: type, length: content.length, checksum: checksum)
        // 409: another conditional put of this key is under way.
        case 409 where !replacing, 412 where !replacing: throw BlobError.exists(key)
        default: throw S3Failure.error(response)
        }
    }

    package func blob(at key: BlobKey) async throws -> StoredBlob? {
        let response = try await send(try signed(S3Request(method: .head, path: path(of: key))))
        switch response.status {
        case 200: return StoredBlob(key, response.head)
        case 404: return nil
        default: throw S3Failure.error(response)
        }
    }

    package func read(
        _ key: BlobKey, _ take: @escaping @Sendable ([UInt8]) async throws -> Void
    ) async throws -> StoredBlob {
        var call = try signed(S3Request(method: .get, path: path(of: key)), deadline: Self.transferDeadline)
        call.answerLimit = sizeLimit
        do {
            return try await client.stream(call) { head, chunks in
                guard head.status == 200 else { throw try await S3Failure.error(of: head, chunks, key) }
                return try await S3Download(key: key, head: head).read(chunks, take)
            }
        } catch let error as OutboundError { throw BlobError.unavailable(error.message) }
    }

    package func delete(_ key: BlobKey) async throws {
        let response = try await send(try signed(S3Request(method: .delete, path: path(of: key))))
        guard response.isSuccess || response.status == 404 else { throw S3Failure.error(response) }
    }

    package func list(_ prefix: String, after: BlobKey?, limit: Int) async throws -> BlobPage {
        try check(prefix, limit: limit)
        var start = after.map { settings.prefix + $0.description }
        // Pages of nothing but what other programs have put there are passed over.
        for _ in 0..<100 {
            let page = try await listing(prefix, after: start, limit: limit)
            let items = page.objects.compactMap(item)
            if !items.isEmpty || !page.isTruncated {
                return BlobPage(items: items, next: page.isTruncated ? items.last?.key : nil)
            }
            start = page.objects.last?.key
        }
        throw BlobError.unavailable("The bucket holds too much that is not ours.")
    }

    private func listing(_ prefix: String, after: String?, limit: Int) async throws -> S3Listing {
        var request = S3Request(method: .get, path: bucketPath)
        request.query = [
            ("list-type", "2"), ("max-keys", String(limit)), ("prefix", settings.prefix + prefix),
        ]
        if let after { request.query.append(("start-after", after)) }
        var call = try signed(request)
        call.answerLimit = 4 << 20
        let response = try await send(call)
        guard response.status == 200, let listing = S3Listing(response.body) else { throw S3Failure.error(response) }
        return listing
    }

    private func item(_ object: S3Listing.Object) -> BlobPage.Item? {
        guard object.key.hasPrefix(settings.prefix) else { return nil }
        return (try? BlobKey(String(object.key.dropFirst(settings.prefix.count)))).map {
            BlobPage.Item(key: $0, length: object.length)
        }
    }
}

extension S3Blobs {
    private var bucketPath: String { settings.style == .path ? "/\(settings.bucket)" : "/" }

    private func path(of key: BlobKey) -> String {
        (settings.style == .path ? "/\(settings.bucket)/" : "/") + settings.prefix + key.description
    }

    private func signed(_ request: S3Request, deadline: Duration = .seconds(20)) throws -> OutboundRequest {
        let query = request.query.isEmpty ? "" : "?" + S3Signer.query(request.query)
        let endpoint = settings.endpoint
        let host = settings.style == .path ? endpoint.authority : "\(settings.bucket).\(endpoint.authority)"
        let target = S3Signer.encoded(request.path, keeping: "/") + query
        let url = try OutboundURL("\(endpoint.scheme.rawValue)://\(host)\(target)")
        let headers = signer.sign(request, host: host, at: clock.now)
        var call = OutboundRequest(request.method, url, headers: headers)
        call.deadline = deadline
        return call
    }

    private func send(_ request: OutboundRequest) async throws -> OutboundResponse {
        do { return try await client.send(request) } catch let error as OutboundError {
            throw BlobError.unavailable(error.message)
        }
    }
}

extension StoredBlob {
    init(_ key: BlobKey, _ head: OutboundHead) {
        self.init(
            key: key, type: head.headers["Content-Type"] ?? "application/octet-stream",
            length: head.headers["Content-Length"].flatMap { Int($0) } ?? 0,
            checksum: head.headers["x-amz-meta-sha256"].flatMap { BlobChecksum(hexadecimal: $0) })
    }
}
