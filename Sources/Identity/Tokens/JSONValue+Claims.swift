import Kernel

extension JSONValue {
    /// The member of that name, when it is an object that has one.
    subscript(name: String) -> JSONValue? {
        members?.first { $0.name == name }?.value
    }

    /// The text, when it is text.
    var text: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    /// The number, when it is a whole one: `12`; also of `12.0` and `1.2e1`, which some write.
    var wholeNumber: Int? {
        guard case .number(let number) = self else { return nil }
        return Int(number) ?? Double(number).flatMap { Int(exactly: $0.rounded(.down)) }
    }

    /// Its truth, when it is `true` or `false`.
    var truth: Bool? {
        guard case .bool(let truth) = self else { return nil }
        return truth
    }

    /// The elements, when it is a list.
    var elements: [JSONValue]? {
        guard case .array(let elements) = self else { return nil }
        return elements
    }
}
