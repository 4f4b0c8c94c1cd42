import Foundation
import Glibc
import Kernel
import NIOSSL
import Persistence
import Telemetry

extension Doctor {
    private var directory: String { settings.dataDirectory.path }

    /// There, private, writable, with room.
    func checkDirectory() -> [Finding] {
        let name = "data directory"
        guard let status = FileStatus(settings.dataDirectory.resolvingSymlinksInPath().path) else {
            return [.warning(name, "\(directory) is not there", "`souk serve` makes it; or name another with --data.")]
        }
        guard access(directory, W_OK | X_OK) == 0 else {
            return [
                .failure(name, "this user may not write to \(directory)", "Give it to the user that runs souk: chown.")
            ]
        }
        let rights =
            status.isPrivate
            ? Finding.ok(name, "\(directory) can be written to, and others cannot look into it")
            : .warning(name, "others may look into \(directory), where keys lie", "chmod 700 \(directory)")
        return [rights, space()] + checkRestore()
    }

    private func checkRestore() -> [Finding] {
        let journal = RestoreJournal(settings.dataDirectory)
        guard journal.isThere else { return [] }
        let hint = "The next command that opens the shop finishes it or takes it back, and says if it cannot."
        return [
            journal.isHalfWay
                ? .failure("restore", "one stopped while files were being replaced (\(journal.folder.path))", hint)
                : .warning("restore", "one is under way, or was stopped (\(journal.folder.path))", hint)
        ]
    }

    private func space() -> Finding {
        guard let free = FileStatus.freeBytes(at: directory) else { return .ok("disk", "free space is not known") }
        let message = "\(free >> 20) MiB are free for \(directory)"
        let hint = "Free some space; without it nothing can be saved."
        if free < 100 << 20 { return .failure("disk", message, hint) }
        return free < 1 << 30 ? .warning("disk", message, hint) : .ok("disk", message)
    }

    /// There, long enough, for the owner only.
    func checkKeys() -> [Finding] {
        guard settings.identity.secretKey == nil else { return [.ok("keys", "SOUK_SECRET_KEY is set")] }
        let path = settings.dataDirectory.appending(path: Secrets.fileName).path
        guard let status = FileStatus(URL(filePath: path).resolvingSymlinksInPath().path) else {
            return [
                .warning("keys", "\(path) is not there", "The first start makes it; if it was lost, restore a backup.")
            ]
        }
        guard status.isPrivate else {
            return [
                .failure("keys", "others may read \(path)", "chmod 600 \(path), and make a new one if others did.")
            ]
        }
        guard let text = try? String(contentsOfFile: path, encoding: .utf8),
            text.trimmingCharacters(in: .whitespacesAndNewlines).utf8.count >= 16
        else {
            return [.failure("keys", "\(path) holds no key of 16 characters", "Remove it; the next start makes one.")]
        }
        return [.ok("keys", "\(path) is there, for its owner only")]
    }

    /// The certificate and key of TLS, and how long they hold.
    func checkCertificate() -> [Finding] {
        guard let tls = settings.server.tls else { return [] }
        let name = "certificate"
        do {
            let chain = try NIOSSLCertificate.fromPEMFile(tls.certificate)
            let key = try NIOSSLPrivateKey(file: tls.key, format: .pem)
            _ = try NIOSSLContext(
                configuration: .makeServerConfiguration(
                    certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key)))
            guard let first = chain.first else {
                return [.failure(name, "\(tls.certificate) holds no certificate", "Put one there, in PEM.")]
            }
            return [validity(of: first, tls.certificate)]
        } catch {
            return [
                .failure(
                    name, "\(tls.certificate) and \(tls.key) cannot be used together",
                    "Both must be PEM files that this user may read, and the key that of the first certificate.")
            ]
        }
    }

    private func validity(of certificate: NIOSSLCertificate, _ path: String) -> Finding {
        let now = clock.now.microseconds / 1_000_000
        let days = (Int64(certificate.notValidAfter) - now) / 86_400
        let renew = "Renew it, and restart souk."
        if Int64(certificate.notValidAfter) < now { return .failure("certificate", "\(path) has expired", renew) }
        if Int64(certificate.notValidBefore) > now {
            return .failure("certificate", "\(path) is not valid yet", "Check the clock of this machine.")
        }
        let message = "\(path) holds for \(days) days"
        return days < 14 ? .warning("certificate", message, renew) : .ok("certificate", message)
    }

    /// How many files this process may open, against the connections that it is to take.
    func checkLimits() -> [Finding] {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return [] }
        let needed =
            settings.server.maximumConnections + settings.database.connections + settings.database.overflow + 64
        let message = "\(limit.rlim_cur) files may be open"
        return [
            limit.rlim_cur >= rlim_t(needed)
                ? .ok("open files", message)
                : .warning(
                    "open files", "\(message), and \(needed) may be needed",
                    "Raise it (ulimit -n, LimitNOFILE= of systemd), or lower SOUK_MAX_CONNECTIONS.")
        ]
    }

    /// What a shop with customers should not do.
    func checkProduction() -> [Finding] {
        guard settings.environment == .production else { return [] }
        let server = settings.server
        let rules: [(isBroken: Bool, message: String, hint: String)] = [
            (
                server.publicURL == nil, "PUBLIC_URL is not set",
                "Links in mails and feeds need it: https://shop.example"
            ),
            (
                server.publicURL?.hasPrefix("http://") == true, "PUBLIC_URL is not https",
                "Serve customers over TLS, by SOUK_TLS_CERTIFICATE or a proxy."
            ),
            (
                server.tls == nil && server.trustedProxies.isEmpty, "there is neither TLS nor a trusted proxy",
                "Set SOUK_TLS_CERTIFICATE and SOUK_TLS_KEY, or SOUK_TRUSTED_PROXIES."
            ),
            (
                settings.identity.secretKey.map { Set($0).count < 10 } ?? false,
                "SOUK_SECRET_KEY is weak", "Take 32 random characters: openssl rand -hex 32"
            ),
            (
                settings.identity.secretKey == nil && settings.database.url != nil,
                "SOUK_SECRET_KEY is not set", "Nodes of one shop need the same; DIR/secret is known to one only."
            ),
            (server.corsOrigins.contains("*"), "SOUK_CORS_ORIGINS lets every site in", "Name the sites."),
            (
                settings.limits.address == nil || settings.limits.login == nil, "rate limits are off",
                "Set SOUK_LIMIT_ADDRESS and SOUK_LIMIT_LOGIN."
            ),
            (
                settings.database.url == nil && settings.database.synchronous == .normal,
                "SOUK_SQLITE_SYNCHRONOUS is normal", "A power cut may take acknowledged orders: set it to full."
            ),
            (
                settings.log.format == .pretty, "the log is for people",
                "Set SOUK_LOG_FORMAT=json, which programs can read."
            ),
        ]
        let broken = rules.filter(\.isBroken).map { Finding.warning("production", $0.message, $0.hint) }
        return broken.isEmpty ? [.ok("production", "settings are fit for customers")] : broken
    }
}
