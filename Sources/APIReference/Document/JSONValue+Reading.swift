import Kernel

extension JSONValue {
    /// A member, or a member of a member.
    subscript(_ names: String...) -> JSONValue? {
        names.reduce(Optional(self)) { value, name in value?.members?.first { $0.name == name }?.value }
    }

    /// The text, where it is text.
    var text: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    /// The elements, where it is a list.
    var elements: [JSONValue] {
        guard case .array(let elements) = self else { return [] }
        return elements
    }

    /// A value as a reader would write it: text without quotes.
    var plain: String { text ?? compact }

    /// In one line.
    var compact: String {
        var writer = JSONWriter()
        writer.value(self)
        return writer.text
    }

    /// Over several lines, two spaces for each level.
    func pretty(_ indent: String = "") -> String {
        let inner = indent + "  "
        switch self {
        case .array(let elements) where !elements.isEmpty:
            let lines = elements.map { inner + $0.pretty(inner) }
            return "[\n" + lines.joined(separator: ",\n") + "\n\(indent)]"
        case .object(let members) where !members.isEmpty:
            let lines = members.map { inner + JSONValue.string($0.name).compact + ": " + $0.value.pretty(inner) }
            return "{\n" + lines.joined(separator: ",\n") + "\n\(indent)}"
        default: return compact
        }
    }
}
