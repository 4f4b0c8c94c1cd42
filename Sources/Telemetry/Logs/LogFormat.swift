import Glibc

/// How lines of the log look: `SOUK_LOG_FORMAT`.
package enum LogFormat: String, Sendable, CaseIterable {
    /// One object of JSON for each line, for programs that collect them.
    case json
    /// For people at a terminal.
    case pretty

    /// What suits whoever reads standard error: people at a terminal, programs elsewhere.
    package static var suitable: LogFormat { LogSink.isTerminal ? .pretty : .json }
}

/// Where lines go.
package struct LogSink: Sendable {
    /// Whether colours may be used.
    let hasColours: Bool
    private let take: @Sendable (borrowing [UInt8]) -> Void

    /// A sink that hands each line, with its line feed, to `take`.
    package init(hasColours: Bool = false, _ take: @escaping @Sendable (borrowing [UInt8]) -> Void) {
        (self.hasColours, self.take) = (hasColours, take)
    }

    func write(_ line: borrowing [UInt8]) {
        take(line)
    }

    /// Standard error, unbuffered: a line has left the process when `log` returns, so none is lost when it is killed.
    /// With colours at a terminal, unless `NO_COLOR` is set (no-color.org).
    package static let standardError = LogSink(hasColours: isTerminal && getenv("NO_COLOR") == nil) { line in
        LogSink.write(line, to: STDERR_FILENO)
    }

    static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    /// One `write` for each line. Linux keeps writes to a file or a pipe of up to 4 KiB apart; of longer ones to a pipe
    /// the pieces of two threads may mix, as they may when a reader that is slow makes it write in pieces.
    /// What cannot be written is dropped: there is nobody to tell.
    static func write(_ line: borrowing [UInt8], to descriptor: Int32) {
        line.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if count > 0 {
                    rest = rest.dropFirst(count)
                } else if errno == EAGAIN {
                    // Somebody made it non-blocking. A second for the reader; then the rest is dropped.
                    var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    if poll(&wait, 1, 1000) < 1 { return }
                } else if errno != EINTR {
                    return
                }
            }
        }
    }
}
