/// An `import` of a source file.
struct Import: Equatable {
    let module: String
    let line: Int
}

extension SourceFile {
    /// The modules that the file imports, whatever attributes or access levels stand in front.
    var imports: [Import] {
        let kinds: Set = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias", "actor"]
        return tokens.indices.dropLast().compactMap { index in
            guard tokens[index].text == "import" else { return nil }
            let next = tokens[index + 1]
            let module = kinds.contains(next.text) && index + 2 < tokens.count ? tokens[index + 2] : next
            return Import(module: module.text, line: module.line)
        }
    }
}

/// The imports of `file` that its row of the table does not have.
func forbiddenImports(in file: SourceFile, table: [ImportRule]) -> [Violation] {
    guard let rule = table.first(where: { $0.target == file.target }) else { return [] }
    let allowed = rule.ours.union(rule.theirs)
    let ourTargets = Set(table.map(\.target))
    return file.imports.filter { !allowed.contains($0.module) }.map { found in
        let advice =
            ourTargets.contains(found.module)
            ? "imports point to the right and never sideways (ARCHITECTURE.md): move the code, or pass a closure in"
            : "a new module needs a word in Tests/TidyTests/ImportTable.swift, and an ADR if it is a new dependency"
        return Violation(
            path: file.path, line: found.line, message: "\(file.target) may not import \(found.module); \(advice)")
    }
}

/// Rows of the table that break the rule which the table is there to hold.
func crookedRows(in table: [ImportRule], never: [Layer: Set<String>]) -> [String] {
    let layers = Dictionary(uniqueKeysWithValues: table.map { ($0.target, $0.layer) })
    return table.flatMap { rule in
        let crooked = rule.ours.sorted().filter { layers[$0].map { $0 >= rule.layer } ?? true }
        let forbidden = rule.ours.union(rule.theirs).intersection(never[rule.layer] ?? []).sorted()
        return crooked.map { "\(rule.target) → \($0) does not point to the right" }
            + forbidden.map { "\(rule.target) → \($0) is forbidden to a \(rule.layer)" }
    }
}

/// Where the table and the folders in `Sources` differ.
func tableDifferences(targets: Set<String>, table: [ImportRule]) -> [String] {
    let rows = Set(table.map(\.target))
    return targets.subtracting(rows).sorted().map { "Sources/\($0) has no row in ImportTable.swift" }
        + rows.subtracting(targets).sorted().map { "the row of \($0) is stale: there is no Sources/\($0)" }
}
