import Kernel

/// The dialogue with a server, from its greeting to the reply behind the message.
///
/// What is refused before a mail is named (greeting, TLS, login) is the server's or the settings' matter and never the
/// mail's: it is reported as temporary, even with a 5xx code, so that mails wait for the operator.
struct SMTPSession {
    private let connection: SMTPConnection
    private let settings: MailSettings
    private let encryption: TLSClient?
    private var extensions = SMTPExtensions(lines: [])
    private var isEncrypted: Bool

    init(connection: SMTPConnection, settings: MailSettings, encryption: TLSClient?) {
        (self.connection, self.settings, self.encryption) = (connection, settings, encryption)
        isEncrypted = settings.encryption == .implicit
    }

    /// Greeting, `EHLO`, `STARTTLS`, login.
    mutating func begin() async throws {
        let greeting = try await connection.greeting(within: settings.timeouts.step)
        guard greeting.code == 220 else { throw MailError.unavailable("It greets with \(greeting.status).") }
        try await hello()
        try await startTLS()
        try await logIn()
    }

    private mutating func hello() async throws {
        let reply = try await send("EHLO \(settings.hello ?? connection.addressLiteral)", "answer EHLO")
        guard reply.code == 250 else { throw MailError.unavailable("It answers EHLO with \(reply.status).") }
        extensions = SMTPExtensions(lines: Array(reply.lines.dropFirst()))
    }

    /// Everything that was heard before is forgotten, and asked for again (RFC 3207 §4.2).
    private mutating func startTLS() async throws {
        guard !isEncrypted, settings.encryption != .off, let encryption else { return }
        guard extensions.hasStartTLS else {
            guard settings.encryption == .required else { return }
            throw MailError.unavailable(
                "It offers no STARTTLS, or somebody between takes the offer away; tls=required in MAIL_URL insists.")
        }
        let reply = try await connection.send(
            "STARTTLS", step: "answer STARTTLS", within: settings.timeouts.step, startingTLS: encryption)
        guard reply.code == 220 else { throw MailError.unavailable("It answers STARTTLS with \(reply.status).") }
        extensions = SMTPExtensions(lines: [])
        isEncrypted = true
        try await hello()
    }

    /// RFC 4954. A password never leaves without TLS.
    private func logIn() async throws {
        guard let credentials = settings.credentials else { return }
        guard isEncrypted else {
            throw MailError.unavailable("It offers no TLS, without which the password is not sent.")
        }
        let (user, password) = (Array(credentials.user.utf8), Array(credentials.password.utf8))
        let reply: SMTPReply
        if extensions.mechanisms.contains("PLAIN") {
            reply = try await send("AUTH PLAIN \(([0] + user + [0] + password).base64)", "answer the login")
        } else if extensions.mechanisms.contains("LOGIN") {
            reply = try await logIn(user, password)
        } else {
            throw MailError.unavailable("It offers no login by PLAIN or LOGIN.")
        }
        guard reply.code == 235 else {
            throw MailError.unavailable("It refuses the login with \(reply.status); see user and password in MAIL_URL.")
        }
    }

    private func logIn(_ user: [UInt8], _ password: [UInt8]) async throws -> SMTPReply {
        var reply = try await send("AUTH LOGIN", "answer the login")
        for secret in [user, password] {
            guard reply.code == 334 else { return reply }
            reply = try await send(secret.base64, "answer the login")
        }
        return reply
    }

    /// Sends the message to all of them.
    /// - Throws: `MailError` when no recipient is left, or the message is not taken.
    func deliver(_ message: Message, to recipients: [MailAddress]) async throws -> MailReceipt {
        try await expect(try mailFrom(message, recipients), "take the sender", 250)
        var accepted: [MailAddress] = []
        var refused: [MailReceipt.Refusal] = []
        for recipient in recipients {
            let reply = try await send("RCPT TO:<\(recipient.address)>", "take a recipient")
            if reply.code == 250 || reply.code == 251 {
                accepted.append(recipient)
            } else {
                guard reply.code != 421 else { throw MailError.unavailable("It stops working (421).") }
                refused.append(
                    MailReceipt.Refusal(
                        recipient: recipient, status: reply.status, isTemporary: SMTPSession.isTemporary(reply)))
            }
        }
        guard !accepted.isEmpty else { throw SMTPSession.error(refused) }
        try await expect("DATA", "answer DATA", 354)
        let reply = try await connection.send(message.bytes, within: settings.timeouts.message)
        guard reply.code == 250 else { throw SMTPSession.error(reply, "the message") }
        return MailReceipt(accepted: accepted, refused: refused)
    }

    private func mailFrom(_ message: Message, _ recipients: [MailAddress]) throws(MailError) -> String {
        var line = "MAIL FROM:<\(message.from.address)>"
        if let size = extensions.size {
            guard size == 0 || message.bytes.count <= size else { throw .tooLarge(limit: size) }
            line += " SIZE=\(message.bytes.count)"
        }
        guard message.isInternational || message.from.isInternational || recipients.contains(where: \.isInternational)
        else { return line }
        guard extensions.hasInternationalMail else {
            throw .refused("An address has letters outside ASCII, and the server does not offer SMTPUTF8.")
        }
        return line + " BODY=8BITMIME SMTPUTF8"
    }

    private func expect(_ line: String, _ step: String, _ code: Int) async throws {
        let reply = try await send(line, step)
        guard reply.code == code else {
            throw SMTPSession.error(reply, step == "take the sender" ? "the sender" : "it")
        }
    }

    private func send(_ line: String, _ step: String) async throws -> SMTPReply {
        try await connection.send(line, step: step, within: settings.timeouts.step)
    }

    /// 552 for a recipient means that a mailbox is full, or that there are too many (RFC 5321 §4.5.3.1.10).
    private static func isTemporary(_ reply: SMTPReply) -> Bool {
        reply.isTemporary || reply.code == 552 || reply.isPositive
    }

    private static func error(_ reply: SMTPReply, _ what: String) -> MailError {
        reply.isTemporary || reply.isPositive
            ? .unavailable("It does not take \(what) now (\(reply.status)).")
            : .refused("It does not take \(what) (\(reply.status)).")
    }

    private static func error(_ refused: [MailReceipt.Refusal]) -> MailError {
        let statuses = Set(refused.map(\.status)).sorted().joined(separator: ", ")
        return refused.contains(where: \.isTemporary)
            ? .unavailable("It takes none of the recipients now (\(statuses)).")
            : .refused("It takes none of the recipients (\(statuses)).")
    }
}

/// What a server can do besides SMTP itself, as it says behind `EHLO`.
struct SMTPExtensions {
    private let words: [String: [String]]

    /// - Parameter lines: those behind the first.
    init(lines: [String]) {
        let pairs = lines.map { line in
            let words = line.uppercased().split(separator: " ").map(String.init)
            return (words.first ?? "", Array(words.dropFirst()))
        }
        words = Dictionary(pairs) { first, _ in first }
    }

    /// RFC 3207.
    var hasStartTLS: Bool { words["STARTTLS"] != nil }

    /// RFC 4954.
    var mechanisms: [String] { words["AUTH"] ?? [] }

    /// RFC 1870: the largest message, in bytes; 0 for no limit.
    var size: Int? { words["SIZE"].map { Int($0.first ?? "0") ?? 0 } }

    /// RFC 6531, which cannot be without RFC 6152.
    var hasInternationalMail: Bool { words["SMTPUTF8"] != nil && words["8BITMIME"] != nil }
}
