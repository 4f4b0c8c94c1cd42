package import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypes

/// What one connection may cost. Whoever keeps us waiting longer is hung up on.
package struct ConnectionLimits: Sendable {
    /// How long a connection may lie idle between requests.
    package var idle = Duration.seconds(60)
    /// From the first byte of a request to the end of its headers.
    package var head = Duration.seconds(10)
    /// The time in which a body must bring `bodyBytes` more, as long as we read.
    package var body = Duration.seconds(20)
    /// See `body`: 20 kB in 20 s is a modem's pace.
    package var bodyBytes = 20_000
    /// How long a client may take no bytes of its answer.
    package var answer = Duration.seconds(30)
    /// The most bytes of all header fields together.
    package var headerBytes = 32 * 1024
    /// The most header fields.
    package var headerFields = 100
    /// The most connections at the same time; further ones wait in the system's queue.
    package var connections = 20_000

    /// The usual limits.
    package init() {}
}

extension HTTPServerBuilder {
    /// HTTP/1.1 behind those limits.
    /// - Parameters:
    ///   - isSecure: whether it is put into TLS (`.tls(.guarded(limits, isSecure: true), …)`).
    ///   - executor: where the requests of the next connection are answered; `nil` for anywhere.
    package static func guarded(
        _ limits: ConnectionLimits, isSecure: Bool = false,
        executor: @escaping @Sendable () -> (any TaskExecutor)? = { nil }
    ) -> HTTPServerBuilder {
        HTTPServerBuilder { responder in
            GuardedChannel(
                base: HTTP1Channel(
                    responder: responder,
                    configuration: HTTP1Channel.Configuration(
                        additionalChannelHandlers: [PartWatch()], idleTimeout: TimeAmount(limits.idle),
                        httpDecoderConfiguration: HTTP1Channel.Configuration.DecoderConfiguration(
                            maxHeaderFieldSize: limits.headerBytes, maxHeaderListSize: limits.headerBytes,
                            maxHeaderFieldCount: limits.headerFields))),
                limits: limits, isSecure: isSecure, executor: executor)
        }
    }
}

/// A channel of HTTP with a watch in front of the parser, which sees bytes, a guard right behind it, which sees heads as
/// they were sent, and a watch behind that, which sees requests.
private struct GuardedChannel: ServerChildChannel {
    let base: HTTP1Channel
    let limits: ConnectionLimits
    let isSecure: Bool
    let executor: @Sendable () -> (any TaskExecutor)?

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<HTTP1Channel.Value> {
        channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(ByteWatch(limits, isSecure: isSecure))
        }.flatMap {
            base.setup(channel: channel, logger: logger)
        }.flatMapThrowing { value in
            let pipeline = channel.pipeline.syncOperations
            let parser = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
            try pipeline.addHandler(HeadGuard(), position: .after(parser))
            return value
        }
    }

    func handle(value: HTTP1Channel.Value, logger: Logger) async {
        await withTaskExecutorPreference(executor()) {
            await base.handle(value: value, logger: logger)
        }
    }
}
