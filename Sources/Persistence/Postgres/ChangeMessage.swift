/// What one node tells the others in a notification: a line with who speaks, then `name subject` for each thing, or `*`.
struct ChangeMessage: Equatable {
    /// PostgreSQL takes payloads below 8,000 bytes.
    static let limit = 7_000

    let sender: String
    let changes: ChangeSignal.Changes

    init(sender: String, _ changes: ChangeSignal.Changes) {
        (self.sender, self.changes) = (sender, changes)
    }

    /// What cannot be read comes from a souk of another version, or from somebody else: anything may have changed.
    init(text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        sender = lines.first.map(String.init) ?? ""
        let things = lines.dropFirst().map { line -> ChangedThing? in
            guard let space = line.firstIndex(of: " ") else { return nil }
            return ChangedThing(name: String(line[..<space]), subject: String(line[line.index(after: space)...]))
        }
        let named = things.compactMap(\.self)
        changes = named.isEmpty || named.count < things.count ? .everything : .events(named)
    }

    var text: String {
        switch changes {
        case .everything: "\(sender)\n*"
        case .events(let things): ([sender] + things.map(Self.line)).joined(separator: "\n")
        }
    }

    /// `nil` for what would be read as something else.
    static func size(of thing: ChangedThing) -> Int? {
        let isPlain = !thing.name.contains { $0.isWhitespace } && !thing.subject.contains { $0.isNewline || $0 == "\0" }
        return isPlain ? line(thing).utf8.count + 1 : nil
    }

    private static func line(_ thing: ChangedThing) -> String {
        "\(thing.name) \(thing.subject)"
    }
}

/// What the other nodes have not been told yet: at most one message, whatever happens meanwhile.
struct UntoldChanges {
    private var things: Set<ChangedThing> = []
    /// 64 for the sender's line.
    private var size = 64
    private var isEverything = false

    mutating func add(_ changes: ChangeSignal.Changes) {
        switch changes {
        case .everything: addEverything()
        case .events(let things): for thing in things where !isEverything { add(thing) }
        }
    }

    /// Everything, and none is left.
    mutating func take() -> ChangeSignal.Changes? {
        defer { self = UntoldChanges() }
        if isEverything { return .everything }
        return things.isEmpty ? nil : .events(Array(things))
    }

    private mutating func add(_ thing: ChangedThing) {
        guard !things.contains(thing) else { return }
        guard let more = ChangeMessage.size(of: thing), size + more <= ChangeMessage.limit else {
            return addEverything()
        }
        things.insert(thing)
        size += more
    }

    private mutating func addEverything() {
        (things, size, isEverything) = ([], 0, true)
    }
}
