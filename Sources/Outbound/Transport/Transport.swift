import AsyncHTTPClient
import Kernel
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// AsyncHTTPClient, set up as we want it and hidden: one exchange, without tries and redirects.
///
/// Only HTTP/1.1, so that a call is a connection and can be counted. Nothing is decompressed, so that no answer is
/// larger in memory than on the wire.
struct Transport: Sendable {
    /// How the peer is found.
    enum Route: Sendable {
        /// By its name, through a pool of connections that are used again.
        case named
        /// At this address and nowhere else, whatever its name leads to meanwhile. The connection is used once.
        case pinned(IPAddress)
    }

    private let configuration: HTTPClient.Configuration
    private let shared: HTTPClient

    /// - Throws: `OutboundError.invalidRequest` when the file of certificates cannot be read.
    init(_ options: OutboundOptions) throws {
        configuration = try HTTPClient.Configuration(options)
        shared = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// Ends every connection, even those that are in use.
    func shutdown() async {
        try? await shared.shutdown()
    }

    /// - Parameter body: reads the answer; the connection is given back, or closed, when it returns.
    func exchange<Value: Sendable>(
        _ request: OutboundRequest, by route: Route, within time: Duration,
        _ body: (OutboundHead, OutboundChunks) async throws -> Value
    ) async throws -> Value {
        guard case .pinned(let address) = route else { return try await exchange(request, shared, time, body) }
        let client = HTTPClient(
            eventLoopGroupProvider: .singleton, configuration: configuration.pinned(request.url, to: address))
        let result: Result<Value, any Error>
        do { result = .success(try await exchange(request, client, time, body)) } catch { result = .failure(error) }
        try? await client.shutdown()
        return try result.get()
    }

    private func exchange<Value: Sendable>(
        _ request: OutboundRequest, _ client: HTTPClient, _ time: Duration,
        _ body: (OutboundHead, OutboundChunks) async throws -> Value
    ) async throws -> Value {
        let host = request.url.host
        do {
            let response = try await client.execute(HTTPClientRequest(request), timeout: TimeAmount(time))
            var headers = OutboundHeaders()
            for (name, value) in response.headers { headers.add(name, value) }
            let head = OutboundHead(status: Int(response.status.code), headers: headers, url: request.url)
            return try await body(
                head, OutboundChunks(body: response.body, limit: request.answerLimit, host: host))
        } catch {
            throw translated(error, host: host)
        }
    }
}

extension HTTPClient.Configuration {
    fileprivate init(_ options: OutboundOptions) throws {
        var tls = TLSConfiguration.makeClientConfiguration()
        if let file = options.trustedCertificatesFile {
            do {
                tls.additionalTrustRoots = [.certificates(try NIOSSLCertificate.fromPEMFile(file))]
            } catch {
                throw OutboundError.invalidRequest("cannot trust \(file): it holds no certificates in PEM")
            }
        }
        var timeout = Timeout(connect: TimeAmount(options.connectTimeout), read: TimeAmount(options.idleTimeout))
        timeout.write = TimeAmount(options.idleTimeout)
        self.init(tlsConfiguration: tls, redirectConfiguration: .disallow, timeout: timeout)
        httpVersion = .http1Only
        connectionPool.idleTimeout = TimeAmount(options.keepAlive)
        connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = options.connectionsPerPeer
        // Its own tries would hide failures from our budget and our circuits.
        connectionPool.retryConnectionEstablishment = false
        // We make the spans ourselves, without the query.
        tracing.tracer = nil
    }

    /// Connects to the address, but asks for the certificate of the host. That the override took effect is checked once
    /// more on the connection itself, before anything of the request is sent.
    fileprivate func pinned(_ url: OutboundURL, to address: IPAddress) -> HTTPClient.Configuration {
        let host = url.host
        var configuration = self
        if url.literalAddress == nil { configuration.dnsOverride = [host: "\(address)"] }
        configuration.http1_1ConnectionDebugInitializer = { channel in
            guard let remote = channel.remoteAddress?.ipAddress, IPAddress(remote) == address else {
                return channel.eventLoop.makeFailedFuture(OutboundError.forbiddenAddress(host: host))
            }
            return channel.eventLoop.makeSucceededVoidFuture()
        }
        return configuration
    }
}

extension HTTPClientRequest {
    fileprivate init(_ request: OutboundRequest) {
        self.init(url: request.url.text)
        method = HTTPMethod(rawValue: request.method.rawValue)
        for field in request.headers.fields { headers.add(name: field.name, value: field.value) }
        switch request.body {
        case .none: break
        case .bytes(let bytes): body = .bytes(ByteBuffer(bytes: bytes))
        case .chunks(let length, let make):
            body = .stream(make().map { ByteBuffer(bytes: $0) }, length: .known(Int64(length)))
        }
    }
}
