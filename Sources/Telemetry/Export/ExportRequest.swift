package import Foundation

/// One request to the receiver of spans: a `POST`.
package struct ExportRequest: Sendable {
    /// Where it goes.
    package let url: URL
    /// `content-type`, `user-agent` and those of OTEL_EXPORTER_OTLP_HEADERS, which may hold a secret.
    package let headers: [(name: String, value: String)]
    /// An `ExportTraceServiceRequest`.
    package let body: [UInt8]
    /// How long the whole attempt may take.
    package let timeout: Duration
}

/// What the receiver said.
package struct ExportReply: Sendable {
    let status: Int
    let retryAfter: Duration?
    let body: [UInt8]

    /// An answer.
    /// - Parameters:
    ///   - status: of HTTP.
    ///   - retryAfter: the header `Retry-After`, where it is a number of seconds.
    ///   - body: 64 KiB of it are enough.
    package init(status: Int, retryAfter: Duration? = nil, body: [UInt8] = []) {
        (self.status, self.retryAfter, self.body) = (status, retryAfter, body)
    }

    /// The four statuses after which OTLP/HTTP wants the request again; all others are final.
    var isTemporary: Bool { [429, 502, 503, 504].contains(status) }
}
