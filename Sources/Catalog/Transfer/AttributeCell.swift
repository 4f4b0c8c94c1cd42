import Kernel

/// How the value of an attribute stands in one cell of a CSV file, so that its type comes back with it.
///
/// `true` and `false` are flags. A number is a number in its canonical spelling only, the shortest one (`23000`, `0.5`,
/// not `23000.0` or `+5`): everything else is text as it stands. Text that would be taken for one of these, or begins
/// with a double quote, is written as a JSON string: `"23000"`.
enum AttributeCell {
    static func text(_ value: AttributeValue) -> String {
        guard case .text(let text) = value, isTakenForAnother(text) else { return value.text }
        var writer = JSONWriter(capacity: text.utf8.count + 16)
        writer.value(text)
        return writer.text
    }

    static func value(_ cell: String) -> AttributeValue {
        if cell.hasPrefix("\""), case .string(let text)? = try? JSONValue(parsing: Array(cell.utf8)) {
            return .text(text)
        }
        switch cell {
        case "true": return .flag(true)
        case "false": return .flag(false)
        default: return canonicalNumber(cell).map { .number($0) } ?? .text(cell)
        }
    }

    private static func isTakenForAnother(_ text: String) -> Bool {
        text.hasPrefix("\"") || text == "true" || text == "false" || canonicalNumber(text) != nil
    }

    private static func canonicalNumber(_ text: String) -> Double? {
        guard let first = text.utf8.first, first == UInt8(ascii: "-") || (0x30...0x39).contains(first),
            let number = Double(text), number.isFinite, number.shortestJSON == text
        else { return nil }
        return number
    }
}
