import Foundation
package import Kernel

/// A mail as it travels (RFC 5322, MIME of RFC 2045 to 2047): ASCII only, but for international addresses in headers,
/// lines of at most 76 characters where they can be folded and never more than 998, ended by CR LF.
package struct Message: Sendable {
    /// All of it.
    package let bytes: [UInt8]
    /// Who sends it.
    package let from: MailAddress
    /// Whether its headers have letters outside ASCII (RFC 6532): only `SMTPUTF8` carries it.
    package let isInternational: Bool

    /// Writes the mail down.
    /// - Parameters:
    ///   - from: who sends it.
    ///   - date: when.
    ///   - showsBlindCopies: whether `Bcc` is written: for files, never for a server.
    /// - Throws: `MailError.tooLarge`.
    package init(
        _ email: Email, from: MailAddress, date: Timestamp, showsBlindCopies: Bool = false
    ) throws(MailError) {
        // Encoding makes a text three times as large at most; what is too large before needs not be encoded.
        guard email.text.utf8.count + (email.html?.utf8.count ?? 0) <= Email.maximumSize else {
            throw .tooLarge(limit: Email.maximumSize)
        }
        var headers = HeaderWriter()
        headers.field("Date", MailDate.text(date))
        headers.field("From", [from])
        if let replyTo = email.replyTo { headers.field("Reply-To", [replyTo]) }
        headers.field("To", email.to)
        headers.field("Cc", email.cc)
        if showsBlindCopies { headers.field("Bcc", email.bcc) }
        headers.field("Subject", Phrase.words(email.subject))
        headers.field("Message-ID", ["<\(email.id)@\(from.domain)>"])
        for (header, value) in email.headers.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            headers.field(header.rawValue, value)
        }
        headers.field("MIME-Version", "1.0")
        var bytes = headers.bytes
        MIMEBody(text: email.text, html: email.html).write(to: &bytes)
        guard bytes.count <= Email.maximumSize else { throw .tooLarge(limit: Email.maximumSize) }
        (self.bytes, self.from) = (bytes, from)
        isInternational = headers.bytes.contains { $0 >= 0x80 }
    }
}

/// `Sat, 21 Nov 2026 10:17:08 +0000` (RFC 5322 §3.3).
enum MailDate {
    static func text(_ moment: Timestamp) -> String {
        let seconds = moment.microseconds.floored(by: 1_000_000)
        let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let weekday = days[Int((seconds.floored(by: 86_400) % 7 + 7) % 7)]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let iso = Timestamp(microseconds: seconds * 1_000_000).description
        let parts = iso.split(whereSeparator: { "-T".contains($0) })
        let month = months[(Int(parts[1]) ?? 1) - 1]
        return "\(weekday), \(parts[2]) \(month) \(parts[0]) \(parts[3].dropLast()) +0000"
    }
}

extension Int64 {
    fileprivate func floored(by divisor: Int64) -> Int64 {
        self >= 0 ? self / divisor : (self - divisor + 1) / divisor
    }
}
