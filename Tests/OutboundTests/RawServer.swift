import Foundation
import Glibc
import Synchronization

/// A server of bare sockets on 127.0.0.1 that behaves as badly as a test wants. Each connection has a thread.
final class RawServer: Sendable {
    let port: Int
    private let listener: Int32
    private let state = Mutex(State())

    private struct State {
        var open: Set<Int32> = []
        var accepted = 0
        var requests: [RawRequest] = []
        var isStopped = false
    }

    /// Runs `body` beside a server, and ends it afterwards, with all of its connections.
    static func with<Value>(
        _ serve: @escaping @Sendable (RawConnection) -> Void, _ body: (RawServer) async throws -> Value
    ) async throws -> Value {
        let server = try RawServer(serve)
        defer { server.stop() }
        return try await body(server)
    }

    /// Answers each request on a connection with what `answer` makes of it.
    static func answering<Value>(
        _ answer: @escaping @Sendable (RawRequest) -> String, _ body: (RawServer) async throws -> Value
    ) async throws -> Value {
        try await with(
            { connection in while let request = connection.readRequest() { connection.write(answer(request)) } }, body)
    }

    private init(_ serve: @escaping @Sendable (RawConnection) -> Void) throws {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | O_CLOEXEC, 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let isListening = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(listener, pointer, length) == 0 && listen(listener, 128) == 0
                    && getsockname(listener, pointer, &length) == 0
            }
        }
        guard isListening else { throw POSIXError(.EADDRNOTAVAIL) }
        port = Int(UInt16(bigEndian: address.sin_port))
        Thread.detachNewThread { [self] in accept(serve) }
    }

    var connections: Int { state.withLock { $0.accepted } }
    var requests: [RawRequest] { state.withLock { $0.requests } }

    func url(_ path: String = "/", host: String = "127.0.0.1") -> String { "http://\(host):\(port)\(path)" }

    /// Takes no connection any more, and ends those that there are.
    func stop() {
        let open = state.withLock { state in
            guard !state.isStopped else { return Set<Int32>() }
            state.isStopped = true
            shutdown(listener, Int32(SHUT_RDWR))
            close(listener)
            return state.open
        }
        for descriptor in open { shutdown(descriptor, Int32(SHUT_RDWR)) }
    }

    private func accept(_ serve: @escaping @Sendable (RawConnection) -> Void) {
        while true {
            let descriptor = Glibc.accept(listener, nil, nil)
            guard descriptor >= 0 else { return }
            let isWanted = state.withLock { state in
                guard !state.isStopped else { return false }
                state.open.insert(descriptor)
                state.accepted += 1
                return true
            }
            guard isWanted else {
                close(descriptor)
                return
            }
            Thread.detachNewThread { [self] in
                serve(RawConnection(descriptor) { request in self.state.withLock { $0.requests.append(request) } })
                state.withLock { state in
                    state.open.remove(descriptor)
                    close(descriptor)
                }
            }
        }
    }
}

/// What a client sent.
struct RawRequest: Sendable {
    let line: String
    let headers: [String: String]
    let body: [UInt8]
}

/// The server's side of one connection.
final class RawConnection {
    private let descriptor: Int32
    private let note: (RawRequest) -> Void
    private var buffer: [UInt8] = []

    init(_ descriptor: Int32, note: @escaping (RawRequest) -> Void) {
        (self.descriptor, self.note) = (descriptor, note)
    }

    /// `nil` when the client has gone.
    func readRequest() -> RawRequest? {
        let end = Array("\r\n\r\n".utf8)
        while buffer.firstRange(of: end) == nil { guard receive() else { return nil } }
        guard let range = buffer.firstRange(of: end) else { return nil }
        let lines = String(decoding: buffer[..<range.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let pair = line.split(separator: ":", maxSplits: 1)
            if pair.count == 2 { headers[pair[0].lowercased()] = pair[1].trimmingCharacters(in: .whitespaces) }
        }
        let length = headers["content-length"].flatMap { Int($0) } ?? 0
        buffer.removeFirst(range.upperBound)
        while buffer.count < length { guard receive() else { return nil } }
        let request = RawRequest(line: lines[0], headers: headers, body: Array(buffer.prefix(length)))
        buffer.removeFirst(length)
        note(request)
        return request
    }

    func write(_ text: String) {
        write(Array(text.utf8))
    }

    /// Stops when the client has gone.
    @discardableResult
    func write(_ bytes: [UInt8]) -> Bool {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes {
                send(descriptor, $0.baseAddress?.advanced(by: done), bytes.count - done, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            done += count
        }
        return true
    }

    /// Makes the end of the connection a reset.
    func reset() {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    }

    /// Says nothing more and waits until the client gives up.
    func stall() {
        while receive() {}
    }

    private func receive() -> Bool {
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        let count = recv(descriptor, &piece, piece.count, 0)
        guard count > 0 else { return false }
        buffer += piece.prefix(count)
        return true
    }
}

/// An answer as text.
func answer(_ status: Int, _ body: String = "", headers: String...) -> String {
    let fields = headers.map { $0 + "\r\n" }.joined()
    return "HTTP/1.1 \(status) Status\r\nContent-Length: \(body.utf8.count)\r\n\(fields)\r\n\(body)"
}
