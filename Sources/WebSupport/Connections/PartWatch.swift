import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Stands behind the parser: tells the `ByteWatch` where a request begins and ends, grants `Expect: 100-continue`, and
/// ends the connection behind an answer that says `Connection: close`.
final class PartWatch: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// A client whose body we refused goes on sending for a while. Were the connection closed at once, the reset could
    /// overtake the answer (RFC 9112 §9.6); so it may go on for this long, unread.
    private static let lingering = TimeAmount.seconds(2)

    private var bytes: ByteWatch?
    private var closesAfterAnswer = false
    private var lingeringTimer: Scheduled<Void>?

    func handlerAdded(context: ChannelHandlerContext) {
        bytes = try? context.pipeline.syncOperations.handler(type: ByteWatch.self)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        lingeringTimer?.cancel()
    }

    func channelInactive(context: ChannelHandlerContext) {
        lingeringTimer?.cancel()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            bytes?.headEnded()
            if head.headerFields[.expect]?.lowercased() == "100-continue" { grant(context) }
        case .body: break
        case .end: bytes?.requestEnded()
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(let head):
            if head.headerFields[.connection] == "close" { closesAfterAnswer = true }
            context.write(data, promise: promise)
        case .body: context.write(data, promise: promise)
        case .end:
            bytes?.answerEnded()
            context.write(data, promise: promise)
            if closesAfterAnswer { hangUp(context) }
        }
    }

    private func grant(_ context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(.head(HTTPResponse(status: .continue))), promise: nil)
    }

    private func hangUp(_ context: ChannelHandlerContext) {
        guard lingeringTimer == nil else { return }
        context.flush()
        context.close(mode: .output, promise: nil)
        lingeringTimer = context.eventLoop.assumeIsolated().scheduleTask(in: PartWatch.lingering) {
            context.close(promise: nil)
        }
    }
}
