import Foundation
import Kernel

/// Names longer than a product's may be are cut at a word: suppliers put whole data sheets into them, and one product
/// of the real catalogue would be lost.
enum NameCut {
    private static let limit = 255

    /// Cuts the record's name if it is too long.
    /// - Returns: what to tell the person who imports it.
    static func apply(to record: inout ProductRecord) -> FieldError? {
        guard let name = record.name, name.utf8.count > limit else { return nil }
        let trimmed = name.trimmingCharacters(in: .whitespacesAndNewlines)
        let length = trimmed.unicodeScalars.count
        guard length > limit else { return nil }
        let cut = beginning(of: trimmed)
        record.name = cut
        return FieldError(
            "name", code: "name_cut",
            message: "has \(length) characters; it was cut to \(cut.unicodeScalars.count), at most \(limit) are kept")
    }

    /// As many whole words as fit; as many whole characters when the first word is too long already.
    private static func beginning(of name: String) -> String {
        var length = 0
        var end = name.startIndex
        var endOfWord = name.startIndex
        for index in name.indices {
            if name[index].isWhitespace { endOfWord = index }
            length += name[index].unicodeScalars.count
            guard length <= limit else { break }
            end = name.index(after: index)
        }
        let cut = name[..<(endOfWord > name.startIndex ? endOfWord : end)]
        return cut.trimmingCharacters(in: .whitespacesAndNewlines.union(CharacterSet(charactersIn: ",;:-(/")))
    }
}
