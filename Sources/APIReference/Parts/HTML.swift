/// HTML that is put together by interpolation: literals are markup, text that is spliced in is escaped, and only HTML
/// is spliced in as it is. So nobody can forget to escape, as with `SQL`.
///
/// ```swift
/// let heading: HTML = "<h2 id=\"\(name)\">\(title)</h2>"
/// ```
struct HTML: Sendable, Equatable, ExpressibleByStringInterpolation {
    /// The markup.
    private(set) var markup: String

    init(stringLiteral markup: String) {
        self.markup = markup
    }

    init(stringInterpolation: StringInterpolation) {
        markup = stringInterpolation.markup
    }

    static func + (html: HTML, more: HTML) -> HTML {
        "\(html)\(more)"
    }

    static func += (html: inout HTML, more: HTML) {
        html.markup += more.markup
    }

    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var markup = ""

        init(literalCapacity: Int, interpolationCount: Int) {
            markup.reserveCapacity(literalCapacity + interpolationCount * 16)
        }

        mutating func appendLiteral(_ literal: String) {
            markup += literal
        }

        mutating func appendInterpolation(_ html: HTML) {
            markup += html.markup
        }

        mutating func appendInterpolation(_ parts: [HTML]) {
            for part in parts { markup += part.markup }
        }

        mutating func appendInterpolation(_ text: String) {
            HTML.escape(text, into: &markup)
        }

        mutating func appendInterpolation(_ number: Int) {
            markup += String(number)
        }
    }

    /// Byte by byte: a quote with a combining accent behind it is another *character*, and would pass.
    private static func escape(_ text: String, into markup: inout String) {
        guard text.utf8.contains(where: { reference(for: $0) != nil }) else { return markup += text }
        var escaped: [UInt8] = []
        escaped.reserveCapacity(text.utf8.count + 16)
        for byte in text.utf8 {
            if let reference = reference(for: byte) { escaped += reference.utf8 } else { escaped.append(byte) }
        }
        markup += String(decoding: escaped, as: UTF8.self)
    }

    private static func reference(for byte: UInt8) -> String? {
        switch byte {
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "\""): "&quot;"
        case UInt8(ascii: "'"): "&#39;"
        default: nil
        }
    }
}

extension Sequence {
    /// One piece of HTML for each element.
    func html(_ part: (Element) -> HTML) -> HTML {
        var html: HTML = ""
        for element in self { html += part(element) }
        return html
    }
}

extension String {
    /// The text as the name of a place in a page: letters and digits of ASCII, `-` and `_`, anything else as `-`.
    var anchor: String {
        String(decoding: unicodeScalars.map { $0.isPlain ? UInt8($0.value) : UInt8(ascii: "-") }, as: UTF8.self)
    }
}

extension Unicode.Scalar {
    /// A letter or digit of ASCII, `-` or `_`.
    fileprivate var isPlain: Bool {
        switch self {
        case "a"..."z", "A"..."Z", "0"..."9", "-", "_": true
        default: false
        }
    }
}
