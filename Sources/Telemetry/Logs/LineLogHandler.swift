package import Kernel
package import Logging
import Tracing

/// Writes the log as lines, for programs or for people.
///
/// A line is at most 16 KiB long and is one line whatever is logged: control characters are escaped, so nobody forges a
/// line or moves a terminal's cursor. What stands under a name like `password` is never written (`SensitiveNames`).
package struct LineLogHandler: LogHandler {
    /// What every line carries.
    package var metadata: Logger.Metadata = [:]
    /// Less than this is not written.
    package var logLevel: Logger.Level = .info
    /// What is asked for every line: the ids of trace and span, unless told otherwise.
    package var metadataProvider: Logger.MetadataProvider? = .trace

    private let label: String
    private let format: LogFormat
    private let sink: LogSink
    private let clock: WallClock

    /// A handler for `Logger(label:factory:)`.
    package init(
        label: String, format: LogFormat, sink: LogSink = .standardError, clock: WallClock = .system
    ) {
        (self.label, self.format, self.sink, self.clock) = (label, format, sink, clock)
    }

    /// A value that goes along with every line.
    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes the event as one line.
    package func log(event: LogEvent) {
        var line: any LogLine =
            switch format {
            case .json: JSONLogLine(clock.now, event, label)
            case .pretty: PrettyLogLine(clock.now, event, label, hasColours: sink.hasColours)
            }
        for (name, value) in merged(event).sorted(by: { $0.key < $1.key }) {
            line.member(name, SensitiveNames.contains(name) ? .string("***") : value)
        }
        sink.write(line.finished())
    }

    /// What the call says counts more than what the task says, and that more than what the logger says.
    private func merged(_ event: LogEvent) -> Logger.Metadata {
        var all = metadata
        if let provided = metadataProvider?.get(), !provided.isEmpty { all.merge(provided) { $1 } }
        if let given = event.metadata, !given.isEmpty { all.merge(given) { $1 } }
        if let error = event.error, all["error"] == nil { all["error"] = .string("\(error)") }
        if event.level <= .debug { all["source"] = .string("\(event.file):\(event.line)") }
        return all
    }
}

extension Logger.MetadataProvider {
    /// `trace_id` and `span_id` of what is going on in this task.
    package static let trace = Logger.MetadataProvider {
        guard let trace = ServiceContext.current?.trace else { return [:] }
        return ["trace_id": .string(trace.traceID.description), "span_id": .string(trace.spanID.description)]
    }
}

/// A line that is being written.
protocol LogLine {
    /// Adds one name with its value, if there is room.
    mutating func member(_ name: String, _ value: Logger.MetadataValue)
    /// The whole line, with its line feed.
    consuming func finished() -> [UInt8]
}
