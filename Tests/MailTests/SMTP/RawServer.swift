import NIOCore
import NIOPosix
import Synchronization

/// A server that says what a test tells it to say, right or wrong, and writes down what it was told.
struct RawServer: Sendable {
    let port: Int
    private let heard: Heard

    /// What it was told, line by line.
    var commands: [String] { heard.lines.withLock { $0 } }

    /// What it says. A reply is found by the first word of the line, `.` for the end of a message; `nil` says nothing.
    struct Script: Sendable {
        var greeting: String? = "220 ready\r\n"
        var replies: [String: String?] = [:]
        /// Closes the connection at that command.
        var hangsUpAt: String?

        func reply(to verb: String) -> String? {
            if let reply = replies[verb] { return reply }
            return switch verb {
            case "EHLO": "250-raw\r\n250 SIZE 20000000\r\n"
            case "DATA": "354 go on\r\n"
            default: "250 fine\r\n"
            }
        }
    }

    /// Runs `body` beside such a server.
    static func run(_ script: Script, _ body: (RawServer) async throws -> Void) async throws {
        let heard = Heard()
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(RawHandler(script: script, heard: heard))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        do {
            try await body(RawServer(port: server.localAddress?.port ?? 0, heard: heard))
            try await server.close()
        } catch {
            try? await server.close()
            throw error
        }
    }
}

private final class Heard: Sendable {
    let lines = Mutex<[String]>([])
}

private final class RawHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let script: RawServer.Script
    private let heard: Heard
    private var text = ""
    private var isInMessage = false
    private var isDeaf = false

    init(script: RawServer.Script, heard: Heard) {
        (self.script, self.heard) = (script, heard)
    }

    func channelActive(context: ChannelHandlerContext) {
        say(script.greeting, context)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        // What comes now is TLS, which it does not speak.
        guard !isDeaf else { return }
        text += String(decoding: unwrapInboundIn(data).readableBytesView, as: UTF8.self)
        while let end = text.utf8.firstIndex(of: UInt8(ascii: "\n")) {
            let line = String(text[..<end]).filter { !$0.isNewline }
            text = String(text[text.utf8.index(after: end)...])
            answer(line, context)
        }
    }

    private func answer(_ line: String, _ context: ChannelHandlerContext) {
        if isInMessage, line != "." { return }
        let verb = String(line.prefix { $0 != " " && $0 != ":" })
        heard.lines.withLock { $0.append(line) }
        if script.hangsUpAt == verb { return context.close(promise: nil) }
        let reply = script.reply(to: verb)
        isDeaf = verb == "STARTTLS" && reply?.hasPrefix("220") == true
        isInMessage = verb == "DATA" && reply?.hasPrefix("354") == true
        say(reply, context)
    }

    private func say(_ text: String?, _ context: ChannelHandlerContext) {
        guard let text else { return }
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
    }
}
