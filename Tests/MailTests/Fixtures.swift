import Kernel

@testable import Mail

extension Email {
    /// A mail to Ada.
    static func fixture(
        to: [String] = ["ada@example.com"], subject: String = "Your order", text: String = "Thank you.\n",
        html: String? = nil
    ) throws -> Email {
        try Email(to: try to.map { try MailAddress($0) }, subject: subject, text: text, html: html)
    }
}

extension MailSettings {
    /// A server on this machine.
    static func fixture(
        port: Int, _ options: String = "tls=off", user: String = "", step: Duration = .seconds(20)
    ) throws -> MailSettings {
        var settings = try MailSettings(url: "smtp://\(user)localhost:\(port)?from=shop@example.com&\(options)")
        settings.timeouts = Timeouts(connect: .seconds(10), step: step, message: step)
        return settings
    }
}

extension Timestamp {
    /// 2026-11-21T10:17:08.000123Z
    static let noon = Timestamp(microseconds: 1_795_256_228_000_123)
}

/// What `body` throws, if it is a `MailError`.
func mailError<Value>(_ body: () async throws -> Value) async throws -> MailError? {
    do {
        _ = try await body()
        return nil
    } catch let error as MailError {
        return error
    }
}
