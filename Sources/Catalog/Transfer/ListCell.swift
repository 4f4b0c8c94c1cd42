import Foundation
import Kernel

/// How a list stands in one cell of a CSV file: its elements parted by ` > ` (the path of a category) or `|` (the rest).
/// Where that would be read back as something else, because an element holds the separator or the first begins with `[`,
/// the cell is a JSON list instead, and whatever begins with `[` is read as one.
enum ListCell {
    static func text(_ elements: [String], separator: String) -> String {
        let plain = elements.joined(separator: separator)
        return !plain.hasPrefix("[") && parts(of: plain, separator) == elements ? plain : JSONColumn.text(elements)
    }

    static func text(_ images: [ProductImage]) -> String {
        guard images.contains(where: { !$0.alt.isEmpty }) else { return text(images.map(\.url), separator: separator) }
        var writer = JSONWriter(capacity: 256)
        writer.images(images)
        return writer.text
    }

    /// The cell as JSON reads it: a list of texts, or what stands in it as JSON.
    /// - Throws: `JSONSyntaxError` for half a JSON list.
    static func elements(_ cell: String, separator: String) throws(JSONSyntaxError) -> JSONValue {
        if cell.hasPrefix("[") { return try JSONValue(parsing: Array(cell.utf8)) }
        return .array(parts(of: cell, separator).map { .string($0) })
    }

    /// The names of a path that is one text: `Printing > toner cartridge`.
    static func names(inPath text: String) -> [String] {
        parts(of: text, Category.pathSeparator)
    }

    private static func parts(of text: String, _ separator: String) -> [String] {
        text.split(separator: separator).map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }

    /// What parts tags, EANs and images.
    static let separator = "|"
}

extension JSONWriter {
    /// A list of pictures: the bare address where there is no alternative text.
    mutating func images(_ images: [ProductImage]) {
        array(images) { writer, image in
            guard !image.alt.isEmpty else { return writer.value(image.url) }
            writer.object { object in
                object.name("url")
                object.value(image.url)
                object.name("alt")
                object.value(image.alt)
            }
        }
    }
}
