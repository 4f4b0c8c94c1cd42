import Foundation
import Glibc

/// A program that a test started, and that ends with it.
final class ChildProcess {
    private let process = Process()
    private let output: AsyncStream<String>
    private let name: String

    /// Why a program is of no use.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Starts the program, with these variables beside those of the test.
    init(_ executable: URL, _ arguments: [String], environment: [String: String] = [:]) throws {
        let pipe = Pipe()
        let (stream, continuation) = AsyncStream.makeStream(of: String.self)
        (output, name) = (stream, executable.lastPathComponent)
        (process.executableURL, process.arguments) = (executable, arguments)
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        (process.standardOutput, process.standardError) = (pipe, FileHandle.nullDevice)
        try withSignalsUnblocked { try process.run() }
        ChildProcess.read(pipe.fileHandleForReading, into: continuation)
    }

    /// On a thread, and not by a handler of the file: Dispatch would still look at a pipe that is closed already, when
    /// another child has inherited it, and crash.
    private static func read(_ output: FileHandle, into continuation: AsyncStream<String>.Continuation) {
        Thread.detachNewThread {
            while case let data = output.availableData, !data.isEmpty {
                continuation.yield(String(decoding: data, as: UTF8.self))
            }
            continuation.finish()
        }
    }

    deinit { stop() }

    /// What stands behind `words` in the first line of its standard output that has them.
    func output(after words: String) async throws -> String {
        var text = ""
        for await piece in output {
            text += piece
            guard let range = text.range(of: words), let end = text[range.upperBound...].firstIndex(where: \.isNewline)
            else { continue }
            return String(text[range.upperBound..<end])
        }
        throw Failure(description: "\(name) ended before it said \"\(words)\". It said: \(text)")
    }

    /// Ends the program as a power cut would, with SIGKILL, and waits until it has gone.
    func kill() {
        guard process.processIdentifier != 0 else { return }
        Glibc.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// Sends it a signal that it is to live with.
    func send(_ signal: Int32) {
        guard process.isRunning else { return }
        Glibc.kill(process.processIdentifier, signal)
    }

    /// Whether it has not ended yet.
    var isRunning: Bool { process.isRunning }

    /// Ends the program and waits until it has gone.
    /// - Returns: its status.
    @discardableResult
    func stop() -> Int32 {
        // One that could not be started has no status, and asking for it traps.
        guard process.processIdentifier != 0 else { return -1 }
        if process.isRunning { process.terminate() }
        process.waitUntilExit()
        return process.terminationStatus
    }
}

/// The threads of Dispatch block every signal, and a child inherits that: it would never hear that it is to end.
private func withSignalsUnblocked(_ body: () throws -> Void) rethrows {
    var (all, before) = (sigset_t(), sigset_t())
    sigfillset(&all)
    pthread_sigmask(SIG_UNBLOCK, &all, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    try body()
}
