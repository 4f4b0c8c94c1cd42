import Kernel

/// An absolute `http` or `https` address, taken apart by one strict parser, so that what is checked is what is called.
///
/// RFC 3986 without its dark corners: no user name or password, only printable ASCII (write other letters
/// percent-encoded, names in punycode), no backslash, and a host that looks like a number must be a plain IPv4 address.
/// The host is in small letters. A fragment is dropped, as it never leaves a client.
package struct OutboundURL: Hashable, Sendable {
    /// How the peer is spoken to.
    package enum Scheme: String, Sendable {
        /// In the clear.
        case http
        /// Through TLS.
        case https

        var port: Int { self == .http ? 80 : 443 }
    }

    /// The longest address that is read, in bytes.
    package static let maximumLength = 8192

    /// How the peer is spoken to.
    package let scheme: Scheme
    /// A name, an IPv4 address, or an IPv6 address in brackets.
    package let host: String
    /// 1 to 65535.
    package let port: Int
    /// Path and query, percent-encoded, with its leading slash.
    package let target: String

    /// An address of its parts.
    init(scheme: Scheme, host: String, port: Int, target: String) {
        (self.scheme, self.host, self.port, self.target) = (scheme, host, port, target)
    }

    /// `name` or `name:8443`: the host, and the port where it is not the usual one.
    package var authority: String { port == scheme.port ? host : "\(host):\(port)" }

    /// Scheme and authority: all of the address that may be shown, since paths and queries hold secrets.
    package var origin: String { "\(scheme.rawValue)://\(authority)" }

    /// The whole address.
    package var text: String { origin + target }

    /// The address that the host is, if it is one and not a name.
    var literalAddress: IPAddress? {
        IPAddress(host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host)
    }
}

extension OutboundURL: CustomStringConvertible {
    /// Only the origin, so that an address in a log gives nothing away.
    package var description: String { origin }
}
