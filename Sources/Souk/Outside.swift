package import Blobs
import Foundation
import Kernel
import Logging
package import Mail
package import Outbound
import Telemetry

/// What the shop reaches beyond itself: others over HTTP, the store of uploads, the mail server.
package struct Outside: Sendable {
    /// Calls others.
    package let client: OutboundClient
    /// Keeps uploads.
    package let blobs: any BlobStore
    /// Sends mails.
    package let mailer: any Mailer

    /// Opens what the settings name; nothing is called yet.
    /// - Throws: `StartError` for settings that cannot be used.
    init(_ settings: Settings, metrics: MetricRegistry, logger: Logger) async throws {
        client = try OutboundClient(metrics: metrics, logger: logger)
        do {
            let place = settings.dataDirectory.appending(path: "blobs").path
            blobs = try BlobSettings(environment: settings.blobs.environment, defaultFolder: place).open(client)
            mailer = MeasuredMailer(try Outside.mailer(settings), metrics: metrics, logger: logger)
        } catch {
            await client.shutdown()
            throw StartError("\((error as? any DomainError)?.message ?? "\(error)")")
        }
    }

    /// Finishes the calls that are under way.
    func close() async {
        await client.shutdown()
    }

    private static func mailer(_ settings: Settings) throws -> any Mailer {
        guard let url = settings.mail.url else {
            return FileMailer(
                folder: settings.dataDirectory.appending(path: "mail"), from: try MailAddress("shop@localhost"))
        }
        return try SMTPMailer(try MailSettings(url: url))
    }
}

extension BlobStoreSettings {
    /// The same under the names that the store reads.
    fileprivate var environment: [String: String] {
        [
            "BLOB_URL": url, "AWS_ACCESS_KEY_ID": accessKeyID, "AWS_SECRET_ACCESS_KEY": secretAccessKey,
            "AWS_SESSION_TOKEN": sessionToken, "AWS_REGION": region, "AWS_ENDPOINT_URL": endpointURL,
        ].compactMapValues(\.self)
    }
}
