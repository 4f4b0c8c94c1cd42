import Kernel

/// One function for each type that a field may have. Each returns a stand-in where it refused the value.
extension RecordFields {
    mutating func text(_ field: String, _ value: JSONValue) -> String? {
        if case .string(let text) = value { return text }
        refuseType(field, value, expected: "text")
        return nil
    }

    /// Text that is often written as a number: an id, a SKU, an EAN.
    mutating func mark(_ field: String, _ value: JSONValue) -> String? {
        switch value {
        case .string(let text): return text
        case .number(let number) where number.utf8.allSatisfy(\.isDigit): return number
        default:
            refuseType(field, value, expected: "text or a whole number")
            return nil
        }
    }

    /// A list of such texts, or a single one.
    mutating func marks(_ field: String, _ value: JSONValue) -> [String] {
        guard case .array(let elements) = value else { return mark(field, value).map { [$0] } ?? [] }
        return elements.enumerated().compactMap { mark("\(field)[\($0)]", $1) }
    }

    /// A price in its own spelling, number or text, so that it is read exactly.
    mutating func decimal(_ field: String, _ value: JSONValue) -> String? {
        switch value {
        case .string(let text), .number(let text): return text
        default:
            refuseType(field, value, expected: "a decimal number")
            return nil
        }
    }

    mutating func number(_ field: String, _ value: JSONValue) -> Double? {
        if case .number(let text) = value { return number(field, spelled: text) }
        refuseType(field, value, expected: "a number")
        return nil
    }

    /// A finite number in decimal spelling.
    mutating func number(_ field: String, spelled text: String) -> Double? {
        if let number = Double(text), number.isFinite { return number }
        refuse(field, "not_a_number", "must be a number such as 4.5, is \(text.prefix(40))")
        return nil
    }

    mutating func count(_ field: String, _ value: JSONValue) -> Int? {
        guard case .number(let text) = value else {
            refuseType(field, value, expected: "a whole number")
            return nil
        }
        return count(field, spelled: text)
    }

    /// A whole number of 0 or more in decimal spelling.
    mutating func count(_ field: String, spelled text: String) -> Int? {
        if let count = Int(text) ?? Double(text).flatMap({ Int(exactly: $0) }), !text.hasPrefix("-") { return count }
        refuse(field, "not_a_count", "must be a whole number of 0 or more, is \(text.prefix(40))")
        return nil
    }

    mutating func list(_ field: String, _ value: JSONValue) -> [JSONValue] {
        if case .array(let elements) = value { return elements }
        refuseType(field, value, expected: "a list")
        return []
    }

    mutating func members(_ field: String, _ value: JSONValue) -> [JSONValue.Member] {
        if let members = value.members { return members }
        refuseType(field, value, expected: "an object")
        return []
    }

    /// A path of names from the root, as a list or as text with ` > `. A single name is a root, never a slug.
    mutating func category(_ field: String, _ value: JSONValue) -> CategoryAddress? {
        if case .string(let text) = value { return .path(ListCell.names(inPath: text)) }
        return .path(list(field, value).enumerated().compactMap { text("\(field)[\($0)]", $1) })
    }

    mutating func attributes(_ field: String, _ value: JSONValue) -> [String: AttributeValue] {
        var attributes: [String: AttributeValue] = [:]
        for member in members(field, value) where member.value != .null {
            if let attribute = AttributeValue(member.value) {
                attributes[member.name] = attribute
            } else {
                refuseType("\(field).\(member.name)", member.value, expected: "text, a number, true or false")
            }
        }
        return attributes
    }

    mutating func options(_ field: String, _ value: JSONValue) -> [String: String] {
        var options: [String: String] = [:]
        for member in members(field, value) where member.value != .null {
            options[member.name] = mark("\(field).\(member.name)", member.value)
        }
        return options
    }

    /// A list of addresses or of `{url, alt}`, or a single one of either.
    mutating func images(_ field: String, _ value: JSONValue) -> [ProductImage] {
        guard case .array(let elements) = value else { return image(field, value).map { [$0] } ?? [] }
        return elements.enumerated().compactMap { image("\(field)[\($0)]", $1) }
    }

    private mutating func image(_ field: String, _ value: JSONValue) -> ProductImage? {
        if case .string(let url) = value { return ProductImage(url: url, alt: "") }
        guard case .object(let members) = value else {
            refuseType(field, value, expected: "an address or an object with url and alt")
            return nil
        }
        var parts: [String: String] = [:]
        for member in members where member.value != .null {
            parts[member.name] = text("\(field).\(member.name)", member.value)
        }
        return ProductImage(url: parts["url"] ?? "", alt: parts["alt"] ?? "")
    }

    private mutating func refuseType(_ field: String, _ value: JSONValue, expected: String) {
        refuse(field, "wrong_type", "must be \(expected), is \(value.kindName)")
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
}
