import Foundation
import Testing

@testable import Telemetry

@Suite struct TracingSettingsTests {
    static let endpoints: [([String: String], String?)] = [
        ([:], nil), (["OTEL_EXPORTER_OTLP_ENDPOINT": ""], nil),
        (["OTEL_EXPORTER_OTLP_ENDPOINT": "http://a:4318"], "http://a:4318/v1/traces"),
        (["OTEL_EXPORTER_OTLP_ENDPOINT": "https://a/base/"], "https://a/base/v1/traces"),
        (
            ["OTEL_EXPORTER_OTLP_ENDPOINT": "http://a", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://b/t"],
            "http://b/t"
        ),
        (["OTEL_EXPORTER_OTLP_ENDPOINT": "http://a", "OTEL_SDK_DISABLED": "True"], nil),
        (["OTEL_EXPORTER_OTLP_ENDPOINT": "http://a", "OTEL_TRACES_EXPORTER": "none"], nil),
    ]

    private func settings(_ environment: [String: String]) throws(TracingSettings.Invalid) -> TracingSettings {
        try TracingSettings(environment: environment, version: "1.2.3")
    }

    @Test(arguments: TracingSettingsTests.endpoints)
    func `spans go where it is said, and nowhere without`(environment: [String: String], url: String?) throws {
        let settings = try settings(environment)
        #expect(settings.endpoint?.absoluteString == url)
    }

    @Test func `the resource is described, and what is said comes first`() throws {
        let settings = try settings([
            "OTEL_RESOURCE_ATTRIBUTES": "service.name=a,team=caf%C3%A9, x = 1=2 ", "OTEL_SERVICE_NAME": "b",
        ])
        #expect(settings.resource["service.name"] == "b" && settings.resource["service.version"] == "1.2.3")
        #expect(settings.resource["team"] == "café" && settings.resource["x"] == "1=2")
        let plain = try self.settings([:])
        #expect(plain.resource["service.name"] == "souk" && plain.resource["host.name"]?.isEmpty == false)
    }

    @Test func `headers of traces are added to those of all`() throws {
        let settings = try settings([
            "OTEL_EXPORTER_OTLP_HEADERS": "Authorization=Bearer%20x,a=1", "OTEL_EXPORTER_OTLP_TRACES_HEADERS": "A=2",
            "OTEL_EXPORTER_OTLP_TIMEOUT": "1500",
        ])
        #expect(settings.headers == ["authorization": "Bearer x", "a": "2"])
        #expect(settings.timeout == .milliseconds(1500) && settings.sampler == .everything)
    }

    @Test(arguments: [
        ("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4318"), ("OTEL_EXPORTER_OTLP_ENDPOINT", "ftp://a"),
        ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://"), ("OTEL_EXPORTER_OTLP_HEADERS", "secret"),
        ("OTEL_EXPORTER_OTLP_HEADERS", "a=%0D%0Ab"), ("OTEL_EXPORTER_OTLP_HEADERS", "a%3Ab=c"),
        ("OTEL_RESOURCE_ATTRIBUTES", "a=%zz"), ("OTEL_RESOURCE_ATTRIBUTES", "=a"),
        ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"), ("OTEL_TRACES_EXPORTER", "jaeger"),
        ("OTEL_EXPORTER_OTLP_TIMEOUT", "0"), ("OTEL_TRACES_SAMPLER", "maybe"),
    ])
    func `a wrong value is refused with its name and what is allowed, and no secret is shown`(
        name: String, value: String
    ) {
        let error = #expect(throws: TracingSettings.Invalid.self) { try settings([name: value]) }
        #expect(error?.description.hasPrefix("\(name) ") == true, "\(error?.description ?? "")")
        #expect(error?.description.contains("secret") == false)
    }
}
