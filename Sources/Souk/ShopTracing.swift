import Foundation
import Instrumentation
import Kernel
import Logging
import Outbound
import Synchronization
import Telemetry
import Tracing

/// The traces of this process: where spans wait, and what sends them. There is one for each process, since the library
/// that makes spans can be told only once who takes them.
struct ShopTracing: Sendable {
    private let settings: TracingSettings
    private let queue: SpanQueue

    private static let started = Mutex(false)

    /// `nil` when nothing is to be traced, or another shop of this process, as in tests, traces already.
    /// - Throws: `TracingSettings.Invalid`.
    static func start(_ settings: TelemetrySettings, metrics: MetricRegistry) throws -> ShopTracing? {
        guard settings.endpoint != nil else { return nil }
        let settings = try TracingSettings(environment: settings.environment, version: SoukVersion.text)
        let isFirst = started.withLock { started in
            defer { started = true }
            return !started
        }
        guard isFirst else { return nil }
        let queue = SpanQueue(metrics: metrics)
        InstrumentationSystem.bootstrap(ShopTracer(sampler: settings.sampler, queue: queue))
        return ShopTracing(settings: settings, queue: queue)
    }

    /// Sends spans as long as the process runs; the first of the services, so that it is stopped last.
    func exporter(_ outbound: OutboundClient, logger: Logger) -> SpanExporter {
        SpanExporter(queue, settings, logger: logger) { export in
            var request = OutboundRequest(.post, try OutboundURL(export.url.absoluteString), body: .bytes(export.body))
            for header in export.headers { request.headers.add(header.name, header.value) }
            (request.deadline, request.answerLimit) = (export.timeout, 1 << 16)
            let response = try await outbound.send(request)
            let wait = response.headers["Retry-After"].flatMap { Int($0) }.map { Duration.seconds($0) }
            return ExportReply(status: response.status, retryAfter: wait, body: response.body)
        }
    }
}

extension TelemetrySettings {
    /// The same under the names that OpenTelemetry gave them.
    fileprivate var environment: [String: String] {
        [
            "OTEL_EXPORTER_OTLP_ENDPOINT": endpoint, "OTEL_EXPORTER_OTLP_HEADERS": headers,
            "OTEL_SERVICE_NAME": serviceName, "OTEL_RESOURCE_ATTRIBUTES": resourceAttributes,
            "OTEL_TRACES_SAMPLER": sampler.rawValue, "OTEL_TRACES_SAMPLER_ARG": "\(samplerShare)",
        ].compactMapValues(\.self)
    }
}
