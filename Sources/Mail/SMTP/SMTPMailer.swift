package import Kernel
import NIOCore

/// Hands mails to a server by SMTP (RFC 5321), one connection for each.
package struct SMTPMailer: Mailer {
    private let settings: MailSettings
    private let encryption: TLSClient?
    private let clock: WallClock

    /// A mailer to that server. It does not connect before the first mail.
    /// - Throws: `MailError.unavailable` when the certificates to trust cannot be read.
    package init(_ settings: MailSettings, clock: WallClock = .system) throws(MailError) {
        (self.settings, self.clock) = (settings, clock)
        encryption =
            settings.encryption == .off
            ? nil : try TLSClient(host: settings.host, trustedCertificates: settings.trustedCertificates)
    }

    /// Hands the mail over.
    package func send(_ email: Email) async throws -> MailReceipt {
        let message = try Message(email, from: email.from ?? settings.from, date: clock.now)
        let connection = try await SMTPConnection.open(settings, settings.encryption == .implicit ? encryption : nil)
        do {
            var session = SMTPSession(connection: connection, settings: settings, encryption: encryption)
            try await session.begin()
            let receipt = try await session.deliver(message, to: email.recipients)
            // Its reply matters to nobody any more: the mail is the server's.
            _ = try? await connection.send("QUIT", step: "say goodbye", within: .seconds(2))
            await connection.close()
            return receipt
        } catch {
            await connection.close()
            throw error
        }
    }

    /// Connects, begins TLS and logs in, and sends nothing: whether a mail would have a chance.
    /// - Throws: `MailError.unavailable`.
    package func check() async throws {
        let connection = try await SMTPConnection.open(settings, settings.encryption == .implicit ? encryption : nil)
        do {
            var session = SMTPSession(connection: connection, settings: settings, encryption: encryption)
            try await session.begin()
            _ = try? await connection.send("QUIT", step: "say goodbye", within: .seconds(2))
            await connection.close()
        } catch {
            await connection.close()
            throw error
        }
    }
}
