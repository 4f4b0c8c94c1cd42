import Testing

/// Something to put right: where, and what to do about it.
struct Violation: CustomStringConvertible, Equatable {
    let path: String
    let line: Int
    let message: String

    var description: String { "\(path):\(line): \(message)" }
}

/// Fails with one line for every violation.
func expectNone(_ violations: [Violation], at place: SourceLocation = #_sourceLocation) {
    guard !violations.isEmpty else { return }
    let lines = violations.map(\.description).joined(separator: "\n")
    Issue.record("\(violations.count) to put right:\n\(lines)", sourceLocation: place)
}
