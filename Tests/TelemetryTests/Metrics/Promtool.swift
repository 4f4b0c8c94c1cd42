import Foundation

/// Prometheus' own judge of metrics.
enum Promtool {
    static let url = ["/usr/bin/promtool", "/usr/local/bin/promtool"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }.map { URL(filePath: $0) }

    /// What `promtool check metrics` says of that text.
    static func check(_ text: String) throws -> (status: Int32, words: String) {
        let file = FileManager.default.temporaryDirectory.appending(path: "souk-metrics-\(UUID())")
        try text.write(to: file, atomically: false, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        let (process, pipe) = (Process(), Pipe())
        (process.executableURL, process.arguments) = (url, ["check", "metrics"])
        process.standardInput = try FileHandle(forReadingFrom: file)
        (process.standardOutput, process.standardError) = (pipe, pipe)
        try process.run()
        let words = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: words, as: UTF8.self))
    }
}
