import NIOCore
import NIOTLS

/// Stands in front of the parser and counts bytes against time.
///
/// A request that arrives in one piece, as nearly all do, costs two comparisons: timers are set only when the parser has
/// taken what there was and wants more.
final class ByteWatch: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let limits: ConnectionLimits
    private var phase: Phase
    private var timer: Scheduled<Void>?
    private var answerTimer: Scheduled<Void>?
    /// What came in this window, and how long we have waited for it in all. While we do not read, because the handler
    /// is busy with what came before, nothing can come, and the client is not to blame.
    private var bytesOfWindow = 0
    private var waited = TimeAmount.zero
    /// Since when we want bytes, and wait for the client.
    private var waitingSince: NIODeadline?
    /// Requests that began and are not answered to the end.
    private(set) var answersDue = 0
    private var isAnswering = false

    /// What the client is sending.
    private enum Phase {
        case handshake, idle, head, body
    }

    /// A watch by these limits.
    /// - Parameter isSecure: whether a TLS handshake comes first; it has as long as a head.
    init(_ limits: ConnectionLimits, isSecure: Bool) {
        self.limits = limits
        phase = isSecure ? .handshake : .idle
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if phase == .handshake { setTimer(context, limits.head) }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if phase == .handshake, case TLSUserEvent.handshakeCompleted? = event as? TLSUserEvent { enter(.idle) }
        context.fireUserInboundEventTriggered(event)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        bytesOfWindow += unwrapInboundIn(data).readableBytes
        if let since = waitingSince { waited = waited + (context.eventLoop.now - since) }
        waitingSince = nil
        if phase == .idle { phase = .head }
        context.fireChannelRead(data)
        if phase != .idle, timer == nil { beginWindow(context) }
    }

    func read(context: ChannelHandlerContext) {
        if timer != nil, waitingSince == nil { waitingSince = context.eventLoop.now }
        context.read()
    }

    func channelInactive(context: ChannelHandlerContext) {
        stopTimers()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        stopTimers()
    }

    /// Bytes pile up when the client does not take its answer.
    func channelWritabilityChanged(context: ChannelHandlerContext) {
        answerTimer?.cancel()
        answerTimer = nil
        if !context.channel.isWritable {
            answerTimer = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(limits.answer)) {
                context.close(promise: nil)
            }
        }
        context.fireChannelWritabilityChanged()
    }

    private func stopTimers() {
        timer?.cancel()
        answerTimer?.cancel()
        (timer, answerTimer) = (nil, nil)
    }

    private var timeOfWindow: Duration { phase == .body ? limits.body : limits.head }

    private func beginWindow(_ context: ChannelHandlerContext) {
        (bytesOfWindow, waited) = (0, .zero)
        setTimer(context, timeOfWindow)
    }

    private func setTimer(_ context: ChannelHandlerContext, _ time: Duration) {
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(time)) {
            self.timer = nil
            self.check(context)
        }
    }

    private func check(_ context: ChannelHandlerContext) {
        guard phase != .handshake else { return context.close(promise: nil) }
        let now = context.eventLoop.now
        if let since = waitingSince { (waited, waitingSince) = (waited + (now - since), now) }
        let rest = TimeAmount(timeOfWindow) - waited
        if rest > .milliseconds(1) {
            // Some of the window we did not read; that time is the client's still.
            setTimer(context, .nanoseconds(rest.nanoseconds))
        } else if phase == .body, bytesOfWindow >= limits.bodyBytes {
            beginWindow(context)
        } else {
            refuse(context)
        }
    }

    /// Says why, unless the words would get into another answer, or behind the one that was given.
    private func refuse(_ context: ChannelHandlerContext) {
        guard !isAnswering, answersDue == (phase == .body ? 1 : 0) else { return context.close(promise: nil) }
        let words = "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
        context.writeAndFlush(wrapOutboundOut(context.channel.allocator.buffer(string: words)), promise: nil)
        context.close(promise: nil)
    }
}

extension ByteWatch {
    /// The headers are complete, and a body follows.
    func headEnded() {
        enter(.body)
        answersDue += 1
    }

    /// The request is complete.
    func requestEnded() {
        enter(.idle)
    }

    /// Nothing of the answer was written before.
    func answerBegan() {
        isAnswering = true
    }

    /// An answer has been written.
    func answerEnded() {
        isAnswering = false
        answersDue -= 1
    }

    /// Whether something written now would stand before the answer to the request that is being received.
    var isOnlyRequestDue: Bool { answersDue == 1 && !isAnswering }

    private func enter(_ phase: Phase) {
        self.phase = phase
        timer?.cancel()
        (timer, waitingSince) = (nil, nil)
    }
}
