import Kernel

/// A setting as it was declared, and what it is now.
package struct SettingEntry: Sendable {
    /// Its name in the environment: `SOUK_PORT`.
    package let name: String
    /// Its name in the settings file: `server.port`.
    package let path: String
    /// What it is, secrets masked; `nil` when it is not set.
    package let value: String?
    /// Where that comes from.
    package let source: SettingSource
    /// What it is when nobody sets it, as text; `nil` when it is then not set.
    package let preset: String?
    /// What is allowed, as a noun phrase.
    package let allowed: String
    /// What it is for, one sentence or two.
    package let help: String
    /// Whether its value is hidden, wholly or in part.
    package let isSecret: Bool
    /// Whether the settings file may give it as a list.
    package let isList: Bool
}

/// Reads settings one after the other. Each is declared where it is read, and nowhere else: a name, a place in the
/// settings file, what is allowed, what holds when nobody says anything, and a sentence.
struct SettingsReader {
    private let sources: SettingsSources
    private(set) var entries: [SettingEntry] = []
    private(set) var problems: [String] = []
    private(set) var notes: [String] = []

    init(_ sources: SettingsSources) {
        self.sources = sources
    }

    /// The value of a setting: the first source's, or `preset`. What is not allowed is noted, so that all mistakes are
    /// told at once.
    mutating func callAsFunction<Value>(
        _ name: String, _ path: String, _ kind: SettingKind<Value>, _ preset: Value, _ help: String,
        mask: SettingMask = .nothing
    ) -> Value {
        let found = sources.find(name, path)
        let value = found.flatMap { check($0, name, kind, mask) } ?? preset
        entries.append(
            SettingEntry(
                name: name, path: path, value: kind.write(value).map(mask.show), source: found?.source ?? .preset,
                preset: kind.write(preset), allowed: kind.allowed, help: help, isSecret: mask != .nothing,
                isList: kind.isList))
        return value
    }

    /// The same for a setting that may be missing.
    mutating func callAsFunction<Value>(
        _ name: String, _ path: String, _ kind: SettingKind<Value>, _ help: String, mask: SettingMask = .nothing
    ) -> Value? {
        self(name, path, kind.orNothing, nil, help, mask: mask)
    }

    /// What stands between these two in names that somebody set in the environment or the `.env` file: for settings of
    /// which there may be any number.
    func names(between prefix: String, and suffix: String) -> [String] {
        let names = Array(sources.environment.keys) + (sources.dotEnv?.names ?? [])
        let middles = names.compactMap { name -> String? in
            guard name.hasPrefix(prefix), name.hasSuffix(suffix), name.count > prefix.count + suffix.count else {
                return nil
            }
            return String(name.dropFirst(prefix.count).dropLast(suffix.count))
        }
        return middles.filter(SettingsReader.isWord)
    }

    /// The names of groups within that one in the settings file, in small letters.
    func names(below group: String) -> [String] {
        let names = (sources.file?.paths ?? []).filter { $0.hasPrefix(group + ".") }
            .compactMap { $0.dropFirst(group.count + 1).split(separator: ".").first.map { String($0) } }
        return Set(names).filter { SettingsReader.isWord($0) && $0 == $0.lowercased() }.sorted()
    }

    private static func isWord(_ name: String) -> Bool {
        name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
    }

    /// Notes what is allowed but does nothing.
    mutating func warn(_ note: String) {
        notes.append(note)
    }

    /// Notes what is wrong with settings that are each allowed but do not go together.
    mutating func refuse(_ problem: String) {
        problems.append(problem)
    }

    private mutating func check<Value>(
        _ found: SettingsSources.Found, _ name: String, _ kind: SettingKind<Value>, _ mask: SettingMask
    ) -> Value? {
        if (!found.isList || kind.isList), let value = kind.read(found.text) { return value }
        let isShown = mask == .nothing && !found.isList
        let shown = isShown ? ", is \"\(found.text.prefix(200))\"" : found.isList && !kind.isList ? ", is a list" : ""
        problems.append("\(name) must be \(kind.allowed)\(shown) (\(found.source))")
        return nil
    }
}

extension SettingsReader {
    /// What no setting is called: an error in the settings file, which is ours alone.
    mutating func refuseUnknownPaths() {
        let known = entries.map(\.path)
        guard let file = sources.file else { return }
        for path in file.paths where !known.contains(path) {
            let place = file.source(of: path)?.description ?? file.name
            if let member = known.first(where: { $0.hasPrefix(path + ".") }) {
                problems.append("\(place): \(path) is a group of settings, like \(member)")
            } else if path.hasPrefix("identity.providers.") {
                let words = "a provider has a name of small letters and digits, and issuer, client_id and client_secret"
                problems.append("\(place): there is no setting \(path): \(words)")
            } else {
                problems.append("\(place): there is no setting \(path)\(Self.suggestion(for: path, among: known))")
            }
        }
    }

    /// What looks like a setting of ours and is none: a warning, since another version may know it.
    func unknownNames() -> [String] {
        let known = Set(entries.map(\.name)).union(SettingsReader.otherNames)
        let unknown = { (name: String) in
            let isPrefixed = name.hasPrefix("SOUK_") && !name.hasPrefix("SOUK_TEST_") || name.hasPrefix("OIDC_")
            return isPrefixed && !known.contains(name) || SettingsReader.laterNames.contains(name)
        }
        let inEnvironment = sources.environment.keys.filter(unknown).sorted().map { ($0, "environment") }
        let inFile = (sources.dotEnv?.names ?? []).filter(unknown).map { name in
            (name, sources.dotEnv?.find(name)?.source.description ?? "")
        }
        return (inEnvironment + inFile).map { name, place in
            let reason =
                SettingsReader.laterNames.contains(name)
                ? "this version does not use it yet"
                : name.hasPrefix("OIDC_")
                    ? "a provider has OIDC_NAME_ISSUER, _CLIENT_ID and _CLIENT_SECRET, its NAME of letters and digits"
                    : "there is no such setting\(Self.suggestion(for: name, among: known.sorted()))"
            return "\(name) has no effect (\(place)): \(reason)"
        }
    }

    /// What later versions are to find their services by: whoever sets one thinks that it is used.
    private static let laterNames: Set = ["REDIS_URL", "SEARCH_URL"]

    /// Names that say where settings are, and those of our scripts.
    private static let otherNames: Set = ["SOUK_ENV_FILE", "SOUK_CONFIG", "SOUK_BUILD", "SOUK_BINARY", "SOUK_COMMIT"]

    private static func suggestion(for name: String, among known: [String]) -> String {
        let nearest = known.map { ($0, EditDistance.between(name, $0)) }.min { $0.1 < $1.1 }
        guard let (candidate, distance) = nearest, distance <= max(2, name.count / 3) else { return "" }
        return "; is \(candidate) meant?"
    }
}

/// How far two names are apart.
enum EditDistance {
    /// Insertions, removals and replacements of characters that make one of the other (Levenshtein 1966).
    static func between(_ left: String, _ right: String) -> Int {
        let right = Array(right)
        var row = Array(0...right.count)
        for (index, character) in left.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in right.indices {
                let replaced = diagonal + (character == right[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(replaced, diagonal + 1, row[column] + 1)
            }
        }
        return row[right.count]
    }
}
