package import Kernel

/// How the shop listens, and what it is called from outside.
package struct ServerSettings: Sendable {
    /// The address to listen on.
    package var host: String
    /// The port to listen on; 0 for any free one.
    package var port: Int
    /// How the shop is reached from outside, without a slash at the end; `nil` when nobody said.
    package var publicURL: String?
    /// Where static files and pictures are fetched from; `nil` for the shop itself.
    package var cdnURL: String?
    /// Proxies whose word about the client's address is taken.
    package var trustedProxies: [IPRange]
    /// Sites whose pages may call the API from a browser.
    package var corsOrigins: [String]
    /// The files of TLS; `nil` for plain HTTP.
    package var tls: TLSFiles?
    /// The port whose requests are sent on to HTTPS; `nil` for none.
    package var redirectPort: Int?
    /// How long the server goes on taking requests after it has said that it is not ready.
    package var drainDelay: Duration
    /// How many connections may be open.
    package var maximumConnections: Int
    /// What a connection and a request may take.
    package var timeouts: ServerTimeouts
    /// How large a body may be where a route says nothing else, in bytes.
    package var bodyLimit: Int

    init(_ read: inout SettingsReader) {
        host = read("SOUK_HOST", "server.host", .text(), "127.0.0.1", "The address to listen on; 0.0.0.0 for all.")
        port = read(
            "SOUK_PORT", "server.port", .integer(0...65_535), 8080, "The port to listen on; 0 for any free one.")
        publicURL = read(
            "PUBLIC_URL", "server.public_url", .site,
            "How the shop is reached from outside, for links in mails and feeds.")
        cdnURL = read(
            "CDN_URL", "server.cdn_url", .site,
            "Where browsers fetch style, script and the shop's own pictures, instead of the shop itself.")
        trustedProxies = read(
            "SOUK_TRUSTED_PROXIES", "server.trusted_proxies", .list(of: .addresses), [],
            "Proxies whose X-Forwarded-For and X-Forwarded-Proto are believed.")
        corsOrigins = read(
            "SOUK_CORS_ORIGINS", "server.cors_origins", .list(of: .origin), [],
            "Sites whose pages may call the API from a browser.")
        drainDelay = read(
            "SOUK_DRAIN_DELAY", "server.drain_delay", .span(.zero ... .seconds(300)), .zero,
            "How long requests are still taken after SIGTERM, while /readyz says no, so that proxies turn away first.")
        maximumConnections = read(
            "SOUK_MAX_CONNECTIONS", "server.max_connections", .integer(1...1_000_000), 16_384,
            "How many connections may be open; more wait until one ends.")
        timeouts = ServerTimeouts(&read)
        bodyLimit = read(
            "SOUK_BODY_LIMIT", "server.body_limit", .size(1024...(1 << 30)), 1 << 20,
            "How large the body of a request may be, where its route says nothing else.")
        tls = ServerSettings.readTLS(&read)
        redirectPort = read(
            "SOUK_HTTP_REDIRECT_PORT", "server.tls.redirect_port", .integer(1...65_535),
            "A second port, whose requests are sent on to HTTPS.")
        if redirectPort != nil, tls == nil {
            read.refuse(
                "SOUK_HTTP_REDIRECT_PORT needs SOUK_TLS_CERTIFICATE and SOUK_TLS_KEY; without TLS, leave it out")
        }
    }

    private static func readTLS(_ read: inout SettingsReader) -> TLSFiles? {
        let file = SettingKind.text("the path of a file in PEM")
        let certificate = read(
            "SOUK_TLS_CERTIFICATE", "server.tls.certificate", file,
            "The certificate of the server and those that signed it, in PEM; with it the shop speaks HTTPS.")
        let key = read("SOUK_TLS_KEY", "server.tls.key", file, "The private key of the certificate, in PEM.")
        if let certificate, let key { return TLSFiles(certificate: certificate, key: key) }
        if (certificate == nil) != (key == nil) {
            read.refuse("SOUK_TLS_CERTIFICATE and SOUK_TLS_KEY belong together: set both, or neither for plain HTTP")
        }
        return nil
    }
}

/// How long a client may keep the server waiting.
package struct ServerTimeouts: Sendable {
    /// For the next request on a connection that is kept open.
    package var idle: Duration
    /// For the rest of a request's head.
    package var header: Duration
    /// For the rest of its body.
    package var body: Duration

    init(_ read: inout SettingsReader) {
        let span = SettingKind.span(.seconds(1) ... .seconds(3600))
        idle = read(
            "SOUK_IDLE_TIMEOUT", "server.idle_timeout", span, .seconds(60),
            "How long a connection may stay open without a request.")
        header = read(
            "SOUK_HEADER_TIMEOUT", "server.header_timeout", span, .seconds(10),
            "How long a client may take to send the head of a request.")
        body = read(
            "SOUK_BODY_TIMEOUT", "server.body_timeout", span, .seconds(60),
            "How long a client may take to send the body of a request.")
    }
}
