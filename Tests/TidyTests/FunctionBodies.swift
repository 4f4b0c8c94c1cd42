/// A function, initializer, subscript or computed property with a body.
struct FunctionBody: Equatable {
    let name: String
    let line: Int
    /// The lines between the braces, those of nested functions among them.
    let length: Int
}

extension SourceFile {
    /// Every body in the file, outer ones before the nested ones.
    var functionBodies: [FunctionBody] {
        let partners = partnersOfBrackets()
        return tokens.indices.compactMap { index in
            guard
                ["func", "init", "subscript", "deinit", "var"].contains(tokens[index].text),
                index == 0 || tokens[index - 1].text != ".",
                let open = bodyStart(of: index, partners), let close = partners[open]
            else { return nil }
            let length = max(0, tokens[close].line - tokens[open].line - 1)
            return FunctionBody(name: name(of: index), line: tokens[index].line, length: length)
        }
    }

    private func name(of index: Int) -> String {
        guard ["func", "var"].contains(tokens[index].text) else { return tokens[index].text }
        let isName = tokens[(index + 1)...].prefix { $0.text != "(" && $0.text != ":" && $0.text != "<" }
        return isName.isEmpty ? "<" : isName.map(\.text).joined()
    }

    /// The brace that opens the body; `nil` for a stored property and for a requirement of a protocol.
    private func bodyStart(of keyword: Int, _ partners: [Int: Int]) -> Int? {
        tokens[keyword].text == "var" ? accessorStart(of: keyword, partners) : blockStart(of: keyword, partners)
    }

    private func blockStart(of keyword: Int, _ partners: [Int: Int]) -> Int? {
        var index = keyword + 1
        if tokens[keyword].text != "deinit" {
            guard let open = tokens[index...].firstIndex(where: { $0.text == "(" }), let close = partners[open]
            else { return nil }
            index = close + 1
        }
        while index < tokens.count {
            if tokens[index].text == "{" { return index }
            if endsDeclaration(index) { return nil }
            index = (partners[index] ?? index) + 1
        }
        return nil
    }

    /// The accessors of a property begin on the line of its type.
    private func accessorStart(of keyword: Int, _ partners: [Int: Int]) -> Int? {
        var index = keyword + 1
        var hasType = false
        while index < tokens.count, tokens[index].line == tokens[index - 1].line {
            switch tokens[index].text {
            case "{": return hasType ? index : nil
            case "=", ";", "}", "else": return nil
            case ":": hasType = true
            default: break
            }
            index = (partners[index] ?? index) + 1
        }
        return nil
    }

    /// Whether a declaration without a body ends before this token.
    private func endsDeclaration(_ index: Int) -> Bool {
        let beginnings: Set = [
            "func", "init", "var", "let", "subscript", "associatedtype", "typealias", "static", "mutating",
            "nonmutating", "package", "public", "private", "struct", "enum", "class", "actor", "extension", "protocol",
            "case", "@", "#",
        ]
        switch tokens[index].text {
        case "}", ";": return true
        case let text: return tokens[index].line != tokens[index - 1].line && beginnings.contains(text)
        }
    }

    /// For every opening bracket the index of its closing one.
    func partnersOfBrackets() -> [Int: Int] {
        var partners: [Int: Int] = [:]
        var open: [Int] = []
        for (index, token) in tokens.enumerated() {
            switch token.text {
            case "(", "[", "{": open.append(index)
            case ")", "]", "}": if let start = open.popLast() { partners[start] = index }
            default: break
            }
        }
        return partners
    }
}
