import Foundation
import Testing

@testable import Telemetry

@Suite struct ProcessMetricsTests {
    let metrics: MetricRegistry

    init() {
        metrics = MetricRegistry()
        ProcessMetrics.register(in: metrics, version: "0.1.0")
    }

    /// The figure of a metric without labels.
    private func value(_ name: String) throws -> Double {
        let line = try #require(metrics.text.split(separator: "\n").first { $0.hasPrefix("\(name) ") })
        return try #require(Double(line.dropFirst(name.count + 1)))
    }

    @Test func `the build is named`() {
        #expect(metrics.text.contains("\nsouk_build_info{version=\"0.1.0\"} 1\n"))
    }

    @Test func `memory, threads and files of this process are believable`() throws {
        #expect((1e6..<1e11).contains(try value("process_resident_memory_bytes")))
        #expect(try value("process_virtual_memory_bytes") >= value("process_resident_memory_bytes"))
        #expect((1..<10_000).contains(try value("process_threads")))
        #expect(try value("process_max_fds") >= value("process_open_fds"))
    }

    @Test func `opened files are counted`() throws {
        let before = try value("process_open_fds")
        // Other tests open and close files meanwhile, but not hundreds.
        let handles = try (0..<300).map { _ in try FileHandle(forReadingFrom: URL(filePath: "/dev/null")) }
        let after = try value("process_open_fds")
        #expect(after >= before + 100)
        for handle in handles { try handle.close() }
    }

    @Test func `the start lies in the past, and it does not change`() throws {
        let start = try value("process_start_time_seconds")
        #expect((Date.now.timeIntervalSince1970 - 36_000...Date.now.timeIntervalSince1970 + 2).contains(start))
        let again = try value("process_start_time_seconds")
        #expect(again == start)
    }

    @Test func `work costs processor time`() throws {
        let before = try value("process_cpu_seconds_total")
        var (sum, rounds) = (0.0, 0)
        while try value("process_cpu_seconds_total") < before + 0.05, rounds < 100_000 {
            for number in 1..<10_000 { sum += 1 / Double(number) }
            rounds += 1
        }
        #expect(try value("process_cpu_seconds_total") >= before + 0.05, "\(sum)")
    }
}
