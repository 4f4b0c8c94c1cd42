import Foundation
import Glibc
import Kernel

/// What a command says: results on standard output, everything else on standard error.
enum Console {
    /// A line of the result.
    static func print(_ line: String, end: String = "\n") {
        FileHandle.standardOutput.write(Data((line + end).utf8))
    }

    /// A JSON object as one line of the result.
    static func printJSON(_ members: (inout JSONWriter) -> Void) {
        var json = JSONWriter()
        json.object(members)
        print(json.text)
    }

    /// A line about how it goes.
    static func note(_ line: String, end: String = "\n") {
        FileHandle.standardError.write(Data((line + end).utf8))
    }

    /// What went wrong, a line each.
    static func error(_ text: String) {
        for line in text.split(separator: "\n") { note("Error: \(line)") }
    }

    /// Whether standard error is a terminal, where a bar can be drawn.
    static let isTerminal = isatty(STDERR_FILENO) == 1

    /// A whole number with commas between the thousands.
    static func grouped(_ number: Int) -> String {
        let digits = String(number)
        return digits.enumerated().reduce(into: "") { text, digit in
            if digit.offset > 0, (digits.count - digit.offset) % 3 == 0 { text += "," }
            text.append(digit.element)
        }
    }
}

/// A failure that the user can do something about; status 1.
struct CommandFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
