import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// That an operation is about to read the body of its request, and a client that waits for `100 Continue` may send it:
/// whoever is refused because of the headers alone need not (RFC 9110 §10.1.1).
struct BodyWanted: Sendable {}

/// Stands behind the parser: tells the `ByteWatch` where requests and answers begin and end, sends `100 Continue`, and
/// ends the connection behind an answer that says `Connection: close`.
final class PartWatch: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// A client whose body we refused goes on sending for a while. Were the connection closed at once, the reset could
    /// overtake the answer (RFC 9112 §9.6); so it may go on for this long, unread.
    private static let lingering = TimeAmount.seconds(2)
    /// So much of a body that nobody wants is read to keep the connection; a new one costs less than more.
    private static let worthReading = 64 * 1024

    private var bytes: ByteWatch?
    private var closesAfterAnswer = false
    private var lingeringTimer: Scheduled<Void>?
    /// What is still to come of the request that is being received; `nil` when it is complete.
    private var missing: Int?

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
        // What comes behind the last answer is not answered any more.
        guard lingeringTimer == nil else { return }
        switch unwrapInboundIn(data) {
        case .head(let head):
            bytes?.headEnded()
            // A body in chunks does not say how long it is.
            missing =
                head.headerFields[.transferEncoding] == nil
                ? head.headerFields[.contentLength].flatMap { Int($0) } ?? 0 : .max
        case .body(let part): missing = missing.map { $0 == .max ? .max : $0 - part.readableBytes }
        case .end:
            bytes?.requestEnded()
            missing = nil
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(var head):
            bytes?.answerBegan()
            if isReceivingTooMuch { head.headerFields[.connection] = "close" }
            if head.headerFields[.connection] == "close" { closesAfterAnswer = true }
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .body: context.write(data, promise: promise)
        case .end:
            bytes?.answerEnded()
            context.write(data, promise: promise)
            if closesAfterAnswer { hangUp(context) }
        }
    }

    func triggerUserOutboundEvent(
        context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?
    ) {
        guard event is BodyWanted else {
            return context.triggerUserOutboundEvent(event, promise: promise)
        }
        if missing != nil, bytes?.isOnlyRequestDue ?? true {
            context.writeAndFlush(wrapOutboundOut(.head(HTTPResponse(status: .continue))), promise: nil)
        }
        promise?.succeed()
    }

    /// Whether the request that is being answered has not come to its end, and will not soon.
    private var isReceivingTooMuch: Bool {
        guard let missing, bytes?.answersDue == 1 else { return false }
        return missing > PartWatch.worthReading
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

extension HTTPField.Name {
    fileprivate static let transferEncoding = HTTPField.Name(known: "Transfer-Encoding")
}
