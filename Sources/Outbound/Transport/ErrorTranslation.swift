import AsyncHTTPClient
import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// What an error of the libraries below means. Errors of the caller's own body pass unchanged.
func translated(_ error: any Error, host: String) -> any Error {
    switch error {
    case is OutboundError, is CancellationError: error
    case let error as HTTPClientError: translated(error, host: host)
    case let error as NIOConnectionError: translated(error, host: host)
    case let error as IOError: translated(error, host: host)
    case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError: OutboundError.untrusted(host: host)
    case HTTPParserError.invalidEOFState: OutboundError.connectionLost(host: host)
    case is HTTPParserError, is NIOHTTPDecoderError: OutboundError.invalidAnswer(host: host)
    case ChannelError.connectTimeout: OutboundError.timedOut(host: host, .connecting)
    case is ChannelError: OutboundError.connectionLost(host: host)
    default: error
    }
}

private func translated(_ error: HTTPClientError, host: String) -> any Error {
    switch error {
    case .cancelled: CancellationError()
    case .readTimeout, .writeTimeout: OutboundError.timedOut(host: host, .answer)
    case .connectTimeout, .tlsHandshakeTimeout, .getConnectionFromPoolTimeout:
        OutboundError.timedOut(host: host, .connecting)
    case .deadlineExceeded: OutboundError.timedOut(host: host, .deadline)
    case .alreadyShutdown: OutboundError.closed
    case .bodyLengthMismatch: OutboundError.invalidRequest("has a body of another length than it says")
    default:
        switch error.shortDescription {
        case "Invalid header field names", "Invalid header field values":
            OutboundError.invalidRequest("has a header with characters that HTTP does not allow")
        default: OutboundError.connectionLost(host: host)
        }
    }
}

/// A name that is looked up by NIO: no address, or none that takes connections.
private func translated(_ error: NIOConnectionError, host: String) -> OutboundError {
    guard !error.connectionErrors.isEmpty else {
        return error.dnsAError == nil && error.dnsAAAAError == nil
            ? .timedOut(host: host, .connecting) : .unknownName(host: host)
    }
    let areTimeouts = error.connectionErrors.allSatisfy {
        if case ChannelError.connectTimeout = $0.error { true } else { false }
    }
    return areTimeouts ? .timedOut(host: host, .connecting) : .unreachable(host: host)
}

private func translated(_ error: IOError, host: String) -> OutboundError {
    switch error.errnoCode {
    case ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, EADDRNOTAVAIL, EACCES, EPERM: .unreachable(host: host)
    case ETIMEDOUT: .timedOut(host: host, .connecting)
    default: .connectionLost(host: host)
    }
}
