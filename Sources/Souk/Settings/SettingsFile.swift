import Yams

/// The settings file in YAML: groups of names, `server: {host: …}`, each value with its place.
struct SettingsFile: Sendable {
    let name: String
    private var leaves: [String: Leaf] = [:]

    /// A value and where it stands.
    private struct Leaf: Sendable {
        let text: String
        let isList: Bool
        let line: Int
        let column: Int
    }

    /// Deeper than any name of ours; aliases make a tree out of a short text.
    private static let maximumDepth = 8

    /// - Throws: `SettingsFileError` with line and column.
    init(_ text: String, name: String) throws(SettingsFileError) {
        self.name = name
        do {
            // An empty file, or one of comments only, has no document.
            guard let root = try Yams.compose(yaml: text), !root.isNothing else { return }
            guard root.mapping != nil else {
                throw SettingsFileError(description: "\(name) must hold names and values, like `server: {port: 8080}`")
            }
            try add(root, at: [])
        } catch let error as SettingsFileError {
            throw error
        } catch {
            throw SettingsFileError(description: SettingsFile.explain(error, name))
        }
    }

    var paths: [String] { leaves.keys.sorted() }

    func find(_ path: String) -> SettingsSources.Found? {
        leaves[path].map { SettingsSources.Found($0.text, isList: $0.isList, source(of: $0)) }
    }

    /// Where a value stands.
    func source(of path: String) -> SettingSource? {
        leaves[path].map { source(of: $0) }
    }

    private func source(of leaf: Leaf) -> SettingSource {
        .file(name, line: leaf.line, column: leaf.column)
    }

    private mutating func add(_ node: Node, at path: [String]) throws(SettingsFileError) {
        guard path.count <= SettingsFile.maximumDepth else { throw wrong(node, "the names are nested too deeply") }
        guard let mapping = node.mapping else { return try addLeaf(node, at: path) }
        for (key, value) in mapping {
            guard let name = key.scalar?.string else { throw wrong(key, "a name must be plain text") }
            try add(value, at: path + [name])
        }
    }

    private mutating func addLeaf(_ node: Node, at path: [String]) throws(SettingsFileError) {
        guard !node.isNothing else { return }
        let name = path.joined(separator: ".")
        let items = try node.sequence.map { sequence throws(SettingsFileError) in try texts(of: sequence, name) }
        let text = items?.joined(separator: ",") ?? node.scalar?.string ?? ""
        leaves[name] = Leaf(
            text: text, isList: items != nil, line: node.mark?.line ?? 0, column: node.mark?.column ?? 0)
    }

    private func texts(of sequence: Node.Sequence, _ name: String) throws(SettingsFileError) -> [String] {
        var texts: [String] = []
        for item in sequence {
            guard let text = item.scalar?.string else { throw wrong(item, "\(name) must be a list of single values") }
            texts.append(text)
        }
        return texts
    }

    private func wrong(_ node: Node, _ reason: String) -> SettingsFileError {
        let place = node.mark.map { " line \($0.line), column \($0.column)" } ?? ""
        return SettingsFileError(description: "\(name)\(place): \(reason)")
    }

    /// The parser's reason and place, without the text around it, which may hold a password.
    private static func explain(_ error: any Error, _ name: String) -> String {
        switch error as? YamlError {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            "\(name) line \(mark.line), column \(mark.column): this is no YAML: \(problem)"
        case .duplicatedKeysInMapping(let duplicates, _):
            "\(name): a name stands twice: \(duplicates.map { String(describing: $0) }.sorted().joined(separator: ", "))"
        default: "\(name) cannot be read as YAML"
        }
    }
}

extension Node {
    /// `~`, `null`, or nothing behind the colon.
    fileprivate var isNothing: Bool {
        guard let scalar, scalar.style == .plain || scalar.style == .any else { return false }
        return ["", "~", "null"].contains(scalar.string)
    }
}
