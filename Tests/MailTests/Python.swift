import Foundation

/// Python with aiosmtpd, as `scripts/test` makes it.
enum Python {
    static let path = ProcessInfo.processInfo.environment["SOUK_TEST_PYTHON"]
    static let isThere = path != nil

    struct Failure: Error {
        let errors: String
    }

    /// Runs a program to its end.
    static func run(_ program: String, input: Data) throws -> Data {
        let folder = FileManager.default.temporaryDirectory.appending(path: "souk-python-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try input.write(to: folder.appending(path: "in"))
        for name in ["out", "err"] { try Data().write(to: folder.appending(path: name)) }
        let process = Process()
        (process.executableURL, process.arguments) = (URL(filePath: path ?? "python3"), ["-c", program])
        process.standardInput = try FileHandle(forReadingFrom: folder.appending(path: "in"))
        process.standardOutput = try FileHandle(forWritingTo: folder.appending(path: "out"))
        process.standardError = try FileHandle(forWritingTo: folder.appending(path: "err"))
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(errors: try String(contentsOf: folder.appending(path: "err"), encoding: .utf8))
        }
        return try Data(contentsOf: folder.appending(path: "out"))
    }
}
