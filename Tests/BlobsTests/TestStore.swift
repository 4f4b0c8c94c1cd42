import Foundation
import Kernel
import Logging
import Outbound
import Telemetry
import TestSupport

@testable import Blobs

/// The stores that the contract is tried on.
enum TestStore: String, CaseIterable, CustomStringConvertible, Sendable {
    /// A folder of its own.
    case disk
    /// A bucket of its own on moto's S3.
    case s3

    /// The disk always; S3 where there is a Python with moto.
    static let all: [TestStore] = TestPython.isThere ? allCases : [.disk]

    var description: String { rawValue }

    /// Runs `body` with an empty store.
    func with(sizeLimit: Int = 1 << 20, _ body: (any BlobStore) async throws -> Void) async throws {
        switch self {
        case .disk:
            try await TestFolder.with { try await body(try DiskBlobs(folder: $0 + "/store", sizeLimit: sizeLimit)) }
        case .s3:
            try await TestBucket.with { settings, client in
                try await body(S3Blobs(settings, client: client, sizeLimit: sizeLimit))
            }
        }
    }
}

/// A folder that is gone afterwards.
enum TestFolder {
    static func with(_ body: (String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "souk-blobs-\(ID<Void>())").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await body(folder)
    }
}

/// A bucket on the S3 of moto.
enum TestBucket {
    static func with(_ body: (S3Settings, OutboundClient) async throws -> Void) async throws {
        let endpoint = "http://127.0.0.1:\(try MotoServer.shared.get().ports[0])"
        let bucket = "test-\(ID<Void>().description.suffix(12))"
        let client = try OutboundClient(
            metrics: MetricRegistry(), logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let result: Result<Void, any Error>
        do {
            _ = try await client.send(OutboundRequest(.put, try OutboundURL("\(endpoint)/\(bucket)")))
            let settings = try S3Settings(
                "s3://\(bucket)/some/where?endpoint=\(endpoint)",
                environment: [
                    "AWS_ACCESS_KEY_ID": "id", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_SESSION_TOKEN": "token",
                ])
            result = .success(try await body(settings, client))
        } catch { result = .failure(error) }
        await client.shutdown()
        try result.get()
    }
}

/// The server of moto.
private enum MotoServer {
    static let shared = Result { try TestPythonServer("S3/moto_server.py") }
}
