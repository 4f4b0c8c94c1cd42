import Foundation
import Glibc
import Testing

@testable import Telemetry

@Suite(.timeLimit(.minutes(3))) struct LogSinkTests {
    @Test func `lines of many threads do not mix in a file`() async throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "souk-log-\(UUID())")
        try Data().write(to: url)
        defer { try? FileManager.default.removeItem(at: url) }
        let descriptor = open(url.path, O_WRONLY | O_APPEND)
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<8 {
                group.addTask {
                    let line = Array(String(repeating: "\(number)", count: 1 + number * 2000).utf8) + [0x0A]
                    for _ in 0..<100 { LogSink.write(line, to: descriptor) }
                }
            }
        }
        close(descriptor)
        let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
        #expect(lines.count == 800)
        #expect(lines.allSatisfy { Set($0).count == 1 && $0.count == 1 + $0.first!.wholeNumberValue! * 2000 })
    }

    @Test func `a slow reader of a pipe that does not block gets the whole line`() async throws {
        var ends: [Int32] = [0, 0]
        pipe(&ends)
        _ = fcntl(ends[1], F_SETFL, O_NONBLOCK)
        let (reader, writer) = (ends[0], ends[1])
        let line = [UInt8](repeating: UInt8(ascii: "x"), count: 300_000) + [0x0A]
        // On threads of their own: tasks may wait longer for their turn than the sink does for its reader.
        let received = await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                LogSink.write(line, to: writer)
                close(writer)
            }
            Thread.detachNewThread {
                var (total, buffer) = (0, [UInt8](repeating: 0, count: 10_000))
                while true {
                    let count = read(reader, &buffer, buffer.count)
                    if count <= 0 { return continuation.resume(returning: total) }
                    total += count
                }
            }
        }
        close(reader)
        #expect(received == line.count)
    }

    @Test func `a closed descriptor harms nobody`() {
        LogSink.write([0x0A], to: -1)
    }
}
