/// The part of CommonMark that descriptions use: paragraphs, lists, code, bold and links to the web. Everything else,
/// HTML above all, is text.
struct Markdown {
    private let lines: [Substring]

    /// The text as HTML.
    static func html(_ text: String) -> HTML {
        Markdown(lines: text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)).blocks
    }

    /// One line's worth, without a paragraph around it.
    static func inline(_ text: String) -> HTML {
        Inline(text[...]).html
    }

    private var blocks: HTML {
        var html: HTML = ""
        var rest = lines[...]
        while let line = rest.first {
            if line.allSatisfy(\.isWhitespace) {
                rest = rest.dropFirst()
            } else if line.hasPrefix("```") {
                let code = rest.dropFirst().prefix { !$0.hasPrefix("```") }
                rest = rest.dropFirst(code.count + 2)
                html += "<pre><code>\(code.joined(separator: "\n"))</code></pre>\n"
            } else if Markdown.item(line) != nil {
                let items = rest.prefix { Markdown.item($0) != nil }
                rest = rest.dropFirst(items.count)
                html += "<ul>\(items.html { "<li>\(Inline(Markdown.item($0) ?? "").html)</li>" })</ul>\n"
            } else {
                let paragraph = rest.prefix {
                    !$0.allSatisfy(\.isWhitespace) && !$0.hasPrefix("```") && Markdown.item($0) == nil
                }
                rest = rest.dropFirst(paragraph.count)
                html += "<p>\(Inline(paragraph.joined(separator: " ")[...]).html)</p>\n"
            }
        }
        return html
    }

    /// What stands behind `- ` or `* `, or behind `1. `.
    private static func item(_ line: Substring) -> Substring? {
        for mark in ["- ", "* "] where line.hasPrefix(mark) { return line.dropFirst(2) }
        let digits = line.prefix { $0.isASCII && $0.isNumber }
        guard (1...3).contains(digits.count), line.dropFirst(digits.count).hasPrefix(". ") else { return nil }
        return line.dropFirst(digits.count + 2)
    }
}

/// `code`, **bold** and [links](https://…) within a line. A mark without its end is text.
private struct Inline {
    private let text: Substring

    init(_ text: Substring) {
        self.text = text
    }

    var html: HTML {
        var html: HTML = ""
        var rest = text
        while let start = rest.firstIndex(where: { "`*[".contains($0) }) {
            html += "\(String(rest[..<start]))"
            rest = rest[start...]
            if let (part, end) = Inline.code(rest) ?? Inline.bold(rest) ?? Inline.link(rest) {
                html += part
                rest = rest[end...]
            } else {
                html += "\(String(rest.prefix(1)))"
                rest = rest.dropFirst()
            }
        }
        return "\(html)\(String(rest))"
    }

    private static func code(_ text: Substring) -> (HTML, Substring.Index)? {
        guard text.hasPrefix("`"), let end = text.dropFirst().firstIndex(of: "`"),
            end > text.index(after: text.startIndex)
        else { return nil }
        return ("<code>\(String(text[..<end].dropFirst()))</code>", text.index(after: end))
    }

    private static func bold(_ text: Substring) -> (HTML, Substring.Index)? {
        guard text.hasPrefix("**"), let end = text.dropFirst(2).firstRange(of: "**"),
            end.lowerBound > text.index(text.startIndex, offsetBy: 2)
        else { return nil }
        return ("<strong>\(String(text[..<end.lowerBound].dropFirst(2)))</strong>", end.upperBound)
    }

    private static func link(_ text: Substring) -> (HTML, Substring.Index)? {
        guard let match = text.prefixMatch(of: /\[([^\[\]]+)\]\((https?:\/\/[^\s()<>"']+)\)/) else { return nil }
        return ("<a href=\"\(String(match.2))\" rel=\"noopener\">\(String(match.1))</a>", match.range.upperBound)
    }
}
