import Kernel
import Testing

@testable import Mail

@Suite struct EmailTests {
    @Test(arguments: ["A\r\nBcc: eve@example.com", "A\nX", "A\rX", "A\u{85}B", String(repeating: "s", count: 901)])
    func `a subject is one line of limited length`(subject: String) {
        #expect(throws: MailError.self) { try Email.fixture(subject: subject) }
    }

    @Test(arguments: ["", "a\r\nBcc: eve@example.com", "a\n", " a", "ä", String(repeating: "u", count: 701)])
    func `a header is printable and fits its lines`(value: String) throws {
        let ada = try MailAddress("ada@example.com")
        #expect(throws: MailError.self) {
            try Email(to: [ada], subject: "S", text: "", headers: [.listUnsubscribe: value])
        }
    }

    @Test func `a mail has at least one and at most fifty recipients, each counted once`() throws {
        #expect(throws: MailError.self) { try Email.fixture(to: []) }
        #expect(throws: MailError.self) { try Email.fixture(to: (0..<51).map { "a\($0)@example.com" }) }
        let email = try Email.fixture(to: (0..<50).map { "a\($0)@example.com" } + ["a0@example.com"])
        #expect(email.recipients.count == 50)
    }

    @Test func `what is too large is refused before it travels`() throws {
        let big = String(repeating: "x", count: Email.maximumSize - 1000)
        let fits = try Message(try .fixture(text: "x"), from: try MailAddress("s@example.com"), date: .noon)
        #expect(fits.bytes.count < 1000)
        for text in [big, big + big] {
            let email = try Email.fixture(text: text)
            #expect(throws: MailError.tooLarge(limit: Email.maximumSize)) {
                try Message(email, from: try MailAddress("s@example.com"), date: .noon)
            }
        }
    }
}
