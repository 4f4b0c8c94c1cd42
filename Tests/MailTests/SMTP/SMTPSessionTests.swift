import Kernel
import Testing

@testable import Mail

/// Servers that stall, lie, break off or attack.
@Suite(.timeLimit(.minutes(3))) struct SMTPSessionTests {
    private static let withTLS = "250-raw\r\n250-STARTTLS\r\n250 AUTH PLAIN\r\n"

    /// What comes of a mail to a server that behaves like that.
    private func outcome(
        _ script: RawServer.Script, _ options: String = "tls=off", user: String = "", email: Email? = nil,
        step: Duration = .seconds(20)
    ) async throws -> (error: MailError?, commands: [String]) {
        var outcome: (MailError?, [String]) = (nil, [])
        try await RawServer.run(script) { server in
            let mailer = try SMTPMailer(try .fixture(port: server.port, options, user: user, step: step))
            let error = try await mailError { try await mailer.send(try email ?? .fixture()) }
            outcome = (error, server.commands)
        }
        return outcome
    }

    @Test func `a server that does its work gets the mail without TLS only when told so`() async throws {
        let done = try await outcome(RawServer.Script())
        #expect(done.error == nil)
        #expect(done.commands.map { $0.prefix(4) } == ["EHLO", "MAIL", "RCPT", "DATA", ".", "QUIT"])
        #expect(done.commands.first == "EHLO [127.0.0.1]")
        #expect(done.commands.contains { $0.hasPrefix("MAIL FROM:<shop@example.com> SIZE=") })

        let refused = try await outcome(RawServer.Script(), "tls=required")
        #expect(refused.error?.message.contains("STARTTLS") == true)
        #expect(refused.commands.map { $0.prefix(4) } == ["EHLO"])
    }

    @Test func `a password is not sent when the offer of TLS is taken away`() async throws {
        let script = RawServer.Script(replies: ["EHLO": "250-raw\r\n250 AUTH PLAIN LOGIN\r\n"])
        for options in ["tls=required", "tls=opportunistic"] {
            let (error, commands) = try await outcome(script, options, user: "shop:secret@")
            #expect(error?.isTemporary == true)
            #expect(commands.map { $0.prefix(4) } == ["EHLO"])
        }
        let without = try await outcome(script, "tls=opportunistic")
        #expect(without.error == nil)
    }

    @Test(arguments: [
        "220 go\r\n250-evil\r\n250 AUTH PLAIN\r\n", "220 go\r\n250", "220 go\r\n\r\n", "220 go\r\n\u{0}",
    ])
    func `what was put behind the reply to STARTTLS is not believed`(reply: String) async throws {
        let script = RawServer.Script(replies: ["EHLO": SMTPSessionTests.withTLS, "STARTTLS": reply])
        let (error, commands) = try await outcome(script, "tls=required", user: "shop:secret@")
        #expect(error?.message.contains("as an attacker would do") == true)
        #expect(commands == ["EHLO [127.0.0.1]", "STARTTLS"])
    }

    @Test(arguments: ["454 not now\r\n", "501 never\r\n", "250 fine\r\n"])
    func `a server that will not begin TLS gets nothing`(reply: String) async throws {
        let script = RawServer.Script(replies: ["EHLO": SMTPSessionTests.withTLS, "STARTTLS": reply])
        let (error, commands) = try await outcome(script, "tls=opportunistic")
        #expect(error?.isTemporary == true)
        #expect(commands.last == "STARTTLS")
    }

    @Test(arguments: ["greeting", "EHLO", "STARTTLS", "TLS", "MAIL", "RCPT", "DATA", "."])
    func `a server that falls silent is left`(step: String) async throws {
        var script = RawServer.Script()
        switch step {
        case "greeting": script.greeting = nil
        case "STARTTLS": script.replies = ["EHLO": SMTPSessionTests.withTLS, "STARTTLS": nil]
        case "TLS": script.replies = ["EHLO": SMTPSessionTests.withTLS, "STARTTLS": "220 go\r\n"]
        default: script.replies[step] = .some(nil)
        }
        let options = step.hasSuffix("TLS") ? "tls=required" : "tls=off"
        let start = ContinuousClock.now
        let (error, _) = try await outcome(script, options, step: .milliseconds(300))
        #expect(error?.message.contains("It took longer than") == true, "\(String(describing: error))")
        #expect(error?.isTemporary == true)
        #expect(ContinuousClock.now - start < .seconds(20))
    }

    @Test(arguments: ["EHLO", "MAIL", "RCPT", "DATA", "."])
    func `a server that hangs up is left for later`(step: String) async throws {
        let (error, _) = try await outcome(RawServer.Script(hangsUpAt: step))
        #expect(error?.isTemporary == true)
    }

    @Test(arguments: [
        ("greeting", "421 busy\r\n", true), ("greeting", "554 go away\r\n", true), ("EHLO", "502 what?\r\n", true),
        ("MAIL", "451 later\r\n", true), ("MAIL", "550 no\r\n", false), ("RCPT", "421 closing\r\n", true),
        ("RCPT", "450 busy\r\n", true), ("RCPT", "552 full\r\n", true), ("RCPT", "550 nobody\r\n", false),
        ("DATA", "554 no\r\n", false), ("DATA", "250 what\r\n", true), (".", "452 full\r\n", true),
        (".", "554 spam\r\n", false), (".", "421 bye\r\n", true),
    ])
    func `what a code means follows from its first digit and from what it answers`(
        step: String, reply: String, isTemporary: Bool
    ) async throws {
        var script = RawServer.Script()
        if step == "greeting" { script.greeting = reply } else { script.replies[step] = reply }
        let (error, _) = try await outcome(script)
        #expect(error?.isTemporary == isTemporary, "\(String(describing: error))")
        #expect(error?.message.contains(String(reply.prefix(3))) == true)
        #expect(error?.message.contains("ada@") == false)
    }

    @Test(arguments: [
        "HTTP/1.1 400 Bad Request\r\n\r\n", "220-a\r\n221 b\r\n", "2x0 a\r\n", "220?a\r\n", "\r\n", "199 a\r\n",
        String(repeating: "x", count: 4000), String(repeating: "220-a\r\n", count: 200),
        "220 a\r\n220 b\r\n",
    ])
    func `what is no reply ends it, however long`(greeting: String) async throws {
        let (error, _) = try await outcome(RawServer.Script(greeting: greeting))
        #expect(error?.isTemporary == true)
        #expect(error?.message.contains("It took longer") == false)
    }

    @Test func `limits and abilities of the server are kept before the mail is sent`() async throws {
        let small = RawServer.Script(replies: ["EHLO": "250-raw\r\n250 SIZE 100\r\n"])
        let (large, _) = try await outcome(small)
        #expect(large == .tooLarge(limit: 100))
        let (international, commands) = try await outcome(
            RawServer.Script(), email: try .fixture(to: ["jürgen@example.com"]))
        #expect(international?.isTemporary == false)
        #expect(commands.map { $0.prefix(4) } == ["EHLO"])
    }

    @Test func `nobody at that port is a failure that may pass`() async throws {
        var port = 0
        try await RawServer.run(RawServer.Script()) { port = $0.port }
        let mailer = try SMTPMailer(try .fixture(port: port))
        let error = try await mailError { try await mailer.send(try .fixture()) }
        #expect(error == .unavailable("There is no connection to localhost:\(port)."))
    }

    @Test func `a mail that is called off ends at once`() async throws {
        try await RawServer.run(RawServer.Script(greeting: nil)) { server in
            var settings = try MailSettings.fixture(port: server.port)
            settings.timeouts.step = .seconds(50)
            let mailer = try SMTPMailer(settings)
            let start = ContinuousClock.now
            let sending = Task { try await mailer.send(try .fixture()) }
            sending.cancel()
            await #expect(throws: CancellationError.self) { try await sending.value }
            #expect(ContinuousClock.now - start < .seconds(30))
        }
    }
}
