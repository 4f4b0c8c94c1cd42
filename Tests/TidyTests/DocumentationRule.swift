private let declarators: Set = [
    "func", "init", "var", "let", "struct", "class", "enum", "actor", "protocol", "typealias", "subscript", "macro",
]

private let modifiers: Set = [
    "package", "public", "open", "static", "class", "final", "override", "mutating", "nonmutating", "nonisolated",
    "isolated", "required", "convenience", "lazy", "weak", "unowned", "indirect", "dynamic", "prefix", "postfix",
    "infix",
    "private", "fileprivate", "internal", "consuming", "borrowing", "distributed", "optional",
]

/// The `package` and `public` declarations of a file that have no `///` above them. The members of an extension that
/// adds a conformance are documented by their protocol.
func undocumented(in file: SourceFile) -> [Violation] {
    let conformances = conformances(in: file)
    return file.tokens.indices.compactMap { index in
        guard
            ["package", "public", "open"].contains(file.tokens[index].text),
            !conformances.contains(where: { $0.contains(index) }),
            let declarator = declarator(after: index, in: file.tokens)
        else { return nil }
        let start = file.tokens[declarationStart(before: index, in: file.tokens)].line
        guard !file.commentBlock(above: start).contains(where: { $0.hasPrefix("///") }) else { return nil }
        let name = declarator + 1 < file.tokens.count ? file.tokens[declarator + 1].text : ""
        let subject = file.tokens[declarator].text + (name == "(" ? "" : " \(name)")
        return file.violation(
            at: index, "`\(subject)` has no `///` above it: one sentence, then invariants, units and errors")
    }
}

/// The tokens of every `extension Type: Protocol { … }`.
private func conformances(in file: SourceFile) -> [Range<Int>] {
    let partners = file.partnersOfBrackets()
    return file.places(of: ["extension"]).compactMap { start in
        guard
            let open = file.tokens[start...].firstIndex(where: { $0.text == "{" }), let close = partners[open],
            file.tokens[start..<open].prefix(while: { $0.text != "where" }).contains(where: { $0.text == ":" })
        else { return nil }
        return open..<close
    }
}

/// The keyword of the declaration that an access level belongs to; `nil` for an import, an extension, a case, or when
/// the word is no access level here.
private func declarator(after access: Int, in tokens: [Token]) -> Int? {
    var index = access + 1
    while index < tokens.count {
        let text = tokens[index].text
        let isClassMember =
            text == "class" && tokens[(index + 1)...].first.map { declarators.contains($0.text) } == true
        if declarators.contains(text), !isClassMember { return index }
        guard modifiers.contains(text) || ["(", ")", "set", "unsafe", "nonsending"].contains(text) else { return nil }
        index += 1
    }
    return nil
}

/// The first token of the declaration: attributes and modifiers may stand in front of the access level.
private func declarationStart(before access: Int, in tokens: [Token]) -> Int {
    var start = access
    while start > 0 {
        var word = start - 1
        if tokens[word].text == ")" {
            var depth = 0
            repeat {
                if tokens[word].text == ")" { depth += 1 }
                if tokens[word].text == "(" { depth -= 1 }
                word -= 1
            } while depth > 0 && word > 0
        }
        if word > 0, tokens[word - 1].text == "@" {
            start = word - 1
        } else if modifiers.contains(tokens[word].text) {
            start = word
        } else {
            return start
        }
    }
    return start
}
