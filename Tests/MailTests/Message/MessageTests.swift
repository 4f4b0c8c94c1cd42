import Foundation
import Kernel
import Testing

@testable import Mail

/// What is written, read by somebody else's reader: Python's `email`.
@Suite struct MessageTests {
    private struct Read: Decodable {
        let subject, fromName, fromAddress, date, messageID, text: String
        let toNames, toAddresses, headers, defects: [String]
        let html: String?
    }

    private static let reader = """
        import base64, email, email.policy, json, sys
        from email.header import decode_header, make_header
        from email.utils import getaddresses
        # The newer reader of Python 3.11 puts a space between two encoded words of a name, against RFC 2047 §6.2.
        def names(message, field):
            text = message[field].replace("\\r\\n", "").replace("\\n", "")
            return [str(make_header(decode_header(name))) for name, _ in getaddresses([text])]
        for line in sys.stdin:
            old = email.message_from_bytes(base64.b64decode(line), policy=email.policy.compat32)
            m = email.message_from_bytes(base64.b64decode(line), policy=email.policy.SMTPUTF8)
            parts = list(m.walk())
            part = lambda t: [p.get_content() for p in parts if p.get_content_type() == t]
            defects = [repr(d) for p in parts for d in p.defects]
            defects += [repr(d) for p in parts for v in p.values() for d in v.defects]
            print(json.dumps({
                "subject": m["Subject"], "date": m["Date"].datetime.isoformat(), "messageID": m["Message-ID"],
                "fromName": names(old, "From")[0], "fromAddress": m["From"].addresses[0].addr_spec,
                "toNames": names(old, "To"),
                "toAddresses": [a.addr_spec for a in m["To"].addresses],
                "text": part("text/plain")[0], "html": (part("text/html") or [None])[0],
                "headers": m.keys(), "defects": defects}))
        """

    private func read(_ messages: [Message]) throws -> [Read] {
        let input = messages.map { Data($0.bytes).base64EncodedString() }.joined(separator: "\n")
        let output = try Python.run(MessageTests.reader, input: Data(input.utf8))
        return try output.split(separator: UInt8(ascii: "\n")).map { try JSONDecoder().decode(Read.self, from: $0) }
    }

    private static func emails(_ seeds: Range<UInt64>) throws -> [Email] {
        try seeds.map { seed in
            var random = RandomText(seed: seed)
            let to = try (0...Int(seed % 4)).map { try MailAddress("r\($0)@example.com", name: random.name()) }
            return try Email(
                from: MailAddress("shop@example.com", name: random.name()), to: to,
                subject: String(random.line(upTo: 20).prefix(150)), text: random.body(upTo: 80),
                html: seed % 2 == 0 ? random.body(upTo: 80) : nil,
                headers: [.listUnsubscribe: "<https://example.com/u?\(seed)>, <mailto:unsubscribe@example.com>"])
        }
    }

    private static func written(_ emails: [Email]) throws -> [Message] {
        try emails.map { try Message($0, from: try #require($0.from), date: .noon) }
    }

    @Test(.enabled(if: Python.isThere, "needs SOUK_TEST_PYTHON"))
    func `whatever is written is read back as it was meant`() throws {
        let emails = try MessageTests.emails(0..<400)
        let reads = try read(try MessageTests.written(emails))
        #expect(reads.count == emails.count)
        for (email, read) in zip(emails, reads) {
            #expect(read.defects == [], "\(email)")
            #expect(read.subject == email.subject)
            #expect(read.fromName == email.from?.name)
            #expect(read.fromAddress == "shop@example.com")
            #expect(read.toNames == email.to.map(\.name))
            #expect(read.toAddresses == email.to.map(\.address))
            #expect(read.messageID == "<\(email.id)@example.com>")
            #expect(read.date == "2026-11-21T10:17:08+00:00")
            #expect(read.text.lines == email.text.lines)
            #expect(read.html?.lines == email.html?.lines)
            let names = ["Date", "From", "To", "Subject", "Message-ID", "List-Unsubscribe", "MIME-Version"]
            #expect(read.headers.starts(with: names))
            #expect(read.headers.count == (email.html == nil ? 9 : 8))
        }
    }

    @Test func `lines are ASCII, end with CR LF and are short`() throws {
        for message in try MessageTests.written(try MessageTests.emails(0..<300)) {
            #expect(message.bytes.allSatisfy { $0 < 0x7F })
            #expect(message.bytes.suffix(2) == [13, 10])
            let lines = String(decoding: message.bytes, as: UTF8.self).components(separatedBy: "\r\n")
            #expect(lines.allSatisfy { $0.utf8.count <= 78 && !$0.contains("\r") && !$0.contains("\n") })
            #expect(lines.filter { $0.contains("=?UTF-8?B?") && $0.utf8.count > 76 } == [])
            // A line of spaces alone would end the header for some readers.
            #expect(lines.prefix { !$0.isEmpty }.allSatisfy { $0.contains { $0 != " " } })
        }
    }

    @Test(
        arguments: [
            (0, "Thu, 01 Jan 1970 00:00:00 +0000"), (951_782_400, "Tue, 29 Feb 2000 00:00:00 +0000"),
            (1_795_256_228, "Sat, 21 Nov 2026 10:17:08 +0000"), (-1, "Wed, 31 Dec 1969 23:59:59 +0000"),
        ] as [(Int64, String)])
    func `a date has its day of the week`(seconds: Int64, text: String) {
        #expect(MailDate.text(Timestamp(microseconds: seconds * 1_000_000)) == text)
    }
}

extension String {
    /// Its lines, however they end; a last empty one does not count.
    fileprivate var lines: [[UInt8]] {
        let text = Array(utf8)
        var lines: [[UInt8]] = [[]]
        for (index, byte) in text.enumerated() {
            if byte == 10, index > 0, text[index - 1] == 13 { continue }
            if byte == 10 || byte == 13 { lines.append([]) } else { lines[lines.count - 1].append(byte) }
        }
        if lines.last == [], lines.count > 1 { lines.removeLast() }
        return lines
    }
}
