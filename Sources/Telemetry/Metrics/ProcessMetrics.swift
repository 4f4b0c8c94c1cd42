import Foundation
import Glibc

/// What the process takes from the machine, under the names that Prometheus' client libraries have agreed on
/// (prometheus.io/docs/instrumenting/writing_clientlibs, "Process metrics"), read from `/proc` when it is asked for.
package enum ProcessMetrics {
    /// Registers them, and `souk_build_info`.
    /// - Parameter version: as `souk version` prints it.
    package static func register(in registry: MetricRegistry, version: String) {
        registry.gauge("souk_build_info", "The version that runs; always 1.", labels: "version")[version].value = 1
        registry.counter("process_cpu_seconds_total", "Processor time of all threads, in seconds.") {
            ProcessStatus.current.cpuSeconds
        }
        registry.gauge("process_resident_memory_bytes", "Memory that lies in RAM, in bytes.") {
            ProcessStatus.current.residentBytes
        }
        registry.gauge("process_virtual_memory_bytes", "Address space that is in use, in bytes.") {
            ProcessStatus.current.virtualBytes
        }
        registry.gauge("process_threads", "Threads.") { ProcessStatus.current.threads }
        registry.gauge("process_open_fds", "Open files and sockets.") { ProcessStatus.openFiles }
        registry.gauge("process_max_fds", "How many files and sockets may be open.") { ProcessStatus.mostFiles }
        // It does not change, and finding it out means reading a long file.
        let start = ProcessStatus.startTime
        registry.gauge("process_start_time_seconds", "When it was started, in seconds since 1970.") { start }
    }
}

/// The figures of `/proc/self/stat`; see proc(5). All 0 where there is no such file.
struct ProcessStatus {
    /// The fields from the third on: the second is the name of the program, in brackets, and may contain anything.
    private let fields: [Substring]

    static var current: ProcessStatus {
        let text = (try? String(contentsOfFile: "/proc/self/stat", encoding: .utf8)) ?? ""
        let end = text.lastIndex(of: ")").map(text.index(after:)) ?? text.endIndex
        return ProcessStatus(fields: text[end...].split(separator: " "))
    }

    var cpuSeconds: Double { (field(14) + field(15)) / ProcessStatus.ticksPerSecond }
    var threads: Double { field(20) }
    var virtualBytes: Double { field(23) }
    var residentBytes: Double { field(24) * Double(sysconf(Int32(_SC_PAGESIZE))) }

    /// In the counting of proc(5), which begins with 1.
    private func field(_ number: Int) -> Double {
        fields.indices.contains(number - 3) ? Double(fields[number - 3]) ?? 0 : 0
    }

    private static var ticksPerSecond: Double { Double(sysconf(Int32(_SC_CLK_TCK))) }

    /// The machine's start, and the ticks from there to the process's.
    static var startTime: Double {
        let text = (try? String(contentsOfFile: "/proc/stat", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("btime ") }
        return (line.flatMap { Double($0.dropFirst(6)) } ?? 0) + current.field(22) / ticksPerSecond
    }

    static var mostFiles: Double {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        return Double(limit.rlim_cur)
    }

    /// Linux 6.2 and later says it as the size of the folder, which costs nothing; else the entries are counted, of
    /// which one is the folder itself while it is being read.
    static var openFiles: Double {
        var status = stat()
        if stat("/proc/self/fd", &status) == 0, status.st_size > 0 { return Double(status.st_size) }
        let entries = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
        return Double(max(0, (entries?.count ?? 1) - 1))
    }
}
