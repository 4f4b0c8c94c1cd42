import Foundation
import Kernel
import Testing

@testable import Mail

/// Mails through a server that somebody else wrote.
@Suite(.enabled(if: Python.isThere, "needs SOUK_TEST_PYTHON, which scripts/test makes"), .timeLimit(.minutes(3)))
struct SMTPMailerTests {
    private static let password = "s3cr%C3%A9t%26:%40%2F"

    private func settings(
        _ server: MailServer, scheme: String = "smtp", user: String = "", host: String = "localhost",
        options: String? = nil
    ) throws -> MailSettings {
        try MailSettings(
            url: "\(scheme)://\(user)\(host):\(server.port)?from=shop@example.com&timeout=20"
                + (options ?? "&ca=\(server.certificate)"))
    }

    @Test(arguments: [("starttls", "smtp", "PLAIN"), ("starttls", "smtp", "LOGIN"), ("implicit", "smtps", "PLAIN")])
    func `a mail arrives over TLS, after a login, as it was written`(
        tls: String, scheme: String, mechanism: String
    ) async throws {
        let server = try await MailServer(tls: tls, mechanism: mechanism)
        let settings = try settings(server, scheme: scheme, user: "shop:\(SMTPMailerTests.password)@")
        let email = try Email(
            to: [try MailAddress("ada@example.com", name: "Ada")], bcc: [try MailAddress("eve@example.com")],
            subject: "Grüße", text: ".\n..\nA line\n.hidden\n", html: "<p>.</p>\n.\n")
        let mailer = try SMTPMailer(settings, clock: .fixed(.noon))
        let receipt = try await mailer.send(email)
        #expect(receipt == MailReceipt(accepted: email.recipients, refused: []))
        let taken = try await server.taken()
        #expect(taken.sender == "shop@example.com")
        #expect(taken.recipients == ["ada@example.com", "eve@example.com"])
        #expect(taken.user == "shop")
        #expect(taken.isEncrypted)
        let written = try Message(email, from: settings.from, date: .noon)
        #expect(Array(taken.content) == written.bytes)
        #expect(!String(decoding: taken.content, as: UTF8.self).contains("eve@"))
    }

    @Test func `a certificate that is not trusted, or for another, ends it`() async throws {
        let server = try await MailServer(tls: "starttls")
        for settings in [
            try settings(server, options: ""), try settings(server, host: "127.0.0.1"),
        ] {
            let mailer = try SMTPMailer(settings)
            let error = try await mailError { try await mailer.send(try .fixture()) }
            #expect(error?.isTemporary == true)
            #expect(error?.message.contains("TLS failed") == true, "\(String(describing: error))")
        }
    }

    @Test func `a wrong password waits for the operator and is told to nobody`() async throws {
        let server = try await MailServer(tls: "starttls", mechanism: "PLAIN")
        let mailer = try SMTPMailer(try settings(server, user: "shop:wrong-one@"))
        let error = try await mailError { try await mailer.send(try .fixture()) }
        #expect(error?.isTemporary == true)
        #expect(error?.message.contains("refuses the login with 535") == true, "\(String(describing: error))")
        #expect(error?.message.contains("wrong-one") == false)
    }

    @Test func `each recipient has a fate of its own`() async throws {
        let server = try await MailServer(tls: "starttls")
        let mailer = try SMTPMailer(try settings(server))
        let email = try Email.fixture(to: ["ada@example.com", "gone@example.com", "busy@example.com"])
        let receipt = try await mailer.send(email)
        #expect(receipt.accepted.map(\.address) == ["ada@example.com"])
        #expect(receipt.refused.map(\.status) == ["550 5.1.1", "450 4.2.1"])
        #expect(receipt.deferred.map(\.address) == ["busy@example.com"])
        let taken = try await server.taken()
        #expect(taken.recipients == ["ada@example.com"])

        let again = try await mailError { try await mailer.send(email.limited(to: receipt.deferred)) }
        #expect(again == .unavailable("It takes none of the recipients now (450 4.2.1)."))
        let gone = try await mailError { try await mailer.send(try .fixture(to: ["gone@example.com"])) }
        #expect(gone == .refused("It takes none of the recipients (550 5.1.1)."))
    }

    @Test func `an address outside ASCII travels where the server takes it`() async throws {
        let server = try await MailServer(tls: "starttls")
        let mailer = try SMTPMailer(try settings(server))
        _ = try await mailer.send(try .fixture(to: ["jürgen@bücher.example"]))
        let taken = try await server.taken()
        #expect(taken.recipients == ["jürgen@bücher.example"])
        #expect(String(decoding: taken.content, as: UTF8.self).contains("To: <jürgen@bücher.example>"))
    }

    @Test func `a check logs in and sends nothing`() async throws {
        let server = try await MailServer(tls: "starttls", mechanism: "PLAIN")
        try await SMTPMailer(try settings(server, user: "shop:\(SMTPMailerTests.password)@")).check()
        let wrong = try SMTPMailer(try settings(server, user: "shop:other@"))
        let error = try await mailError { try await wrong.check() }
        #expect(error?.isTemporary == true)
    }
}
