import Glibc
import Logging
import NIOCore
import NIOSSL
import ServiceLifecycle
import Synchronization
import UnixSignals

/// The certificate that handshakes are answered with, read from its files again when the process gets SIGHUP: renewing a
/// certificate costs no connection.
final class TLSCertificates: Sendable {
    private let files: TLSFiles
    private let current: Mutex<NIOSSLContextConfigurationOverride>
    private let first: TLSConfiguration

    /// The certificate of those files.
    /// - Throws: `StartError`, as `TLSFiles.configuration`.
    init(_ files: TLSFiles) throws {
        self.files = files
        first = try files.configuration()
        current = Mutex(first.certificate)
    }

    /// A configuration whose handshakes always take the newest certificate.
    var configuration: TLSConfiguration {
        var configuration = first
        configuration.sslContextCallback = { [self] _, promise in promise.succeed(current.withLock { $0 }) }
        return configuration
    }

    /// Reads the files again; what is open stays as it is.
    /// - Throws: `StartError`; then the certificate that was there is kept.
    func reload() throws {
        let certificate = try files.configuration().certificate
        current.withLock { $0 = certificate }
    }
}

extension TLSConfiguration {
    fileprivate var certificate: NIOSSLContextConfigurationOverride {
        var certificate = NIOSSLContextConfigurationOverride()
        (certificate.certificateChain, certificate.privateKey) = (certificateChain, privateKey)
        return certificate
    }
}

/// Reads the certificate again whenever the process gets SIGHUP.
struct TLSReload: Service {
    private let certificates: TLSCertificates
    private let logger: Logger

    init(certificates: TLSCertificates, logger: Logger) {
        (self.certificates, self.logger) = (certificates, logger)
        // Until it is listened for, it must not end the process.
        signal(SIGHUP, SIG_IGN)
    }

    func run() async throws {
        for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() {
            do {
                try certificates.reload()
                logger.notice("The TLS certificate was read again")
            } catch {
                logger.error("The TLS certificate stays the old one", metadata: ["error": "\(error)"])
            }
        }
    }
}
