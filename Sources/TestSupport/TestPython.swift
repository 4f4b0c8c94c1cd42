package import Foundation

/// The Python of `.build/python`, which `scripts/test` makes and names in `SOUK_TEST_PYTHON`, for scripts beside tests.
package enum TestPython {
    private static let path = ProcessInfo.processInfo.environment["SOUK_TEST_PYTHON"]
    /// Whether it can be started.
    package static var isThere: Bool { path != nil }

    /// A script that did not do what it is there for.
    struct Failure: Error {
        let script: String
        let output: String
    }

    /// What a script prints when it is given `input`.
    /// - Parameter file: the file beside which the script lies.
    package static func run(_ script: String, input: Data, file: String = #filePath) throws -> Data {
        let (process, standardInput, output) = (process(script, beside: file), Pipe(), Pipe())
        (process.standardInput, process.standardOutput) = (standardInput, output)
        try process.run()
        try standardInput.fileHandleForWriting.write(contentsOf: input)
        try standardInput.fileHandleForWriting.close()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return data
    }

    fileprivate static func process(_ script: String, beside file: String) -> Process {
        let process = Process()
        process.executableURL = URL(filePath: path ?? "/usr/bin/false")
        process.arguments = [URL(filePath: file).deletingLastPathComponent().appending(path: script).path]
        return process
    }
}

/// A server in Python, one for all tests. It ends when its standard input does, thus with the process of the tests.
package struct TestPythonServer: Sendable {
    /// The ports that it listens on, all numbers of its first line.
    package let ports: [Int]
    private let input: FileHandle

    /// Starts it and waits for its first line.
    /// - Parameter file: the file beside which the script lies.
    package init(_ script: String, file: String = #filePath) throws {
        let (process, standardInput, output) = (TestPython.process(script, beside: file), Pipe(), Pipe())
        (process.standardInput, process.standardOutput) = (standardInput, output)
        process.standardError = FileHandle.nullDevice
        try process.run()
        var text = ""
        while !text.hasSuffix("\n") {
            let data = output.fileHandleForReading.availableData
            guard !data.isEmpty else { throw TestPython.Failure(script: script, output: text) }
            text += String(decoding: data, as: UTF8.self)
        }
        ports = text.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
        guard !ports.isEmpty else { throw TestPython.Failure(script: script, output: text) }
        input = standardInput.fileHandleForWriting
    }
}
