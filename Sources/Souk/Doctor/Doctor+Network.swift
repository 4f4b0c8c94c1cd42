import Foundation
import NIOCore
import NIOPosix

extension Doctor {
    /// Free, or taken by a souk that runs.
    func checkPort() async -> [Finding] {
        let (host, port) = (settings.server.host, settings.server.port)
        let (name, address) = ("port", "\(host):\(port)")
        guard port != 0 else { return [.ok(name, "any free one")] }
        switch await Probe.listen(host, port) {
        case nil: return [.ok(name, "\(address) is free")]
        case EADDRINUSE?:
            return [
                await Probe.isSouk(host, port)
                    ? .ok(name, "a souk listens on \(address)")
                    : .failure(name, "something else listens on \(address)", "Stop it, or choose another SOUK_PORT.")
            ]
        case EACCES?:
            return [
                .failure(
                    name, "this user may not listen on \(address)",
                    "Ports below 1024 need rights (CAP_NET_BIND_SERVICE).")
            ]
        default: return [.failure(name, "\(address) is no address of this machine", "Choose another SOUK_HOST.")]
        }
    }

    /// Whether the machines that settings name are known and let us in.
    func checkEndpoints() async -> [Finding] {
        var findings: [Finding] = []
        for endpoint in Endpoint.all(of: settings) {
            let address = "\(endpoint.host):\(endpoint.port)"
            switch await Probe.reach(endpoint.host, endpoint.port) {
            case .reached: findings.append(.ok(endpoint.name, "\(address) takes connections"))
            case .unknown:
                findings.append(
                    .failure(
                        endpoint.name, "there is no host \(endpoint.host)", "Mend \(endpoint.setting), or the DNS."))
            case .refused:
                findings.append(
                    .failure(
                        endpoint.name, "\(address) takes no connections",
                        "Start it, mend \(endpoint.setting), or the firewall."))
            }
        }
        return findings
    }
}

/// A machine that a setting names.
struct Endpoint: Equatable {
    let name: String
    let setting: String
    let host: String
    let port: Int

    static func all(of settings: Settings) -> [Endpoint] {
        var all = [
            settings.mail.url.flatMap { Endpoint("mail", "MAIL_URL", $0) },
            settings.telemetry.endpoint.flatMap { Endpoint("telemetry", "OTEL_EXPORTER_OTLP_ENDPOINT", $0) },
        ]
        if settings.blobs.url?.hasPrefix("s3://") == true {
            let amazon = "https://s3.\(settings.blobs.region).amazonaws.com"
            all.append(
                settings.blobs.endpointURL.map { Endpoint("blobs", "AWS_ENDPOINT_URL", $0) }
                    ?? Endpoint("blobs", "BLOB_URL", amazon))
        }
        return all.compactMap(\.self)
    }

    /// The host of an address, and its port or that of its scheme.
    init?(_ name: String, _ setting: String, _ url: String) {
        let ports = ["smtp": 587, "smtps": 465, "http": 80, "https": 443]
        guard let parts = URLComponents(string: url), let host = parts.host, !host.isEmpty,
            let port = parts.port ?? ports[parts.scheme ?? ""]
        else { return nil }
        (self.name, self.setting, self.host, self.port) = (name, setting, host, port)
    }
}

/// Small questions to the network, none of which takes longer than three seconds.
enum Probe {
    enum Answer: Equatable {
        case reached, refused, unknown
    }

    private static let patience = TimeAmount.seconds(3)

    /// Whether a machine takes connections.
    static func reach(_ host: String, _ port: Int) async -> Answer {
        do {
            let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connectTimeout(patience).connect(host: host, port: port).get()
            try? await channel.close().get()
            return .reached
        } catch let error as NIOConnectionError where error.connectionErrors.isEmpty {
            return .unknown
        } catch {
            return .refused
        }
    }

    /// Why nobody can listen there; `nil` when one can.
    static func listen(_ host: String, _ port: Int) async -> CInt? {
        do {
            let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1).bind(host: host, port: port).get()
            try? await channel.close().get()
            return nil
        } catch {
            return (error as? IOError)?.errnoCode ?? EADDRNOTAVAIL
        }
    }

    /// Whether what listens there answers as a souk does.
    static func isSouk(_ host: String, _ port: Int) async -> Bool {
        let question = ByteBuffer(string: "GET /version HTTP/1.1\r\nHost: \(host)\r\nConnection: close\r\n\r\n")
        let answer = try? await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(patience).connect(host: host, port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }.executeThenClose { inbound, outbound in
                try await outbound.write(question)
                return try await first(of: inbound)
            }
        return answer?.contains(#""version""#) ?? false
    }

    /// What comes back within the time; 64 KiB at most.
    private static func first(of inbound: NIOAsyncChannelInboundStream<ByteBuffer>) async throws -> String {
        try await withThrowingTaskGroup(of: String.self) { group in
            group.addTask {
                var text = ""
                for try await piece in inbound where text.utf8.count < 64 << 10 { text += String(buffer: piece) }
                return text
            }
            group.addTask {
                try await Task.sleep(for: .seconds(3))
                return ""
            }
            defer { group.cancelAll() }
            return try await group.next() ?? ""
        }
    }
}
