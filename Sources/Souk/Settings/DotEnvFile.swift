import Foundation

/// A `.env` file: lines of `NAME=VALUE`.
///
/// Comments begin with `#`, at the start of a line or behind a space; `export` may stand before the name. A value in
/// single quotes is taken as it is; in double quotes `\n`, `\t`, `\"`, `\\` and `\$` are escapes. Nothing is expanded:
/// `$HOME` is five characters. A value ends with its line. A name that stands twice is refused.
struct DotEnvFile: Sendable {
    let name: String
    private let values: [String: (text: String, line: Int)]

    /// - Throws: `SettingsFileError` with the line.
    init(_ text: String, name: String) throws(SettingsFileError) {
        var values: [String: (text: String, line: Int)] = [:]
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, line) in lines.enumerated() {
            do throws(DotEnvLine.Refusal) {
                guard let (variable, value) = try DotEnvLine.parse(line) else { continue }
                if let first = values[variable] {
                    throw DotEnvLine.Refusal(explanation: "\(variable) stands in line \(first.line) already")
                }
                values[variable] = (value, index + 1)
            } catch {
                throw SettingsFileError(description: "\(name) line \(index + 1): \(error.explanation)")
            }
        }
        (self.name, self.values) = (name, values)
    }

    var names: [String] { values.keys.sorted() }

    func find(_ variable: String) -> SettingsSources.Found? {
        values[variable].map { SettingsSources.Found($0.text, .dotEnv(file: name, line: $0.line)) }
    }
}

/// One line of a `.env` file.
private enum DotEnvLine {
    struct Refusal: Error {
        let explanation: String
    }

    /// Name and value; `nil` for an empty line and a comment.
    static func parse(_ line: Substring) throws(Refusal) -> (name: String, value: String)? {
        var rest = line.drop { $0.isWhitespace || $0 == "\u{FEFF}" }
        guard let first = rest.first, first != "#" else { return nil }
        if rest.hasPrefix("export ") || rest.hasPrefix("export\t") {
            rest = rest.dropFirst("export".count).drop(while: \.isWhitespace)
        }
        let name = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
        rest = rest.dropFirst(name.count)
        guard let initial = name.first, !initial.isNumber, rest.first == "=" else {
            throw Refusal(explanation: "NAME=VALUE is wanted, the name of letters, digits and _, no space before =")
        }
        return (String(name), try value(rest.dropFirst().drop(while: \.isWhitespace)))
    }

    private static func value(_ text: Substring) throws(Refusal) -> String {
        guard let quote = text.first, quote == "\"" || quote == "'" else { return plain(text) }
        var value = ""
        var rest = text.dropFirst()
        while let character = rest.popFirst() {
            if character == quote {
                let behind = rest.drop(while: \.isWhitespace)
                guard behind.isEmpty || behind.hasPrefix("#") else {
                    throw Refusal(explanation: "something stands behind the closing quote")
                }
                return value
            }
            value.append(quote == "\"" && character == "\\" ? try escaped(rest.popFirst()) : character)
        }
        throw Refusal(explanation: "the quote is not closed on this line")
    }

    private static func escaped(_ character: Character?) throws(Refusal) -> Character {
        switch character {
        case "n": "\n"
        case "t": "\t"
        case "r": "\r"
        case "\"", "\\", "$": character ?? "\\"
        default: throw Refusal(explanation: "in double quotes a \\ may stand before n, t, r, \", \\ and $ only")
        }
    }

    /// Up to a comment, which has a space before it: `a#b` is a value.
    private static func plain(_ text: Substring) -> String {
        var end = text.startIndex
        var before: Character = " "
        for index in text.indices {
            if text[index] == "#", before.isWhitespace { break }
            before = text[index]
            if !before.isWhitespace { end = text.index(after: index) }
        }
        return String(text[..<end])
    }
}
