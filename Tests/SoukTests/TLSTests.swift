import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTLS
import HummingbirdTesting
import Kernel
import Logging
import NIOCore
import Testing
import WebSupport

@testable import Souk

/// The shop over TLS, with a certificate authority of the test's own; openssl and curl are the clients.
@Suite(.timeLimit(.minutes(5)))
struct TLSTests {
    /// What a command said, and how it ended.
    private struct Outcome {
        let status: Int32
        let output: String
    }

    /// Runs a command of a shell in that folder to its end, without holding a thread.
    private static func run(
        _ command: String, in folder: String, shell: String = "/bin/sh"
    ) async throws -> Outcome {
        let (process, pipe) = (Process(), Pipe())
        process.executableURL = URL(filePath: shell)
        process.arguments = ["-c", command + " 2>&1 </dev/null"]
        process.currentDirectoryURL = URL(filePath: folder)
        process.standardOutput = pipe
        let (ended, continuation) = AsyncStream.makeStream(of: Void.self)
        process.terminationHandler = { _ in continuation.finish() }
        try process.run()
        for await _ in ended {}
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        return Outcome(status: process.terminationStatus, output: output)
    }

    /// An authority, a certificate of localhost by it, another key, and a certificate that is out of date.
    private static let prepare = """
        set -e
        openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.pem -days 2 \
            -subj /CN=Test-CA
        openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem -out own.csr -subj /CN=localhost
        printf 'subjectAltName=DNS:localhost,IP:127.0.0.1' > names
        openssl x509 -req -in own.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 1 -extfile names -out own.pem
        cat own.pem ca.pem > chain.pem
        openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out other.pem
        openssl pkey -in key.pem -aes256 -passout pass:secret -out encrypted.pem
        """

    private static func withFiles(_ body: (String) async throws -> Void) async throws {
        try await SoukBinary.withData { folder in
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let made = try await run(prepare, in: folder)
            #expect(made.status == 0, "\(made.output)")
            try await body(folder)
        }
    }

    private static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    private static func serve(
        _ files: TLSFiles, _ limits: ConnectionLimits = ConnectionLimits(),
        _ body: @escaping @Sendable (Int) async throws -> Void
    ) async throws {
        try await serve(TLSCertificates(files), limits, body)
    }

