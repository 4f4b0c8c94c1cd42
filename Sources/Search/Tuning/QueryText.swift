import Foundation

/// Queries as rules and statistics compare them.
enum QueryText {
    /// The text without case, accents and superfluous spaces: `  Café  CRÈME` is `cafe creme`. Control characters count
    /// as spaces.
    static func normalised(_ text: String) -> String {
        let folded =
            text.utf8.allSatisfy { $0 < 0x80 }
            ? text.lowercased()
            : text.folding(options: [.caseInsensitive, .diacriticInsensitive, .widthInsensitive], locale: nil)
        return folded.split { $0.isWhitespace || ($0.isASCII && ($0.asciiValue ?? 0) < 0x20) || $0 == "\u{7F}" }
            .joined(separator: " ")
    }

    /// Normalised, without empty ones and repetitions, in their order.
    static func distinct(_ texts: [String]) -> [String] {
        var seen: Set<String> = []
        return texts.map(normalised).filter { !$0.isEmpty && seen.insert($0).inserted }
    }
}
