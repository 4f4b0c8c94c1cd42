package import HummingbirdCore
import Logging
import NIOCore
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
    package static func guarded(_ limits: ConnectionLimits) -> HTTPServerBuilder {
        HTTPServerBuilder { responder in
            GuardedChannel(
                base: HTTP1Channel(
                    responder: responder,
                    configuration: HTTP1Channel.Configuration(
                        additionalChannelHandlers: [PartWatch()], idleTimeout: TimeAmount(limits.idle),
                        httpDecoderConfiguration: HTTP1Channel.Configuration.DecoderConfiguration(
                            maxHeaderFieldSize: limits.headerBytes, maxHeaderListSize: limits.headerBytes,
                            maxHeaderFieldCount: limits.headerFields))),
                limits: limits)
        }
    }
}

/// A channel of HTTP with a watch in front of it, which sees bytes, and one behind the parser, which sees requests.
private struct GuardedChannel: ServerChildChannel {
    let base: HTTP1Channel
    let limits: ConnectionLimits

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<HTTP1Channel.Value> {
        channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(ByteWatch(limits))
        }.flatMap {
            base.setup(channel: channel, logger: logger)
        }
    }

    func handle(value: HTTP1Channel.Value, logger: Logger) async {
        await base.handle(value: value, logger: logger)
    }
}
