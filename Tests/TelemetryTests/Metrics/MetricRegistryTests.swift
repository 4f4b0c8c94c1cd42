import Foundation
import Testing

@testable import Telemetry

@Suite struct MetricRegistryTests {
    let metrics = MetricRegistry()

    @Test func `a counter, a gauge and a histogram are written with help, type and labels`() {
        let requests = metrics.counter("souk_requests_total", "Requests answered.", labels: "method", "status")
        requests["GET", "200"].increment()
        requests["GET", "200"].increment(by: 2)
        requests["POST", "201"].increment()
        metrics.gauge("souk_connections", "Open ones.")[].value = 2.5
        let sizes = metrics.histogram("souk_size_bytes", "Sizes.", buckets: [1, 10])
        for size in [0.5, 1, 5, 100] { sizes[].observe(size) }
        let expected = """
            # HELP souk_connections Open ones.
            # TYPE souk_connections gauge
            souk_connections 2.5
            # HELP souk_requests_total Requests answered.
            # TYPE souk_requests_total counter
            souk_requests_total{method="GET",status="200"} 3
            souk_requests_total{method="POST",status="201"} 1
            # HELP souk_size_bytes Sizes.
            # TYPE souk_size_bytes histogram
            souk_size_bytes_bucket{le="1"} 2
            souk_size_bytes_bucket{le="10"} 3
            souk_size_bytes_bucket{le="+Inf"} 4
            souk_size_bytes_sum 106.5
            souk_size_bytes_count 4

            """
        #expect(metrics.text == expected)
    }

    @Test func `what is looked up is asked for at each scrape`() {
        let calls = metrics.gauge("souk_calls", "How often.")[]
        metrics.counter("souk_ticks_total", "Ticks.") {
            calls.add(1)
            return calls.value
        }
        metrics.gauge("souk_pool", "Connections.", labels: "pool") {
            [MetricSample("read", value: 3), MetricSample("write", value: .nan)]
        }
        #expect(metrics.text.contains("\nsouk_ticks_total 1\n"))
        #expect(metrics.text.contains("\nsouk_ticks_total 2\n"))
        #expect(metrics.text.contains("souk_pool{pool=\"read\"} 3\nsouk_pool{pool=\"write\"} NaN\n"))
    }

    @Test func `registering the same metric again gives the same figures`() {
        metrics.counter("souk_things_total", "Things.", labels: "kind")["a"].increment()
        metrics.counter("souk_things_total", "Things.", labels: "kind")["a"].increment()
        #expect(metrics.text.contains("souk_things_total{kind=\"a\"} 2\n"))
    }

    @Test func `no value of a label leaves its line or its quotes`() {
        let odd = ["\"} 1\nforged 2", "a\r\nb", "\\", "\"\u{301}", "\\\u{301}\"", "", "é", "\u{0}"]
        let things = metrics.counter("souk_things_total", "With a \\ and\r\na line feed.", labels: "name")
        for name in odd { things[name].increment() }
        // By bytes: CR LF is one character of Swift, and a quote with an accent is no quote.
        let lines = metrics.text.utf8.split(separator: UInt8(ascii: "\n")).map { String(Substring($0)) }
        #expect(lines.count == 2 + odd.count)
        #expect(lines[0] == "# HELP souk_things_total With a \\\\ and\r\\na line feed.")
        #expect(lines.dropFirst(2).allSatisfy { $0.hasPrefix("souk_things_total{name=\"") && $0.hasSuffix("\"} 1") })
        #expect(metrics.text.unicodeScalars.contains("\u{301}"))
    }

    @Test func `too many parts are counted together as other, and none is lost`() {
        let things = metrics.counter("souk_things_total", "Things.", labels: "name")
        for number in 0..<2500 { things["\(number)"].increment() }
        let lines = metrics.text.split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(lines.count == Metric<Counter>.limit)
        #expect(lines.contains("souk_things_total{name=\"other\"} 1501"))
    }

    @Test func `concurrent increments are all counted, of parts that come up meanwhile too`() async {
        let things = metrics.counter("souk_things_total", "Things.", labels: "name")
        let sizes = metrics.histogram("souk_size_bytes", "Sizes.")[]
        let level = metrics.gauge("souk_level", "A level.")[]
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for number in 0..<5000 {
                        things["\(number % 10)"].increment()
                        sizes.observe(0.25)
                        level.add(0.5)
                    }
                }
            }
        }
        for name in 0..<10 { #expect(things["\(name)"].value == 4000) }
        #expect(metrics.text.contains("souk_size_bytes_sum 10000\nsouk_size_bytes_count 40000\n"))
        #expect(level.value == 20_000)
    }

    @Test func `a counter never falls, and a histogram takes no NaN`() {
        let things = metrics.counter("souk_things_total", "Things.")[]
        things.increment(by: 3)
        things.increment(by: -2)
        #expect(things.value == 3)
        let times = metrics.histogram("souk_time_seconds", "Times.", buckets: [1])[]
        times.observe(.nan)
        times.observe(Duration.milliseconds(1500))
        #expect(metrics.text.contains("souk_time_seconds_bucket{le=\"+Inf\"} 1\nsouk_time_seconds_sum 1.5\n"))
    }

    @Test func `large counts keep every digit`() {
        let bytes = metrics.counter("souk_bytes_total", "Bytes.")[]
        bytes.increment(by: 9_007_199_254_740_993)
        #expect(metrics.text.contains("souk_bytes_total 9007199254740993\n"))
    }

    @Test(.enabled(if: Promtool.url != nil, "promtool is not installed (Debian: prometheus)"))
    func `promtool finds nothing to complain about`() throws {
        ProcessMetrics.register(in: metrics, version: "1.2.3-\"odd\"\n")
        _ = SpanQueue(metrics: metrics)
        let requests = metrics.counter("souk_requests_total", "Requests \\ answered.", labels: "path", "status")
        for number in 0..<1000 { requests["/\"\(number)\"\n\\é", "200"].increment() }
        let times = metrics.histogram("souk_time_seconds", "Times.", labels: "route")
        for route in ["a", "b"] { times[route].observe(0.3) }
        metrics.gauge("souk_level", "A level.")[].value = -.infinity
        let outcome = try Promtool.check(metrics.text)
        #expect(outcome.status == 0 && outcome.words.isEmpty, "\(outcome)")
        // Were it not looked at, this would pass too.
        let wrong = try Promtool.check("souk_level{a=\"b} 1\n")
        #expect(wrong.status != 0)
    }
}
