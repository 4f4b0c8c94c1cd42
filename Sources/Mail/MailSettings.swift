import Foundation
import Kernel

/// The mail server, from `MAIL_URL`:
/// `smtp://user:password@host:587?tls=required&from=shop@example.com` or `smtps://…` for TLS from the first byte.
///
/// | parameter | |
/// | --- | --- |
/// | `from` | the sender of mails that name none; required |
/// | `sender` | the name beside it |
/// | `tls` | `required` (default), `opportunistic`, `off`; only for `smtp://` |
/// | `ca` | a file of certificates in PEM to trust instead of the system's |
/// | `hello` | what we call ourselves in `EHLO`; the connection's own address when absent |
/// | `timeout` | seconds for each step, 1 to 600; four times that for the message itself |
package struct MailSettings: Sendable, Equatable {
    /// How the connection is encrypted.
    package enum Encryption: String, Sendable, CaseIterable {
        /// With `STARTTLS`, or not at all used.
        case required
        /// With `STARTTLS` where the server offers it. Whoever sits between can take the offer away.
        case opportunistic
        /// Never: a server on the same machine.
        case off
        /// From the first byte (`smtps://`).
        case implicit
    }

    /// Who we are to the server.
    package struct Credentials: Sendable, Equatable {
        let user: String
        let password: String
    }

    /// The server's name or address.
    package var host: String
    /// Its port: 587, with `smtps` 465, when the address names none.
    package var port: Int
    /// How the connection is encrypted.
    package var encryption: Encryption
    /// Who we are to the server; nobody when `nil`.
    package var credentials: Credentials?
    /// The sender of mails that name none.
    package var from: MailAddress
    /// A file of certificates to trust instead of the system's.
    package var trustedCertificates: String?
    /// What we call ourselves.
    package var hello: String?
    /// How long to wait.
    package var timeouts = Timeouts()

    /// How long each step may take: the steps of RFC 5321 §4.5.3.2, which allows minutes, scaled down to what a job
    /// that is tried again can wait.
    package struct Timeouts: Sendable, Equatable {
        /// For the connection.
        package var connect = Duration.seconds(10)
        /// For the greeting and each command, the TLS handshake included.
        package var step = Duration.seconds(30)
        /// For the message, from its first byte to the server's reply.
        package var message = Duration.seconds(120)
    }

    /// Why an address was refused. Never holds the user, the password or the address itself.
    package struct Invalid: Error, Equatable, CustomStringConvertible {
        /// What is wrong and what is allowed.
        package let description: String
    }

    /// Reads `MAIL_URL`.
    /// - Throws: `Invalid`.
    package init(url: String) throws(Invalid) {
        guard let parts = URLComponents(string: url), let scheme = parts.scheme, ["smtp", "smtps"].contains(scheme)
        else {
            throw Invalid("must be smtp://user:password@host:port?… or smtps://…, special characters as %XX")
        }
        guard let host = parts.host, !host.isEmpty else { throw Invalid("names no host") }
        guard parts.path.isEmpty || parts.path == "/" else { throw Invalid("has no path: options stand behind a ?") }
        let query = try Query(parts.queryItems ?? [])
        self.host = host.trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
        port = parts.port ?? (scheme == "smtps" ? 465 : 587)
        guard (1...65_535).contains(port) else { throw Invalid("port must be from 1 to 65535") }
        encryption = try query.encryption(scheme)
        credentials = try MailSettings.credentials(parts)
        from = try query.sender()
        (trustedCertificates, hello) = (query["ca"], try query.hello())
        if let seconds = try query.timeout() {
            timeouts = Timeouts(connect: min(.seconds(10), seconds), step: seconds, message: seconds * 4)
        }
        if credentials != nil, encryption == .off {
            throw Invalid("has a password, which is never sent without TLS: leave tls=off out, or the password")
        }
    }

    private static func credentials(_ parts: URLComponents) throws(Invalid) -> Credentials? {
        guard let user = parts.user else { return nil }
        guard !user.isEmpty, let password = parts.password, !password.isEmpty else {
            throw Invalid("must have both a user and a password, or neither")
        }
        guard !(user + password).utf8.contains(0) else { throw Invalid("user and password have no NUL") }
        return Credentials(user: user, password: password)
    }
}

extension MailSettings.Invalid {
    fileprivate init(_ problem: String) {
        description = "MAIL_URL \(problem)"
    }
}

/// What stands behind the `?`.
private struct Query {
    private static let names: Set = ["from", "sender", "tls", "ca", "hello", "timeout"]
    private var values: [String: String] = [:]

    init(_ items: [URLQueryItem]) throws(MailSettings.Invalid) {
        for item in items {
            guard Query.names.contains(item.name) else {
                let allowed = Query.names.sorted().joined(separator: ", ")
                throw MailSettings.Invalid("has an unknown option; allowed are \(allowed)")
            }
            guard values.updateValue(item.value ?? "", forKey: item.name) == nil else {
                throw MailSettings.Invalid("has the option \(item.name) twice")
            }
        }
    }

    subscript(_ name: String) -> String? { values[name].flatMap { $0.isEmpty ? nil : $0 } }

    func encryption(_ scheme: String) throws(MailSettings.Invalid) -> MailSettings.Encryption {
        let text = self["tls"]
        if scheme == "smtps" {
            guard text == nil else { throw MailSettings.Invalid("with smtps:// has TLS always: leave tls= out") }
            return .implicit
        }
        guard let text else { return .required }
        guard let encryption = MailSettings.Encryption(rawValue: text), encryption != .implicit else {
            throw MailSettings.Invalid("tls must be required, opportunistic or off")
        }
        return encryption
    }

    func sender() throws(MailSettings.Invalid) -> MailAddress {
        guard let from = self["from"] else { throw MailSettings.Invalid("needs from=…, the shop's own address") }
        do {
            return try MailAddress(from, name: self["sender"] ?? "")
        } catch {
            throw MailSettings.Invalid("from or sender is wrong: \(error.fields.first?.message ?? error.message)")
        }
    }

    func hello() throws(MailSettings.Invalid) -> String? {
        guard let name = self["hello"] else { return nil }
        guard name.utf8.count <= 253, (try? MailAddress("postmaster@" + name))?.isInternational == false else {
            throw MailSettings.Invalid("hello must be a domain name")
        }
        return name
    }

    func timeout() throws(MailSettings.Invalid) -> Duration? {
        guard let text = self["timeout"] else { return nil }
        guard let seconds = Int(text), (1...600).contains(seconds) else {
            throw MailSettings.Invalid("timeout must be from 1 to 600 seconds")
        }
        return .seconds(seconds)
    }
}
