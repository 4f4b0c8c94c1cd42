import Foundation
import Kernel
import Testing

@testable import Mail

@Suite struct FileMailerTests {
    private func withFolder(_ body: (URL) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "souk-mail-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body(folder.appending(path: "mail"))
    }

    @Test func `each mail is a file for its owner alone, and names sort by time`() async throws {
        try await withFolder { folder in
            let shop = try MailAddress("shop@example.com")
            var names: [String] = []
            for microseconds: Int64 in [0, 7, 1000, 999_999, 1_000_000] {
                let now = Timestamp(microseconds: 1_795_256_228_000_000 + microseconds)
                let mailer = FileMailer(folder: folder, from: shop, clock: .fixed(now))
                let email = try Email.fixture()
                let receipt = try await mailer.send(email)
                #expect(receipt.accepted == email.to)
                let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
                names += files.filter { !names.contains($0) }
            }
            #expect(names.count == 5)
            #expect(names == names.sorted())
            let first = try #require(names.first)
            #expect(first.hasPrefix("20261121T101708.000000Z-"))
            #expect(names.allSatisfy { $0.hasSuffix(".eml") })
            let attributes = try FileManager.default.attributesOfItem(atPath: folder.appending(path: first).path)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
        }
    }

    @Test func `the oldest mails give way, and what others put there does not`() async throws {
        try await withFolder { folder in
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try Data().write(to: folder.appending(path: "0-notes.txt"))
            let shop = try MailAddress("shop@example.com")
            var newest: [String] = []
            for second: Int64 in 0..<25 {
                let clock = WallClock.fixed(Timestamp(microseconds: (1_795_256_228 + second) * 1_000_000))
                let email = try Email.fixture()
                _ = try await FileMailer(folder: folder, from: shop, kept: 10, clock: clock).send(email)
                newest.append("\(email.id)")
            }
            let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
            #expect(files.first == "0-notes.txt")
            #expect(files.count == 11)
            #expect(zip(files.dropFirst(), newest.suffix(10)).allSatisfy { $0.hasSuffix("-\($1).eml") })
        }
    }

    @Test func `the same mail at the same time is the same file, and blind copies stand in it`() async throws {
        try await withFolder { folder in
            let mailer = FileMailer(folder: folder, from: try MailAddress("shop@example.com"), clock: .fixed(.noon))
            let (ada, eve) = (try MailAddress("ada@example.com"), try MailAddress("eve@example.com"))
            let email = try Email(to: [ada], bcc: [eve], subject: "S", text: "T")
            _ = try await mailer.send(email)
            _ = try await mailer.send(email)
            let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            #expect(files.count == 1)
            let file = try #require(files.first)
            let text = try String(contentsOf: file, encoding: .utf8)
            #expect(text.contains("\r\nBcc: <eve@example.com>\r\n"))
            #expect(text.contains("\r\nMessage-ID: <\(email.id)@example.com>\r\n"))
        }
    }

    @Test func `a folder that cannot be written is a failure that may pass`() async throws {
        let mailer = FileMailer(folder: URL(filePath: "/proc/souk/mail"), from: try MailAddress("shop@example.com"))
        let error = try await mailError { try await mailer.send(try .fixture()) }
        #expect(error?.isTemporary == true)
    }
}
