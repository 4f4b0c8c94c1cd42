import Foundation
import Kernel
import NIOCore
import NIOPosix
import NIOSSL
import Testing

@testable import Outbound

@Suite(.timeLimit(.minutes(3)), .enabled(if: TLSFixture.hasOpenSSL, "needs openssl")) struct TLSTests {
    private func send(
        _ host: String, _ port: Int, trusting file: String?, trust: OutboundRequest.Trust = .operator
    ) async throws -> OutboundResponse {
        var options = OutboundOptions.quick
        options.trustedCertificatesFile = file
        return try await OutboundFixture.with(options, names: { _ in [IPAddress(v4: 0x7F00_0001)] }) {
            fixture in
            let url = try OutboundURL("https://\(host):\(port)/")
            return try await fixture.client.send(OutboundRequest(.get, url, trust: trust))
        }
    }

    @Test func `a certificate of a trusted authority for the right name is taken`() async throws {
        try await TLSFixture.with { fixture in
            let response = try await send("localhost", fixture.port, trusting: fixture.authority)
            #expect(response.body == Array("ok".utf8))
        }
    }

    @Test func `an authority that is not trusted, or a certificate for another name, is refused`() async throws {
        try await TLSFixture.with { fixture in
            await #expect(throws: OutboundError.untrusted(host: "localhost")) {
                try await send("localhost", fixture.port, trusting: nil)
            }
            await #expect(throws: OutboundError.untrusted(host: "127.0.0.1")) {
                try await send("127.0.0.1", fixture.port, trusting: fixture.authority)
            }
        }
    }

    @Test func `a call that is pinned to an address still proves the name`() async throws {
        try await TLSFixture.with { fixture in
            let rules = UserURLRules.allowing("127.0.0.1", port: fixture.port)
            let response = try await send(
                "hook.example", fixture.port, trusting: fixture.authority, trust: .user(rules))
            #expect(response.status == 200)
            await #expect(throws: OutboundError.untrusted(host: "other.example")) {
                try await send("other.example", fixture.port, trusting: fixture.authority, trust: .user(rules))
            }
        }
    }

    @Test func `a file without certificates is refused at the start`() async throws {
        await #expect(throws: OutboundError.invalidRequest("cannot trust /dev/null: it holds no certificates in PEM")) {
            try await send("localhost", 1, trusting: "/dev/null")
        }
    }
}

/// A server with a certificate for `localhost` and `hook.example` of an authority of its own.
struct TLSFixture {
    let port: Int
    let authority: String

    static let hasOpenSSL = FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl")

    static func with(_ body: (TLSFixture) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "souk-tls-\(UUID())").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try makeCertificates(in: folder)
        let key = try NIOSSLPrivateKey(file: folder + "/key.pem", format: .pem)
        let chain = try NIOSSLCertificate.fromPEMFile(folder + "/cert.pem").map {
            NIOSSLCertificateSource.certificate($0)
        }
        let context = try NIOSSLContext(
            configuration: .makeServerConfiguration(certificateChain: chain, privateKey: .privateKey(key)))
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
                    try channel.pipeline.syncOperations.addHandler(OKHandler())
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let result: Result<Void, any Error>
        do {
            let fixture = TLSFixture(port: channel.localAddress?.port ?? 0, authority: folder + "/ca.pem")
            result = .success(try await body(fixture))
        } catch { result = .failure(error) }
        try await channel.close()
        try result.get()
    }

    private static func makeCertificates(in folder: String) throws {
        let names = "subjectAltName=DNS:localhost,DNS:hook.example"
        for arguments in [
            [
                "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "ca-key.pem", "-out", "ca.pem", "-days",
                "2",
                "-subj", "/CN=Souk test authority",
            ],
            [
                "req", "-newkey", "rsa:2048", "-nodes", "-keyout", "key.pem", "-out", "request.pem", "-subj",
                "/CN=localhost",
                "-addext", names,
            ],
            [
                "x509", "-req", "-in", "request.pem", "-CA", "ca.pem", "-CAkey", "ca-key.pem", "-CAcreateserial",
                "-out", "cert.pem", "-days", "2", "-copy_extensions", "copy",
            ],
        ] {
            let process = Process()
            process.executableURL = URL(filePath: "/usr/bin/openssl")
            (process.arguments, process.currentDirectoryURL) = (arguments, URL(filePath: folder))
            (process.standardOutput, process.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
            try process.run()
            process.waitUntilExit()
        }
    }
}

/// Answers whatever comes with `ok`.
private final class OKHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let buffer = ByteBuffer(string: answer(200, "ok", headers: "Connection: close"))
        context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
        context.close(promise: nil)
    }
}
