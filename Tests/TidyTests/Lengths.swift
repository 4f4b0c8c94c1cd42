/// The longest that a function's body and a file may be, in lines (STYLE, rule 4).
enum LengthLimit {
    static let function = 70
    static let file = 400
}

/// What was too long when it was measured last, with its length then. The lists may only shrink: whoever shortens
/// something lowers its number or removes its row, and nobody adds one.
enum LengthBaseline {
    /// `Sources/Kernel/Money.swift: allocated` → lines of the body.
    static let functions: [String: Int] = [:]
    /// `Sources/Kernel/Money.swift` → lines of the file.
    static let files: [String: Int] = [:]
}

/// Something that has a length and should stay short.
struct Measured {
    /// What the baseline calls it.
    let name: String
    let path: String
    let line: Int
    let length: Int
}

extension SourceFile {
    /// The file itself.
    var measuredFile: Measured { Measured(name: path, path: path, line: 1, length: length) }

    /// Its functions.
    var measuredFunctions: [Measured] {
        functionBodies.map { Measured(name: "\(path): \($0.name)", path: path, line: $0.line, length: $0.length) }
    }
}

/// What grew over its limit, and the rows of the baseline that are no longer true.
func lengthViolations(_ measured: [Measured], limit: Int, baseline: [String: Int]) -> [Violation] {
    let longest = Dictionary(measured.map { ($0.name, $0) }) { $0.length >= $1.length ? $0 : $1 }
    let grown = longest.values.sorted { $0.name < $1.name }.compactMap { item -> Violation? in
        let allowed = max(limit, baseline[item.name] ?? limit)
        guard item.length > allowed else { return nil }
        let message = "\(item.name) has \(item.length) lines, the limit is \(allowed): split it"
        return Violation(path: item.path, line: item.line, message: message)
    }
    let stale = baseline.sorted { $0.key < $1.key }.compactMap { name, allowed -> Violation? in
        let length = longest[name]?.length ?? 0
        guard length < allowed else { return nil }
        let advice = length > limit ? "lower its number to \(length)" : "remove its row"
        return Violation(
            path: "Tests/TidyTests/Lengths.swift", line: 1,
            message: "\(name) has \(length) lines, the baseline says \(allowed): \(advice)")
    }
    return grown + stale
}
