import NIOCore
import NIOSSL

/// Bytes for the server, and who waits for its reply.
struct SMTPExchange: Sendable {
    let bytes: ByteBuffer
    /// What to begin TLS with when the reply allows it.
    var encryption: TLSClient?
    let reply: EventLoopPromise<SMTPReply>
}

/// One command, one reply: pairs them, and changes to TLS without a gap.
///
/// `STARTTLS` is dangerous at the seam (CVE-2011-0411): what somebody between puts behind the plain `220` must never be
/// read as if it came from the server. Here the same turn of the event loop reads that reply, makes sure that nothing
/// follows it, and puts TLS before this handler; whatever comes later goes through TLS or fails there.
final class SMTPReplyHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = SMTPExchange
    typealias OutboundOut = ByteBuffer

    private var parser = SMTPReplyParser()
    private var waiting: (reply: EventLoopPromise<SMTPReply>, encryption: TLSClient?)?
    private var failure: MailError?
    private let end: EventLoopPromise<Void>

    /// A handler that begins with waiting for the greeting.
    /// - Parameter end: fails with what ended the connection. TLS may fail between two commands, when nobody waits.
    init(greeting: EventLoopPromise<SMTPReply>, end: EventLoopPromise<Void>) {
        waiting = (greeting, nil)
        self.end = end
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let exchange = unwrapOutboundIn(data)
        if let failure {
            exchange.reply.fail(failure)
            promise?.fail(failure)
            return
        }
        guard waiting == nil, !parser.hasMore else {
            let error = MailError.unavailable("It spoke out of turn.")
            exchange.reply.fail(error)
            promise?.fail(error)
            return fail(error, context)
        }
        waiting = (exchange.reply, exchange.encryption)
        // What goes wrong from here on comes to `errorCaught` or `channelInactive`, with the reason.
        context.write(wrapOutboundOut(exchange.bytes), promise: nil)
        promise?.succeed()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        // What nobody waits for is not kept without end.
        guard waiting != nil || !parser.hasMore else { return fail(.unavailable("It spoke out of turn."), context) }
        parser.append(unwrapInboundIn(data))
        guard waiting != nil else { return }
        do {
            guard let reply = try parser.next(), let (promise, encryption) = waiting else { return }
            if let encryption, reply.code == 220 { try begin(encryption, context) }
            waiting = nil
            promise.succeed(reply)
        } catch let error as SMTPReplyParser.Malformed {
            fail(.unavailable("It does not speak SMTP: \(error.reason)."), context)
        } catch let error as MailError {
            fail(error, context)
        } catch {
            fail(.unavailable("TLS cannot begin: \(error)."), context)
        }
    }

    private func begin(_ encryption: TLSClient, _ context: ChannelHandlerContext) throws {
        guard !parser.hasMore else {
            throw MailError.unavailable("Something was put behind its reply to STARTTLS, as an attacker would do.")
        }
        try context.pipeline.syncOperations.addHandler(encryption.handler(), position: .before(self))
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        fail(.unavailable(SMTPReplyHandler.explain(error)), context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        fail(.unavailable("It closed the connection."), context)
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        fail(.unavailable("The connection is closed."), context)
    }

    private func fail(_ error: MailError, _ context: ChannelHandlerContext) {
        failure = failure ?? error
        end.fail(error)
        waiting?.reply.fail(error)
        waiting = nil
        context.close(promise: nil)
    }

    /// Certificates are what goes wrong most often, and their errors name no person.
    private static func explain(_ error: any Error) -> String {
        switch error {
        case NIOSSLError.handshakeFailed(let reason): "TLS failed: \(reason)."
        case is NIOSSLError, is NIOSSLExtraError: "TLS failed: \(error)."
        case let error as IOError: "The connection broke (\(error.errnoCode))."
        default: "The connection broke."
        }
    }
}

/// How TLS is begun with one server.
struct TLSClient: Sendable {
    private let context: NIOSSLContext
    private let serverName: String?

    /// - Parameter host: what the certificate must be for, a name or an address.
    /// - Throws: `MailError.unavailable` when the trusted certificates cannot be read.
    init(host: String, trustedCertificates: String?) throws(MailError) {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        if let trustedCertificates { configuration.trustRoots = .file(trustedCertificates) }
        do {
            context = try NIOSSLContext(configuration: configuration)
        } catch {
            throw .unavailable("The trusted certificates (ca=…) cannot be read.")
        }
        // An address is no server name (RFC 6066 §3); then the certificate must be for the address.
        serverName = (try? SocketAddress(ipAddress: host, port: 0)) == nil ? host : nil
    }

    func handler() throws -> NIOSSLClientHandler {
        try NIOSSLClientHandler(context: context, serverHostname: serverName)
    }
}
