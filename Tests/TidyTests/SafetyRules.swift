/// Targets that may take the compiler's proof of data-race safety into their own hands.
private let provingTargets: Set = ["Persistence", "SearchEngine"]

/// `@unchecked Sendable` and `nonisolated(unsafe)` in the wrong target, or without their proof.
func unprovenSendability(in file: SourceFile) -> [Violation] {
    let patterns = [["@", "unchecked", "Sendable"], ["nonisolated", "(", "unsafe", ")"]]
    return patterns.flatMap { pattern in
        file.places(of: pattern).compactMap { place in
            let name = pattern.joined().replacing("@uncheckedSendable", with: "@unchecked Sendable")
            guard provingTargets.contains(file.target) else {
                return file.violation(at: place, "`\(name)` is for Persistence and SearchEngine only: use a safe type")
            }
            guard !file.isExplained(at: file.tokens[place].line) else { return nil }
            return file.violation(at: place, "`\(name)` needs its proof in a comment directly above")
        }
    }
}

/// Traps that do not say why they cannot happen.
func unexplainedTraps(in file: SourceFile) -> [Violation] {
    [["try", "!"], ["as", "!"], ["fatalError", "("]].flatMap { pattern in
        file.places(of: pattern).compactMap { place in
            guard !file.isExplained(at: file.tokens[place].line) else { return nil }
            return file.violation(
                at: place, "`\(pattern.joined())` needs a comment on the line above: why it cannot fail")
        }
    }
}

/// Notes to oneself that belong into an issue.
func unfinishedNotes(in file: SourceFile) -> [Violation] {
    file.comments.sorted { $0.key < $1.key }.compactMap { line, comment in
        let words = comment.split { !$0.isLetter }
        guard let note = words.first(where: { ["TODO", "FIXME", "XXX"].contains($0) }) else { return nil }
        return Violation(path: file.path, line: line, message: "\(note): do it now or file an issue")
    }
}

/// Work that nobody waits for and nobody stops.
func looseTasks(in file: SourceFile) -> [Violation] {
    guard file.target != "TestSupport" else { return [] }
    let declarators: Set = ["struct", "class", "enum", "actor", "extension", "protocol", ">"]
    let plain = [["Task", "{"], ["Task", "("], ["Task", ".", "detached"], ["Task", ".", "immediate"]]
    let starts = plain.flatMap { file.places(of: $0) } + startsOfTypedTasks(in: file)
    return starts.sorted().filter { $0 == 0 || !declarators.contains(file.tokens[$0 - 1].text) }.map { place in
        file.violation(at: place, "a loose `Task` is refused: make it a Service of the group, or use a task group")
    }
}

/// `Task<Success, Failure> {` and `Task<Success, Failure>(priority:)`.
private func startsOfTypedTasks(in file: SourceFile) -> [Int] {
    file.places(of: ["Task", "<"]).filter { place in
        var depth = 0
        let end = file.tokens[(place + 1)...].firstIndex { token in
            depth += token.text == "<" ? 1 : token.text == ">" ? -1 : 0
            return depth == 0
        }
        guard let end, end + 1 < file.tokens.count else { return false }
        return ["{", "("].contains(file.tokens[end + 1].text)
    }
}
