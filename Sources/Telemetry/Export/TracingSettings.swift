package import Foundation

/// Which traces are recorded and where they go, from the variables that OpenTelemetry names
/// (opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables and …/protocol/exporter).
///
/// Without an endpoint nothing is traced: OpenTelemetry's default, a collector on the same machine, is not there in most
/// shops, and would be called every five seconds.
package struct TracingSettings: Sendable, Equatable {
    /// Where spans are sent; `nil` when tracing is off.
    package let endpoint: URL?
    /// What is sent along, in small letters. Secret: receivers are paid services.
    package let headers: [String: String]
    /// How long one attempt may take.
    package let timeout: Duration
    /// Which traces are recorded.
    package let sampler: Sampler
    /// What describes this process: `service.name` and others.
    package let resource: [String: String]

    /// Why settings were refused: which one, what it is, and what is allowed.
    package struct Invalid: Error, CustomStringConvertible {
        /// The name, the value unless it may be secret, and what is allowed.
        package let description: String
    }

    /// Settings from the environment.
    /// - Parameter version: as `souk version` prints it.
    /// - Throws: `Invalid`.
    package init(environment: [String: String], version: String) throws(Invalid) {
        // An empty variable counts as absent, says OpenTelemetry.
        let environment = environment.filter { !$0.value.isEmpty }
        endpoint = try TracingSettings.endpoint(environment)
        headers = try TracingSettings.headers(environment)
        timeout = try TracingSettings.timeout(environment)
        sampler = try Sampler(
            name: environment["OTEL_TRACES_SAMPLER"] ?? "parentbased_always_on",
            argument: environment["OTEL_TRACES_SAMPLER_ARG"])
        var resource = [
            "service.name": "souk", "service.version": version, "service.instance.id": UUID().uuidString.lowercased(),
            "host.name": ProcessInfo.processInfo.hostName, "telemetry.sdk.name": "souk",
            "telemetry.sdk.language": "swift", "telemetry.sdk.version": version,
        ]
        resource.merge(try TracingSettings.pairs("OTEL_RESOURCE_ATTRIBUTES", environment)) { $1 }
        if let name = environment["OTEL_SERVICE_NAME"] { resource["service.name"] = name }
        self.resource = resource
    }

    /// A body as a request to the endpoint.
    func request(_ body: [UInt8]) -> ExportRequest {
        guard let endpoint else { preconditionFailure("nothing is recorded without an endpoint") }
        let own = [
            "content-type": "application/x-protobuf",
            "user-agent": "souk/\(resource["telemetry.sdk.version"] ?? "")",
        ]
        let all = headers.merging(own) { $1 }.sorted { $0.key < $1.key }
        return ExportRequest(
            url: endpoint, headers: all.map { (name: $0.key, value: $0.value) }, body: body, timeout: timeout)
    }
}

extension TracingSettings {
    private static func endpoint(_ environment: [String: String]) throws(Invalid) -> URL? {
        if environment["OTEL_SDK_DISABLED"]?.lowercased() == "true" { return nil }
        switch environment["OTEL_TRACES_EXPORTER"] ?? "otlp" {
        case "none": return nil
        case "otlp": break
        case let other: throw Invalid(description: "OTEL_TRACES_EXPORTER must be otlp or none, is \"\(other)\"")
        }
        let protocols = ["OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL"]
        for name in protocols {
            if let value = environment[name], value != "http/protobuf" {
                throw Invalid(description: "\(name) must be http/protobuf, is \"\(value)\"")
            }
        }
        let name = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"
        if let text = environment[name] { return try url(name, text) }
        let base = "OTEL_EXPORTER_OTLP_ENDPOINT"
        guard let text = environment[base] else { return nil }
        return try url(base, text).appending(path: "v1/traces")
    }

    /// Without the value, which may hold a password.
    private static func url(_ name: String, _ text: String) throws(Invalid) -> URL {
        guard let url = URL(string: text), ["http", "https"].contains(url.scheme?.lowercased()),
            let host = url.host(), !host.isEmpty
        else { throw Invalid(description: "\(name) must be an address like http://collector:4318") }
        return url
    }

    private static func headers(_ environment: [String: String]) throws(Invalid) -> [String: String] {
        let names = ["OTEL_EXPORTER_OTLP_HEADERS", "OTEL_EXPORTER_OTLP_TRACES_HEADERS"]
        var headers: [String: String] = [:]
        for name in names {
            for (key, value) in try pairs(name, environment) {
                guard key.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: ":") }),
                    value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F })
                else { throw Invalid(description: "\(name) has a name or a value that no header can have") }
                headers[key.lowercased()] = value
            }
        }
        return headers
    }

    private static func timeout(_ environment: [String: String]) throws(Invalid) -> Duration {
        let names = ["OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "OTEL_EXPORTER_OTLP_TIMEOUT"]
        guard let name = names.first(where: { environment[$0] != nil }), let text = environment[name] else {
            return .seconds(10)
        }
        guard let milliseconds = Int(text), (1...60_000).contains(milliseconds) else {
            throw Invalid(description: "\(name) must be 1 to 60000 milliseconds, is \"\(text)\"")
        }
        return .milliseconds(milliseconds)
    }

    /// `a=1,b=2`, percent-encoded, as W3C Baggage writes it.
    private static func pairs(_ name: String, _ environment: [String: String]) throws(Invalid) -> [String: String] {
        var pairs: [String: String] = [:]
        for (index, piece) in (environment[name] ?? "").split(separator: ",").enumerated() {
            let halves = piece.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let texts = halves.compactMap { $0.trimmingCharacters(in: .whitespaces).removingPercentEncoding }
            guard texts.count == 2, !texts[0].isEmpty, pairs.count < 64 else {
                throw Invalid(
                    description: "\(name) must be like key=value,key=value (percent-encoded, at most 64); number "
                        + "\(index + 1) is not")
            }
            pairs[texts[0]] = texts[1]
        }
        return pairs
    }
}
