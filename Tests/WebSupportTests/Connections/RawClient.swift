import Foundation
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import NIOPosix

@testable import WebSupport

/// A connection whose client says exactly what a test wants, byte for byte.
final class RawClient: Sendable {
    private let channel: any Channel
    private let pieces: AsyncStream<String>

    private final class Listener: ChannelInboundHandler, Sendable {
        typealias InboundIn = ByteBuffer
        let continuation: AsyncStream<String>.Continuation

        init(_ continuation: AsyncStream<String>.Continuation) { self.continuation = continuation }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            continuation.yield(String(buffer: unwrapInboundIn(data)))
        }

        func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
            if event as? ChannelEvent == .inputClosed { continuation.finish() }
            context.fireUserInboundEventTriggered(event)
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { continuation.finish() }

        func channelInactive(context: ChannelHandlerContext) { continuation.finish() }
    }

    init(port: Int, reads: Bool = true) async throws {
        let (stream, continuation) = AsyncStream.makeStream(of: String.self)
        pieces = stream
        channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .channelOption(.autoRead, value: reads)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Listener(continuation))
                }
            }
            .connect(host: "127.0.0.1", port: port).get()
    }

    deinit { channel.close(promise: nil) }

    /// Sends the words; a server that has hung up is no failure here.
    func send(_ words: String) async {
        try? await channel.writeAndFlush(ByteBuffer(string: words))
    }

    /// Reads on after all.
    func read() async throws {
        try await channel.setOption(.autoRead, value: true).get()
    }

    /// What comes until that many times these words have come, or the server says no more.
    func text(until words: String = "\0", times: Int = 1) async -> String {
        var text = ""
        for await piece in pieces {
            text += piece
            if text.components(separatedBy: words).count > times { break }
        }
        return text
    }

    /// How many bytes come until the server says no more.
    func count() async -> Int {
        await pieces.reduce(0) { $0 + $1.utf8.count }
    }

    /// Runs `body` with the port of a server behind these limits.
    static func serve(
        _ limits: ConnectionLimits = ConnectionLimits(), router: Router<ShopContext> = Layers.router([]),
        _ body: @escaping @Sendable (Int) async throws -> Void
    ) async throws {
        let application = Application(
            responder: RequestTask(router.buildResponder()), server: .guarded(limits),
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        try await application.test(.live) { client in
            guard let port = client.port else { return }
            try await body(port)
        }
    }
}

extension String {
    /// The statuses of the answers in it, in their order.
    var statuses: [Int] {
        components(separatedBy: "HTTP/1.1 ").dropFirst().compactMap { Int($0.prefix(3)) }
    }
}
