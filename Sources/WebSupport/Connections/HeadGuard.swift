import NIOCore
import NIOHTTP1

/// Stands right behind the parser and looks at the heads of requests once more: what the parser lets through, but two
/// servers in a row could understand differently, is refused with 400 (RFC 9112 §3.2, §6.1, §11.2).
///
/// It also writes down in one way what clients say in many: that they want the connection closed, which for HTTP/1.0 is
/// what they want when they say nothing.
final class HeadGuard: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart

    private var hasRefused = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !hasRefused else { return }
        guard case .head(var head) = unwrapInboundIn(data) else { return context.fireChannelRead(data) }
        guard HeadGuard.isSound(head) else {
            hasRefused = true
            // The server answers this error with 400, behind what is being answered, and closes the connection.
            return context.fireErrorCaught(HTTPParserError.invalidHeaderToken)
        }
        if !head.isKeepAlive { head.headers.replaceOrAdd(name: "Connection", value: "close") }
        // Nobody of that time waits for a 100 (RFC 9110 §10.1.1).
        if head.version != .http1_1 { head.headers.remove(name: "Expect") }
        context.fireChannelRead(wrapInboundOut(.head(head)))
    }

    /// One `Host`, which only HTTP/1.0 may leave out, and no transfer coding but `chunked`.
    private static func isSound(_ head: HTTPRequestHead) -> Bool {
        var hosts = 0
        for (name, value) in head.headers {
            switch name.utf8.count {
            case 4 where name.lowercased() == "host": hosts += 1
            case 17 where name.lowercased() == "transfer-encoding":
                guard value.lowercased() == "chunked", head.version == .http1_1 else { return false }
            default: break
            }
        }
        return hosts == 1 || (hosts == 0 && head.version != .http1_1)
    }
}
