extension Demo {
    /// Text with placeholders: `{colour}` as it is, `{a colour}` with its article, `{A colour}` with a capital article,
    /// `{^colour}` with a capital letter.
    struct Template: Sendable {
        private enum Part: Sendable {
            case text(Substring)
            case placeholder(prefix: Substring, name: String)
        }

        private let parts: [Part]

        init(_ text: String) {
            parts = text.split(separator: "{", omittingEmptySubsequences: false).enumerated().flatMap { index, piece in
                guard index > 0, let end = piece.firstIndex(of: "}") else { return [Part.text(piece)] }
                return [Template.placeholder(piece[..<end]), .text(piece[piece.index(after: end)...])]
            }
        }

        private static func placeholder(_ inner: Substring) -> Part {
            let isCapital = inner.hasPrefix("^")
            let hasArticle = inner.hasPrefix("a ") || inner.hasPrefix("A ")
            let length = isCapital ? 1 : hasArticle ? 2 : 0
            return .placeholder(prefix: inner.prefix(length), name: String(inner.dropFirst(length)))
        }

        /// What must be known to fill it.
        var placeholders: [String] {
            parts.compactMap { part in
                guard case .placeholder(_, let name) = part else { return nil }
                return name
            }
        }

        /// The text with everything filled in; `nil` when something is not known.
        func filled(_ word: (String) -> String?) -> String? {
            var text = ""
            for part in parts {
                switch part {
                case .text(let piece): text += piece
                case .placeholder(let prefix, let name):
                    guard let value = word(name) else { return nil }
                    text += Template.dress(value, prefix)
                }
            }
            return text
        }

        private static func dress(_ value: String, _ prefix: Substring) -> String {
            switch prefix {
            case "^": value.capitalisedFirst
            case "a ": "\(article(for: value)) \(value)"
            case "A ": "\(article(for: value).capitalisedFirst) \(value)"
            default: value
            }
        }

        /// By sound as far as our words go: an LED lamp, a USB hub, an 8-piece set, a unisex shirt.
        static func article(for word: String) -> String {
            let soundsLikeYou = ["US", "uni", "use", "one", "ute"].contains { word.hasPrefix($0) }
            if soundsLikeYou { return "a" }
            return ["LED", "8", "11", "18", "hour", "honest"].contains { word.hasPrefix($0) }
                || word.first.map { "aeiouAEIOU".contains($0) } == true ? "an" : "a"
        }
    }
}

extension String {
    /// With a capital first letter.
    var capitalisedFirst: String {
        prefix(1).uppercased() + dropFirst()
    }

    /// The way a title's words stand in the middle of a sentence: `Cast-Iron Skillet` → `cast-iron skillet`, while
    /// `LED`, `USB-C` and names of places stay.
    var inSentence: String {
        split(separator: " ", omittingEmptySubsequences: false).map { word in
            word.split(separator: "-", omittingEmptySubsequences: false).map(\.uncapitalisedWord).joined(separator: "-")
        }.joined(separator: " ")
    }
}

private let properNames = [
    "Bluetooth", "Hz", "Wi", "Fi", "English", "French", "Dutch", "Japanese", "Turkish", "Oxford", "Nordic",
    "Mediterranean",
    "Alpine", "Chelsea", "Swiss", "Hudson", "Chesterfield", "Monstera", "Italian", "Moroccan",
]

extension Substring {
    /// Abbreviations have capitals beyond the first letter or digits, and stay.
    fileprivate var uncapitalisedWord: String {
        let isAbbreviation = count < 2 || dropFirst().contains { $0.isUppercase || $0.isNumber }
        return isAbbreviation || properNames.contains(String(self)) ? String(self) : lowercased()
    }
}
