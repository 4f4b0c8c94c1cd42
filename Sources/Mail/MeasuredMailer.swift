package import Logging
package import Telemetry

/// A mailer that counts what becomes of mails, and logs it without saying to whom.
package struct MeasuredMailer: Mailer {
    private let mailer: any Mailer
    private let logger: Logger
    private let mails: Metric<Counter>
    private let recipients: Metric<Counter>
    private let duration: Metric<Histogram>

    /// Measures that mailer.
    package init(_ mailer: any Mailer, metrics: MetricRegistry, logger: Logger) {
        (self.mailer, self.logger) = (mailer, logger)
        mails = metrics.counter(
            "souk_mail_sent_total", "Mails by outcome: sent, deferred (may be tried again), refused.",
            labels: "outcome")
        recipients = metrics.counter(
            "souk_mail_recipients_total", "Recipients of mails that were handed over, by outcome.", labels: "outcome")
        duration = metrics.histogram(
            "souk_mail_duration_seconds", "How long handing a mail over took.",
            buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 120])
    }

    /// Hands the mail over.
    package func send(_ email: Email) async throws -> MailReceipt {
        let start = ContinuousClock.now
        defer { duration[].observe(ContinuousClock.now - start) }
        do {
            let receipt = try await mailer.send(email)
            count(receipt, of: email)
            return receipt
        } catch {
            count(error, of: email)
            throw error
        }
    }

    private func count(_ receipt: MailReceipt, of email: Email) {
        mails["sent"].increment()
        recipients["accepted"].increment(by: receipt.accepted.count)
        recipients["deferred"].increment(by: receipt.deferred.count)
        recipients["refused"].increment(by: receipt.refused.count - receipt.deferred.count)
        logger.info(
            "Mail sent",
            metadata: [
                "mail_id": "\(email.id)", "recipients": "\(receipt.accepted.count)",
                "refused": .array(receipt.refused.map { .string($0.status) }),
            ])
    }

    private func count(_ error: any Error, of email: Email) {
        let error = error as? MailError
        let outcome = error?.isTemporary == false ? "refused" : "deferred"
        mails[outcome].increment()
        logger.warning(
            "Mail not sent",
            metadata: [
                "mail_id": "\(email.id)", "outcome": .string(outcome),
                "reason": .string(error?.message ?? "It was broken off."),
            ])
    }
}
