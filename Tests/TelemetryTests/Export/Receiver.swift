import Foundation
import FoundationNetworking
import Glibc
import Kernel
import Telemetry
import Testing

/// A receiver of traces that Google's classes of opentelemetry-proto are behind: `otlp_receiver.py`, which ends with it.
final class Receiver {
    private let process: Process
    private var lines: AsyncThrowingStream<String, any Error>.Iterator
    let endpoint: String

    init(_ arguments: String...) async throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
        let root = folder.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let process = Process()
        process.executableURL = root.appending(path: "scripts/python")
        process.arguments =
            ["opentelemetry-proto==1.45.2", "protobuf==7.36.2", "--", "python"]
            + [folder.appending(path: "otlp_receiver.py").path(percentEncoded: false)] + arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        var lines = Receiver.lines(of: pipe.fileHandleForReading).makeAsyncIterator()
        try withSignalsUnblocked { try process.run() }
        let first = try await lines.next()
        let words = try #require(first, "the receiver did not start")
        (self.process, self.lines) = (process, lines)
        endpoint = try #require(words.split(separator: " ").last.map(String.init))
    }

    deinit {
        // It was started by a shell that became it, so this is its own number.
        if process.isRunning { process.terminate() }
        process.waitUntilExit()
    }

    /// The next request.
    func next() async throws -> JSONValue {
        let line = try await lines.next()
        return try JSONValue(parsing: Array(try #require(line).utf8))
    }

    /// Sends a request to it, or to whom it is addressed.
    @Sendable static func send(_ export: ExportRequest) async throws -> ExportReply {
        var request = URLRequest(url: export.url)
        (request.httpMethod, request.httpBody) = ("POST", Data(export.body))
        for header in export.headers { request.setValue(header.value, forHTTPHeaderField: header.name) }
        let (body, response) = try await URLSession.shared.data(for: request)
        return ExportReply(status: (response as? HTTPURLResponse)?.statusCode ?? 0, body: Array(body))
    }

    private static func lines(of handle: FileHandle) -> AsyncThrowingStream<String, any Error> {
        let (stream, continuation) = AsyncThrowingStream.makeStream(of: String.self)
        // On a thread of its own: it waits, which the threads of the tests' tasks must not.
        Thread.detachNewThread {
            var rest = Data()
            while true {
                let piece = handle.availableData
                if piece.isEmpty { break }
                rest.append(piece)
                while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                    continuation.yield(String(decoding: rest[..<end], as: UTF8.self))
                    rest = Data(rest[(end + 1)...])
                }
            }
            continuation.finish()
        }
        return stream
    }
}

/// The threads of Dispatch block every signal, and a child inherits that: it would never hear that it is to end.
private func withSignalsUnblocked(_ body: () throws -> Void) rethrows {
    var (all, before) = (sigset_t(), sigset_t())
    sigfillset(&all)
    pthread_sigmask(SIG_UNBLOCK, &all, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    try body()
}

extension JSONValue {
    subscript(_ name: String) -> JSONValue { members?.first { $0.name == name }?.value ?? .null }

    subscript(_ index: Int) -> JSONValue {
        guard case .array(let elements) = self, elements.indices.contains(index) else { return .null }
        return elements[index]
    }

    /// The value as a person would write it in a test: text, or the spelling of a number.
    var text: String? {
        switch self {
        case .string(let text), .number(let text): text
        case .bool(let bool): "\(bool)"
        default: nil
        }
    }
}
