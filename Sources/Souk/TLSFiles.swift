import Foundation
import Kernel
import NIOSSL
import WebSupport

/// The certificate of the shop with those that it hangs on, and its key: files in PEM.
package struct TLSFiles: Hashable, Sendable {
    /// The certificate first, then its chain.
    package let certificate: String
    /// The key of the certificate, not encrypted.
    package let key: String

    /// These files.
    package init(certificate: String, key: String) {
        (self.certificate, self.key) = (certificate, key)
    }

    /// TLS 1.3, or 1.2 for old clients (RFC 9325), with HTTP/1.1 inside.
    /// - Throws: `StartError` for files that cannot be read, do not belong together, or are out of date.
    func configuration(at now: Timestamp = WallClock.system.now) throws -> TLSConfiguration {
        let chain = try chain(at: now)
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(try privateKey()))
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        do {
            _ = try NIOSSLContext(configuration: configuration)
        } catch {
            throw StartError("The TLS key in \(key) does not belong to the certificate in \(certificate).")
        }
        return configuration
    }

    private func chain(at now: Timestamp) throws -> [NIOSSLCertificate] {
        let chain = try parsed(certificate, "certificate") { try NIOSSLCertificate.fromPEMBytes($0) }
        guard let own = chain.first else {
            throw StartError("There is no TLS certificate in \(certificate): it must be in PEM.")
        }
        let seconds = now.microseconds / 1_000_000
        if seconds > Int64(own.notValidAfter) {
            throw StartError(
                "The TLS certificate in \(certificate) was valid until \(TLSFiles.date(own.notValidAfter)). Renew it.")
        }
        if seconds < Int64(own.notValidBefore) {
            throw StartError(
                "The TLS certificate in \(certificate) is valid from \(TLSFiles.date(own.notValidBefore)) on only. "
                    + "Is the clock of this machine right?")
        }
        return chain
    }

    private func privateKey() throws -> NIOSSLPrivateKey {
        try parsed(key, "key") { try NIOSSLPrivateKey(bytes: $0, format: .pem) { refuse in refuse([UInt8]()) } }
    }

    private func parsed<Value>(_ path: String, _ what: String, _ parse: ([UInt8]) throws -> Value) throws -> Value {
        let bytes: Data
        do {
            bytes = try Data(contentsOf: URL(filePath: path))
        } catch {
            throw StartError("The TLS \(what) in \(path) cannot be read. Is the file there, and may this user read it?")
        }
        do {
            return try parse(Array(bytes))
        } catch {
            throw StartError("There is no TLS \(what) in \(path): it must be in PEM, and not encrypted.")
        }
    }

    private static func date(_ seconds: Int) -> String {
        Timestamp(microseconds: Int64(seconds) * 1_000_000).httpDate
    }
}
