/// Where mails go. Two of them: `SMTPMailer` and, where no server is set, `FileMailer`.
///
/// Sending is not exactly once: when the connection breaks behind the last byte, nobody knows whether the server has
/// the mail. It is reported as not sent, and the second one carries the same `Message-ID`.
package protocol Mailer: Sendable {
    /// Hands the mail over.
    /// - Returns: who will get it; at least one recipient.
    /// - Throws: `MailError` when nobody will; `isTemporary` says whether to try again.
    func send(_ email: Email) async throws -> MailReceipt
}

/// What the server said about each recipient.
package struct MailReceipt: Sendable, Equatable {
    /// Who will get it.
    package let accepted: [MailAddress]
    /// Who will not.
    package let refused: [Refusal]

    /// A recipient whom the server did not take.
    package struct Refusal: Sendable, Equatable {
        /// Who.
        package let recipient: MailAddress
        /// The reply's code, with the enhanced status where there is one: `550 5.1.1`.
        package let status: String
        /// Whether trying again may help.
        package let isTemporary: Bool
    }

    /// Those to try again: `email.limited(to: receipt.deferred)`.
    package var deferred: [MailAddress] { refused.filter(\.isTemporary).map(\.recipient) }
}
