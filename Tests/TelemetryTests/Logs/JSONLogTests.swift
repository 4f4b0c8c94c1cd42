import Foundation
import Kernel
import Logging
import Testing
import Tracing

@testable import Telemetry

@Suite struct JSONLogTests {
    let capture = LogCapture()

    private func parsed() throws -> [JSONValue] {
        try capture.lines.map { try JSONValue(parsing: Array($0.utf8)) }
    }

    @Test func `a line has the time, the level, the message, the logger and the metadata`() {
        var logger = capture.logger(.json, label: "souk.jobs")
        logger[metadataKey: "request_id"] = "7"
        logger.warning("Slow", metadata: ["duration_ms": "\(12.5)", "route": "/a"])
        let expected = """
            {"time":"2026-01-02T03:04:05.007Z","level":"warning","message":"Slow","logger":"souk.jobs",\
            "duration_ms":"12.5","request_id":"7","route":"/a"}
            """
        #expect(capture.lines == [expected])
    }

    @Test func `metadata may be nested, and the call counts more than the logger`() throws {
        var logger = capture.logger(.json)
        logger[metadataKey: "a"] = "logger"
        logger.info("m", metadata: ["a": ["x", ["y": "z"], []], "b": .stringConvertible(1), "c": [:]])
        #expect(capture.lines[0].hasSuffix(#""logger":"souk","a":["x",{"y":"z"},[]],"b":"1","c":{}}"#))
    }

    @Test func `a name that is taken gets a mark, so that none comes twice`() throws {
        capture.logger(.json).info("m", metadata: ["message": "a", "time": "b", "level": "c", "logger": "d"])
        let line = try parsed()[0]
        #expect(line["message"].text == "m" && line["message_"].text == "a" && line["time_"].text == "b")
    }

    @Test func `the ids of trace and span stand in the line, recorded or not`() throws {
        let logger = capture.logger(.json)
        for sampler in ["always_on", "always_off"] {
            let tracer = ShopTracer(
                sampler: try Sampler(name: sampler, argument: nil), queue: SpanQueue(metrics: MetricRegistry()))
            let trace = tracer.withSpan("a") { span in
                logger.info("m")
                return span.context.trace
            }
            let line = try #require(try parsed().last)
            #expect(line["trace_id"].text == trace?.traceID.description)
            #expect(line["span_id"].text == trace?.spanID.description)
        }
        logger.info("m")
        #expect(try parsed().last?["trace_id"] == .null)
    }

    @Test func `the place in the sources stands in lines of debugging only`() throws {
        let logger = capture.logger(.json, level: .trace)
        logger.debug("m")
        logger.info("m")
        logger.trace("m")
        let sources = try parsed().map { $0["source"].text?.hasPrefix("TelemetryTests/JSONLogTests.swift:") }
        #expect(sources == [true, nil, true])
    }

    @Test func `an error is written, unless the metadata has one`() throws {
        struct Failure: Error {}
        capture.logger(.json).error("m", error: Failure())
        capture.logger(.json).error("m", error: Failure(), metadata: ["error": "mine"])
        #expect(try parsed().map { $0["error"].text } == ["Failure()", "mine"])
    }

    @Test func `less than the level is not written`() {
        let logger = capture.logger(.json, level: .error)
        for level in Logger.Level.allCases { logger.log(level: level, "\(level)") }
        #expect(capture.lines.count == 2)
    }

    @Test(arguments: LogFormat.allCases)
    func `whatever is logged is one line without control characters`(format: LogFormat) throws {
        var random = SeededGenerator(seed: 12)
        let scalars: [Unicode.Scalar] =
            (0..<0xA1).compactMap { Unicode.Scalar($0) } + [
                "\u{2028}", "\u{2029}", "\u{202E}", "\u{2066}", "é", "€", "😀", "\u{301}",
            ]
        let logger = capture.logger(format)
        for _ in 0..<2000 {
            let text = {
                var text = String.UnicodeScalarView()
                for _ in 0..<Int.random(in: 0...20, using: &random) {
                    text.append(scalars.randomElement(using: &random)!)
                }
                return String(text)
            }
            let (message, name, value) = (text(), "n" + text(), text())
            logger.info("\(message)", metadata: [name: .string(value), "nested": [.string(value)]])
            guard format == .json, let line = try parsed(last: 1).first else { continue }
            #expect(line["message"].text == message && line["nested"][0].text == value)
        }
        for line in capture.writes {
            #expect(line.firstIndex(of: 0x0A) == line.count - 1)
            let text = String(decoding: line.dropLast(), as: UTF8.self)
            #expect(!text.unicodeScalars.contains { $0.properties.generalCategory == .control })
            #expect(
                !text.unicodeScalars.contains {
                    (0x2028...0x202E).contains($0.value) || (0x2066...0x2069).contains($0.value)
                })
        }
    }

    private func parsed(last count: Int) throws -> [JSONValue] {
        try capture.writes.suffix(count).map { try JSONValue(parsing: Array($0.dropLast())) }
    }

    @Test func `a line is cut at 16 KiB and stays a document`() throws {
        let logger = capture.logger(.json)
        for size in [10, 1000, 16_000, 16_200, 16_300, 16_384, 40_000] {
            for filling in ["x", "é", "\u{1}", "\""] {
                let text = String(repeating: filling, count: size)
                logger.info("\(text)")
                logger.info("m", metadata: ["a": .string(text), "b": "after"])
                logger.info("m", metadata: [String(text.prefix(5000)): "a"])
                logger.info("m", metadata: ["a": .array(Array(repeating: "x", count: size))])
                logger.info("m", metadata: ["a": ["b": ["c": [["d": .string(text)]]]]])
            }
        }
        #expect(capture.writes.allSatisfy { $0.count <= LogText.limit })
        let lines = try parsed()
        let cut = lines.filter { $0["truncated"] == .bool(true) }
        #expect(cut.count > 20 && cut.count < lines.count)
        #expect(capture.writes.contains { $0.count > LogText.limit - 200 })
    }

    @Test func `metadata of any depth ends`() throws {
        var value: Logger.MetadataValue = "inside"
        for _ in 0..<100 { value = ["a": [value]] }
        capture.logger(.json).info("m", metadata: ["deep": value])
        let line = try #require(capture.lines.first)
        #expect(line.contains("…") && line.utf8.count < 200)
        _ = try parsed()
    }
}
