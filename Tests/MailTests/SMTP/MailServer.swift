import Foundation
import Glibc
import Synchronization

/// A mail server that somebody else wrote: aiosmtpd, with certificates of its own. Recipients called `gone` are refused
/// for good, those called `busy` for now.
final class MailServer {
    /// A mail that it took.
    struct Taken: Decodable {
        let sender: String
        let recipients: [String]
        let content: Data
        let user: String?
        let isEncrypted: Bool
    }

    let port: Int
    /// The certificate, which nobody trusts by default: for `localhost`, not for `127.0.0.1`.
    let certificate: String
    private let process = Process()
    private let folder: URL
    private let lines: AsyncStream<String>

    private struct Started: Decodable {
        let port: Int
    }

    /// - Parameters:
    ///   - tls: `starttls`, `implicit` or `none`.
    ///   - mechanism: the only way to log in; `nil` when nobody needs to.
    init(tls: String, mechanism: String? = nil) async throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "souk-smtpd-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        certificate = folder.appending(path: "cert.pem").path
        let key = folder.appending(path: "key.pem").path
        try MailServer.makeCertificate(certificate, key)
        let (pipe, stream) = (Pipe(), AsyncStream.makeStream(of: String.self))
        lines = stream.stream
        let reader = LineReader {
            stream.continuation.yield($0)
        } onEnd: {
            stream.continuation.finish()
        }
        pipe.fileHandleForReading.readabilityHandler = reader.read
        process.executableURL = URL(filePath: Python.path ?? "python3")
        process.arguments = ["-u", "-c", MailServer.program, tls, mechanism ?? "", certificate, key]
        (process.standardOutput, process.standardError) = (pipe, FileHandle.nullDevice)
        try process.run()
        let first = await MailServer.next(stream.stream)
        port = try JSONDecoder().decode(Started.self, from: Data(first.utf8)).port
    }

    deinit {
        // The threads of tests may block signals, and children inherit that: only this one always works.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        try? FileManager.default.removeItem(at: folder)
    }

    /// The next mail.
    func taken() async throws -> Taken {
        try JSONDecoder().decode(Taken.self, from: Data(await MailServer.next(lines).utf8))
    }

    private static func next(_ lines: AsyncStream<String>) async -> String {
        for await line in lines { return line }
        return ""
    }

    private static func makeCertificate(_ certificate: String, _ key: String) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/openssl")
        process.arguments = [
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
            "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate,
        ]
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
    }

    private static let program = """
        import asyncio, base64, json, ssl, sys
        from aiosmtpd.smtp import SMTP, AuthResult

        tls, mechanism, certificate, key = sys.argv[1:]

        class Handler:
            async def handle_RCPT(self, server, session, envelope, address, options):
                if address.startswith("gone"): return "550 5.1.1 nobody of that name: " + address
                if address.startswith("busy"): return "450 4.2.1 later"
                envelope.rcpt_tos.append(address)
                return "250 2.1.5 fine"
            async def handle_DATA(self, server, session, envelope):
                print(json.dumps({
                    "sender": envelope.mail_from, "recipients": envelope.rcpt_tos,
                    "content": base64.b64encode(envelope.content).decode(),
                    "user": session.auth_data.decode() if session.auth_data else None,
                    "isEncrypted": session.ssl is not None or tls == "implicit"}))
                return "250 2.0.0 taken"

        def authenticate(server, session, envelope, mechanism, data):
            ok = data.login == b"shop" and data.password == "s3cr\\u00e9t&:@/".encode()
            return AuthResult(success=ok, handled=False, auth_data=data.login)

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)

        def make():
            return SMTP(Handler(), hostname="mail.test", enable_SMTPUTF8=True,
                tls_context=context if tls == "starttls" else None, require_starttls=tls == "starttls",
                auth_required=bool(mechanism), auth_require_tls=tls == "starttls",
                authenticator=authenticate if mechanism else None,
                auth_exclude_mechanism=[m for m in ("PLAIN", "LOGIN") if m != mechanism])

        async def main():
            server = await asyncio.get_running_loop().create_server(
                make, "localhost", 0, ssl=context if tls == "implicit" else None, family=2)
            print(json.dumps({"port": server.sockets[0].getsockname()[1]}))
            await server.serve_forever()

        asyncio.run(main())
        """
}

/// Cuts what a pipe brings into lines.
private final class LineReader: Sendable {
    private let rest = Mutex(Data())
    private let onLine: @Sendable (String) -> Void
    private let onEnd: @Sendable () -> Void

    init(onLine: @escaping @Sendable (String) -> Void, onEnd: @escaping @Sendable () -> Void) {
        (self.onLine, self.onEnd) = (onLine, onEnd)
    }

    @Sendable func read(_ handle: FileHandle) {
        let data = handle.availableData
        guard !data.isEmpty else {
            handle.readabilityHandler = nil
            return onEnd()
        }
        rest.withLock { rest in
            rest += data
            while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                onLine(String(decoding: rest[..<end], as: UTF8.self))
                rest = Data(rest[rest.index(after: end)...])
            }
        }
    }
}
