import Foundation

/// One Swift file of the project, read and split into tokens.
struct SourceFile: Sendable {
    /// From the root of the project: `Sources/Kernel/Money.swift`.
    let path: String
    /// The number of lines.
    let length: Int
    /// The code without comments and without the insides of strings.
    let tokens: [Token]
    /// Comments by line, as written.
    let comments: [Int: String]
    /// The lines that have code on them.
    private let codeLines: Set<Int>

    /// A file of that text; samples in tests are made like this too.
    init(path: String = "Sources/Kernel/Sample.swift", _ text: String) {
        let lexer = Lexer(text)
        self.path = path
        length = text.utf8.count { $0 == UInt8(ascii: "\n") } + (text.isEmpty || text.hasSuffix("\n") ? 0 : 1)
        tokens = lexer.tokens
        comments = lexer.comments
        codeLines = Set(lexer.tokens.map(\.line))
    }

    /// The target that the file belongs to: the folder below `Sources` or `Tests`.
    var target: String {
        path.split(separator: "/").dropFirst().first.map(String.init) ?? ""
    }

    /// The lines of the comment that ends on the line before, last line first; empty when there is none.
    func commentBlock(above line: Int) -> [String] {
        var block: [String] = []
        var above = line - 1
        while let comment = comments[above], !codeLines.contains(above) {
            block.append(comment)
            above -= 1
        }
        return block
    }

    /// Whether a comment that says something, not only a directive to a tool, stands on the line before.
    func isExplained(at line: Int) -> Bool {
        commentBlock(above: line).contains { comment in
            let words = comment.drop { $0 == "/" || $0 == " " }
            return words.count >= 10 && !words.hasPrefix("swift-format-ignore")
        }
    }

    /// Where these tokens follow one another: the index of the first of each run.
    func places(of pattern: [String]) -> [Int] {
        guard tokens.count >= pattern.count else { return [] }
        return (0...tokens.count - pattern.count).filter { start in
            pattern.indices.allSatisfy { tokens[start + $0].text == pattern[$0] }
        }
    }

    /// The complaint about the token at `index`.
    func violation(at index: Int, _ message: String) -> Violation {
        Violation(path: path, line: tokens[index].line, message: message)
    }
}
