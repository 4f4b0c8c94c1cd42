import NIOCore
import NIOPosix

/// A connection to a mail server, one command at a time.
struct SMTPConnection: Sendable {
    private let channel: any Channel
    private let greeting: EventLoopFuture<SMTPReply>
    private let end: EventLoopFuture<Void>

    /// Connects and, for `implicit`, begins TLS.
    /// - Throws: `MailError.unavailable`.
    static func open(_ settings: MailSettings, _ encryption: TLSClient?) async throws -> SMTPConnection {
        let bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(TimeAmount(settings.timeouts.connect))
        do {
            return try await bootstrap.connect(host: settings.host, port: settings.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    let greeting = channel.eventLoop.makePromise(of: SMTPReply.self)
                    let end = channel.eventLoop.makePromise(of: Void.self)
                    let pipeline = channel.pipeline.syncOperations
                    // First of all, so that the promise is kept whatever happens behind.
                    try pipeline.addHandler(SMTPReplyHandler(greeting: greeting, end: end))
                    if let encryption { try pipeline.addHandler(encryption.handler(), position: .first) }
                    return SMTPConnection(
                        channel: channel, greeting: greeting.futureResult, end: end.futureResult)
                }
            }
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            throw MailError.unavailable("There is no connection to \(settings.host):\(settings.port).")
        }
    }

    /// Where this side of the connection is, as `EHLO` writes addresses (RFC 5321 §4.1.3): `[127.0.0.1]`.
    var addressLiteral: String {
        switch channel.localAddress {
        case .v6: "[IPv6:\(channel.localAddress?.ipAddress?.split(separator: "%").first ?? "::1")]"
        case .v4: "[\(channel.localAddress?.ipAddress ?? "127.0.0.1")]"
        default: "[127.0.0.1]"
        }
    }

    /// The first thing that the server says.
    func greeting(within time: Duration) async throws -> SMTPReply {
        try await wait(for: greeting, within: time, "greet")
    }

    /// Sends a command and waits for its reply.
    /// - Parameters:
    ///   - line: without its end.
    ///   - step: what it is, for messages: a command may hold a password.
    ///   - encryption: what to begin TLS with when the reply is 220.
    func send(
        _ line: String, step: String, within time: Duration, startingTLS encryption: TLSClient? = nil
    ) async throws -> SMTPReply {
        precondition(!line.utf8.contains { $0 == 13 || $0 == 10 }, "A command is one line")
        return try await send(ByteBuffer(string: line + "\r\n"), step, time, encryption)
    }

    /// Sends a message and waits for its reply.
    func send(_ message: [UInt8], within time: Duration) async throws -> SMTPReply {
        try await send(DotStuffing.stuffed(message), "take the message", time, nil)
    }

    private func send(
        _ bytes: ByteBuffer, _ step: String, _ time: Duration, _ encryption: TLSClient?
    ) async throws -> SMTPReply {
        let reply = channel.eventLoop.makePromise(of: SMTPReply.self)
        let exchange = SMTPExchange(bytes: bytes, encryption: encryption, reply: reply)
        // A closed channel takes no exchange; why it was closed is what its handler said last.
        channel.writeAndFlush(exchange).whenFailure { [end] _ in end.cascadeFailure(to: reply) }
        return try await wait(for: reply.futureResult, within: time, step)
    }

    /// Closing the channel is what ends the waiting, when time is up or the task is cancelled: its handler fails
    /// whoever waits.
    private func wait(
        for reply: EventLoopFuture<SMTPReply>, within time: Duration, _ step: String
    ) async throws -> SMTPReply {
        let isLate = channel.eventLoop.makePromise(of: SMTPReply.self)
        let timer = channel.eventLoop.scheduleTask(in: TimeAmount(time)) { [channel] in
            isLate.fail(MailError.unavailable("It took longer than \(time.components.seconds) s to \(step)."))
            channel.close(promise: nil)
        }
        // On the event loop: a task that is resumed late on a busy machine would cancel too late, and the timer close a
        // connection that answered in time.
        reply.whenComplete { _ in timer.cancel() }
        reply.cascade(to: isLate)
        return try await withTaskCancellationHandler {
            do {
                return try await isLate.futureResult.get()
            } catch {
                try Task.checkCancellation()
                throw error as? MailError ?? MailError.unavailable("The connection is closed.")
            }
        } onCancel: {
            channel.close(promise: nil)
        }
    }

    /// Ends the connection.
    func close() async {
        try? await channel.close()
    }
}

/// A message as `DATA` carries it (RFC 5321 §4.5.2): a dot that begins a line is doubled, and a line with one dot alone
/// is the end.
enum DotStuffing {
    /// - Parameter message: lines that end with CR LF, the last included.
    static func stuffed(_ message: [UInt8]) -> ByteBuffer {
        let dot = UInt8(ascii: ".")
        var buffer = ByteBuffer()
        buffer.reserveCapacity(message.count + 64)
        var start = message.startIndex
        for (index, byte) in message.enumerated()
        where byte == dot && (index == 0 || message[index - 1] == UInt8(ascii: "\n")) {
            buffer.writeBytes(message[start..<index])
            buffer.writeInteger(dot)
            start = index
        }
        buffer.writeBytes(message[start...])
        buffer.writeString(".\r\n")
        return buffer
    }
}
