import Foundation
import Kernel
import Logging
import Souk
import Testing

/// The mails that a shop wrote to its folder.
extension Shop {
    /// Sends what waits to be sent, and returns all mails to that address, the oldest first, their transfer encoding
    /// undone.
    func mails(to address: String) async throws -> [String] {
        _ = try await runDueJobs(logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let folder = settings.dataDirectory.appending(path: "mail")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return try names.sorted().map { name in
            try String(contentsOf: folder.appending(path: name), encoding: .utf8)
                .replacing("=\r\n", with: "").replacing("=3D", with: "=")
        }.filter { mail in
            mail.split(separator: "\r\n").contains { $0.hasPrefix("To: ") && $0.contains(address) }
        }
    }

    /// The token in the link of the last mail to that address.
    func mailedToken(to address: String) async throws -> String {
        let mail = try #require(try await mails(to: address).last)
        return String(try #require(mail.firstMatch(of: /token=([A-Za-z0-9_-]{43})/)).output.1)
    }
}
