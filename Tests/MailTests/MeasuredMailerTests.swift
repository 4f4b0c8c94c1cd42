import Foundation
import Kernel
import Logging
import Telemetry
import Testing

@testable import Mail

@Suite struct MeasuredMailerTests {
    @Test func `outcomes are counted`() async throws {
        let metrics = MetricRegistry()
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let folder = FileManager.default.temporaryDirectory.appending(path: "souk-mail-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        let shop = try MailAddress("shop@example.com")
        let good = MeasuredMailer(FileMailer(folder: folder, from: shop), metrics: metrics, logger: logger)
        _ = try await good.send(try .fixture(to: ["a@example.com", "b@example.com"]))
        let bad = MeasuredMailer(
            FileMailer(folder: URL(filePath: "/proc/souk"), from: shop), metrics: metrics, logger: logger)
        _ = try await mailError { try await bad.send(try .fixture()) }
        #expect(metrics.text.contains("souk_mail_sent_total{outcome=\"sent\"} 1\n"))
        #expect(metrics.text.contains("souk_mail_sent_total{outcome=\"deferred\"} 1\n"))
        #expect(metrics.text.contains("souk_mail_recipients_total{outcome=\"accepted\"} 2\n"))
        #expect(metrics.text.contains("souk_mail_duration_seconds_count 2\n"))
    }
}