    private static func serve(
        _ certificates: TLSCertificates, _ limits: ConnectionLimits = ConnectionLimits(),
        _ body: @escaping @Sendable (Int) async throws -> Void
    ) async throws {
        let router = Router(context: ShopContext.self)
        var settings = GatewaySettings()
        settings.isSecure = true
        router.add(middleware: Gateway(settings) { _, _, _ in nil })
        router.readable("/hello") { _, _ in
            Response(status: .ok, body: ResponseBody(byteBuffer: ByteBuffer(string: "hi")))
        }
        let application = Application(
            responder: RequestTask(router.buildResponder()),
            server: try .tls(.guarded(limits, isSecure: true), tlsConfiguration: certificates.configuration),
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)), logger: logger)
        try await application.test(.live) { client in
            guard let port = client.port else { return }
            try await body(port)
        }
    }

    @Test func `a redirect port in use is said so, and not that of the shop`() async throws {
        try await Self.withFiles { folder in
            try await SoukBinary.withData { data in
                let first = try ChildProcess(SoukBinary.url, ["serve", "--port", "0", "--data", data])
                let port = try await first.output(after: "listening on http://127.0.0.1:")
                let second = try SoukBinary.run(
                    ["serve", "--port", "0", "--data", data],
                    environment: [
                        "SOUK_TLS_CERTIFICATE": folder + "/chain.pem", "SOUK_TLS_KEY": folder + "/key.pem",
                        "SOUK_HTTP_REDIRECT_PORT": port,
                    ])
                #expect(second.status == 1)
                #expect(
                    second.errors.contains("127.0.0.1:\(port) is in use")
                        && second.errors.contains("SOUK_HTTP_REDIRECT_PORT"), "\(second.errors)")
                first.stop()
            }
        }
    }

    @Test func `clients that trust the authority are served, over 1-3 or 1-2, and told to insist on TLS`() async throws
    {
        try await Self.withFiles { folder in
            try await Self.serve(TLSFiles(certificate: folder + "/chain.pem", key: folder + "/key.pem")) { port in
                for options in ["", "--tls-max 1.2", "--tlsv1.3", "--http2", "-H 'Connection: close'"] {
                    let answer = try await Self.run(
                        "curl -sS -i --max-time 10 --cacert ca.pem \(options) https://localhost:\(port)/hello",
                        in: folder)
                    #expect(answer.output.hasPrefix("HTTP/1.1 200"), "\(answer.output)")
                    #expect(answer.output.hasSuffix("hi"))
                    #expect(answer.output.lowercased().contains("strict-transport-security: max-age=63072000"))
                }
                let stranger = try await Self.run(
                    "curl -sS --max-time 10 https://localhost:\(port)/hello", in: folder)
                #expect(stranger.status == 60)
            }
        }
    }

    /// What the handshake shows is the serial number, which differs between two certificates of one name.
    @Test func `a renewed certificate is shown after it was read again, a broken one never`() async throws {
        try await Self.withFiles { folder in
            let certificates = try TLSCertificates(
                TLSFiles(certificate: folder + "/chain.pem", key: folder + "/key.pem"))
            try await Self.serve(certificates) { port in
                let connect = "openssl s_client -CAfile ca.pem -connect localhost:\(port) 2>/dev/null"
                let show = "(\(connect) | openssl x509 -noout -serial)"
                let first = try await Self.run(show, in: folder).output
                let renew = """
                    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem -out own.csr \
                        -subj /CN=localhost
                    openssl x509 -req -in own.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 1 -extfile names \
                        -out own.pem
                    cat own.pem ca.pem > chain.pem
                    """
                #expect(try await Self.run(renew, in: folder).status == 0)
                #expect(try await Self.run(show, in: folder).output == first, "nobody has said so yet")
                try certificates.reload()
                let second = try await Self.run(show, in: folder).output
                #expect(second.contains("serial=") && second != first)
                #expect(try await Self.run("echo broken > chain.pem", in: folder).status == 0)
                #expect(throws: StartError.self) { try certificates.reload() }
                #expect(try await Self.run(show, in: folder).output == second)
            }
        }
    }

    @Test func `a served certificate is read again on SIGHUP`() async throws {
        try await Self.withFiles { folder in
            let server = try ChildProcess(
                SoukBinary.url,
                [
                    "serve", "--port", "0", "--data", folder + "/shop",
                ],
                environment: [
                    "SOUK_TLS_CERTIFICATE": folder + "/chain.pem", "SOUK_TLS_KEY": folder + "/key.pem",
                ])
            let address = try await server.output(after: "listening on https://")
            let connect = "openssl s_client -CAfile ca.pem -connect \(address) 2>/dev/null"
            let show = "(\(connect) | openssl x509 -noout -fingerprint)"
            let first = try await Self.run(show, in: folder).output
            #expect(first.contains("ingerprint="))
            let renew = """
                openssl x509 -req -in own.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 1 -extfile names -out own.pem
                cat own.pem ca.pem > chain.pem
                """
            #expect(try await Self.run(renew, in: folder).status == 0)
            // One that comes before the service listens is lost, and must do no harm.
            repeat { server.send(SIGHUP) } while try await Self.run(show, in: folder).output == first
            #expect(server.stop() == 0)
        }
    }

    @Test func `old protocols are refused, and HTTP 1-1 is chosen`() async throws {
        try await Self.withFiles { folder in
            try await Self.serve(TLSFiles(certificate: folder + "/chain.pem", key: folder + "/key.pem")) { port in
                let connect = "timeout 10 openssl s_client -CAfile ca.pem -connect localhost:\(port)"
                let modern = try await Self.run(connect + " -alpn h2,http/1.1", in: folder)
                #expect(modern.output.contains("ALPN protocol: http/1.1") && modern.output.contains("TLSv1.3"))
                #expect(modern.output.contains("Verify return code: 0 (ok)"))
                let old = try await Self.run(connect + " -tls1_1 -cipher ALL:@SECLEVEL=0", in: folder)
                #expect(old.status != 0 && !old.output.contains("Cipher    : ECDHE"))
            }
        }
    }

    @Test func `a refused body over TLS is answered before the connection ends`() async throws {
        try await Self.withFiles { folder in
            try await Self.serve(TLSFiles(certificate: folder + "/chain.pem", key: folder + "/key.pem")) { port in
                let answer = try await Self.run(
                    "head -c 3000000 /dev/zero | curl -sS -i --max-time 10 --cacert ca.pem -H Expect: --data-binary @- "
                        + "https://localhost:\(port)/hello", in: folder)
                #expect(answer.output.contains("HTTP/1.1 405"), "\(answer.output)")
            }
        }
    }

    @Test func `who never shakes hands is hung up on`() async throws {
        try await Self.withFiles { folder in
            var limits = ConnectionLimits()
            limits.head = .milliseconds(200)
            try await Self.serve(TLSFiles(certificate: folder + "/chain.pem", key: folder + "/key.pem"), limits) {
                port in
                let silent = try await Self.run(
                    "exec 3<>/dev/tcp/127.0.0.1/\(port); timeout 10 cat <&3; echo ended", in: folder, shell: "/bin/bash"
                )
                #expect(silent.output == "ended\n")
            }
        }
    }

    @Test(arguments: [
        ("nothing.pem", "key.pem", "cannot be read"), ("chain.pem", "nothing.pem", "cannot be read"),
        ("key.pem", "key.pem", "no TLS certificate"), ("chain.pem", "chain.pem", "no TLS key"),
        ("chain.pem", "encrypted.pem", "no TLS key"), ("chain.pem", "other.pem", "does not belong to"),
    ])
    func `files that do not do are named`(certificate: String, key: String, words: String) async throws {
        try await Self.withFiles { folder in
            let files = TLSFiles(certificate: "\(folder)/\(certificate)", key: "\(folder)/\(key)")
            let error = #expect(throws: StartError.self) { try files.configuration() }
            #expect(error?.description.contains(words) == true, "\(String(describing: error))")
        }
    }

    @Test func `a certificate out of date stops the start, with the date`() async throws {
        try await Self.withFiles { folder in
            let files = TLSFiles(certificate: folder + "/chain.pem", key: folder + "/key.pem")
            let now = WallClock.system.now
            #expect(throws: Never.self) { try files.configuration(at: now) }
            for (days, words) in [(3, "was valid until"), (-3, "is valid from")] {
                let error = #expect(throws: StartError.self) {
                    try files.configuration(at: now.advanced(by: .seconds(days * 86_400)))
                }
                #expect(error?.description.contains(words) == true)
            }
        }
    }
}
