import Kernel
import Logging
import Synchronization

@testable import Telemetry

/// A logger whose lines a test can read.
final class LogCapture: Sendable {
    private let list = Mutex<[[UInt8]]>([])
    /// 2026-01-02T03:04:05.007Z
    static let moment = Timestamp(microseconds: 1_767_323_045_007_000)

    /// What was written, a line each, without its line feed.
    var lines: [String] { list.withLock { $0.map { String(decoding: $0.dropLast(), as: UTF8.self) } } }
    /// What was written, as it was handed over.
    var writes: [[UInt8]] { list.withLock { $0 } }

    func logger(
        _ format: LogFormat, label: String = "souk", level: Logger.Level = .info, hasColours: Bool = false
    ) -> Logger {
        let sink = LogSink(hasColours: hasColours) { line in
            let line = copy line
            self.list.withLock { $0.append(line) }
        }
        var logger = Logger(label: label) {
            LineLogHandler(label: $0, format: format, sink: sink, clock: .fixed(LogCapture.moment))
        }
        logger.logLevel = level
        return logger
    }
}
