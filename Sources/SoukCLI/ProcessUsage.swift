import Foundation
import Glibc

/// What this process has used so far, as the system counts it.
struct ProcessUsage {
    /// Processor time of all threads, in user and system mode, in seconds.
    let cpuSeconds: Double

    /// Up to this moment.
    static var now: ProcessUsage {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return ProcessUsage(cpuSeconds: seconds(usage.ru_utime) + seconds(usage.ru_stime))
    }

    /// Memory that lies in RAM, from `/proc/self/statm`; 0 where there is no such file.
    static var residentBytes: Int {
        let statm = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
        let pages = statm?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
        return (pages ?? 0) * sysconf(Int32(_SC_PAGESIZE))
    }

    private static func seconds(_ time: timeval) -> Double {
        Double(time.tv_sec) + Double(time.tv_usec) / 1e6
    }
}
