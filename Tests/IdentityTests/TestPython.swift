import Foundation

/// The Python of `.build/python`, which `scripts/test` makes and names in `SOUK_TEST_PYTHON`.
enum TestPython {
    static let path = ProcessInfo.processInfo.environment["SOUK_TEST_PYTHON"]
    static var isThere: Bool { path != nil }

    /// A script beside these tests, not started yet.
    static func process(_ script: String) -> Process {
        let process = Process()
        process.executableURL = URL(filePath: path ?? "/usr/bin/false")
        process.arguments = [URL(filePath: #filePath).deletingLastPathComponent().appending(path: script).path]
        return process
    }

    /// What the script prints when it is given `input`.
    static func run(_ script: String, input: [UInt8]) throws -> String {
        let (process, standardInput, output) = (process(script), Pipe(), Pipe())
        (process.standardInput, process.standardOutput) = (standardInput, output)
        try process.run()
        try standardInput.fileHandleForWriting.write(contentsOf: Data(input))
        try standardInput.fileHandleForWriting.close()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }
}
