import NIOCore

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
    private var phase = Phase.idle
    private var timer: Scheduled<Void>?
    private var answerTimer: Scheduled<Void>?
    /// We want bytes, and wait for the client.
    private var isReading = false
    private var bytesOfWindow = 0
    /// Answers that are being made or written.
    private var answersDue = 0

    /// What the client is sending.
    private enum Phase {
        case idle, head, body
    }

    init(_ limits: ConnectionLimits) {
        self.limits = limits
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        bytesOfWindow += unwrapInboundIn(data).readableBytes
        isReading = false
        if phase == .idle { phase = .head }
        context.fireChannelRead(data)
        if phase != .idle, timer == nil { setTimer(context) }
    }

    func read(context: ChannelHandlerContext) {
        isReading = true
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

    private func setTimer(_ context: ChannelHandlerContext) {
        bytesOfWindow = 0
        let time = phase == .head ? limits.head : limits.body
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(time)) {
            self.timer = nil
            self.check(context)
        }
    }

    private func check(_ context: ChannelHandlerContext) {
        switch phase {
        case .idle: break
        case .head: refuse(context)
        // Bytes that we do not ask for cannot come.
        case .body where isReading && bytesOfWindow < limits.bodyBytes: refuse(context)
        case .body: setTimer(context)
        }
    }

    /// Says why, unless the words would get into the middle of another answer.
    private func refuse(_ context: ChannelHandlerContext) {
        guard answersDue == 0 || phase == .body else { return context.close(promise: nil) }
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

    /// An answer has been written.
    func answerEnded() {
        answersDue -= 1
    }

    private func enter(_ phase: Phase) {
        self.phase = phase
        timer?.cancel()
        timer = nil
    }
}
