package import Kernel

/// A mail as the shop thinks of it: whom it is for and what it says.
///
/// An `Email` that exists can be written: everything that goes into a header has been checked for line breaks, so that
/// nobody adds headers of their own through a name or a subject.
package struct Email: Sendable, Equatable {
    /// At most so many recipients, copies included.
    package static let maximumRecipients = 50
    /// The written message has at most so many bytes: 10 MiB.
    package static let maximumSize = 10 << 20

    /// Its identity, which becomes its `Message-ID`: one that is sent again can be recognised by it.
    package let id: ID<Email>
    /// Who sends it; the mailer's own address when `nil`.
    package let from: MailAddress?
    /// Where answers go.
    package let replyTo: MailAddress?
    /// Whom it is for.
    package let to: [MailAddress]
    /// Who gets a copy that all see.
    package let cc: [MailAddress]
    /// Who gets a copy that nobody sees.
    package let bcc: [MailAddress]
    /// What it is about: one line, at most 900 bytes.
    package let subject: String
    /// What it says, as plain text.
    package let text: String
    /// The same as HTML.
    package let html: String?
    /// Further headers.
    package let headers: [EmailHeader: String]
    /// Whom it is handed to. All of them at first; fewer after `limited(to:)`.
    package private(set) var recipients: [MailAddress]

    /// A mail.
    /// - Throws: `MailError.invalid`.
    package init(
        id: ID<Email> = ID(), from: MailAddress? = nil, replyTo: MailAddress? = nil, to: [MailAddress],
        cc: [MailAddress] = [], bcc: [MailAddress] = [], subject: String, text: String, html: String? = nil,
        headers: [EmailHeader: String] = [:]
    ) throws(MailError) {
        (self.id, self.from, self.replyTo) = (id, from, replyTo)
        (self.to, self.cc, self.bcc) = (to, cc, bcc)
        (self.subject, self.text, self.html, self.headers) = (subject, text, html, headers)
        recipients = Email.distinct(to + cc + bcc)
        try check()
    }

    /// The same mail for some of its recipients only: those whom the server asked to try again.
    package func limited(to addresses: [MailAddress]) -> Email {
        var email = self
        email.recipients = recipients.filter(addresses.contains)
        return email
    }

    private func check() throws(MailError) {
        guard !to.isEmpty else { throw .invalid("to", "a mail needs somebody whom it is for") }
        guard recipients.count <= Email.maximumRecipients else {
            throw .invalid("to", "at most \(Email.maximumRecipients) recipients, are \(recipients.count)")
        }
        guard subject.utf8.count <= 900, !subject.unicodeScalars.contains(where: \.isControl) else {
            throw .invalid("subject", "one line of at most 900 bytes, without control characters")
        }
        for (header, value) in headers where !EmailHeader.isValue(value) {
            throw .invalid(header.rawValue, "1 to 900 printable ASCII characters, none of its words longer than 700")
        }
    }

    private static func distinct(_ addresses: [MailAddress]) -> [MailAddress] {
        var seen: Set<String> = []
        return addresses.filter { seen.insert($0.address).inserted }
    }
}

/// The headers that a mail may set besides its own.
package enum EmailHeader: String, Sendable, CaseIterable {
    /// Where one unsubscribes (RFC 2369): `<https://…>, <mailto:…>`.
    case listUnsubscribe = "List-Unsubscribe"
    /// `List-Unsubscribe=One-Click` (RFC 8058).
    case listUnsubscribePost = "List-Unsubscribe-Post"
    /// Which list it is (RFC 2919): `<news.example.com>`.
    case listID = "List-ID"
    /// `auto-generated`, so that no out-of-office notice answers (RFC 3834).
    case autoSubmitted = "Auto-Submitted"
    /// The message that it answers: `<id@host>`.
    case inReplyTo = "In-Reply-To"
    /// The messages before it.
    case references = "References"

    /// Printable ASCII in words that fit a line, without space at the ends.
    static func isValue(_ value: String) -> Bool {
        (1...900).contains(value.utf8.count) && value.utf8.allSatisfy { (0x20...0x7E).contains($0) }
            && !value.hasPrefix(" ") && !value.hasSuffix(" ")
            && value.split(separator: " ").allSatisfy { $0.utf8.count <= 700 }
    }
}
