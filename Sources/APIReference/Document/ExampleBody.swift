import Kernel

/// A body that could be sent: the document's example, or one made of the schema with the values that the example of the
/// answer has under the same names.
struct ExampleBody {
    let document: APIDocument

    /// The example; `nil` when nothing is sent, or a file.
    func value(of operation: APIOperation) -> JSONValue? {
        guard let body = operation.body, body.type == "application/json" else { return nil }
        if let example = body.example { return example }
        let whole = value(body.schema, hint: operation.success?.example, depth: 0)
        // A partial update of everything would overwrite everything: one member shows how it is done.
        guard operation.method == "PATCH", let members = whole.members, members.count > 1 else { return whole }
        return .object([members[0]])
    }

    private func value(_ schema: JSONValue, hint: JSONValue?, depth: Int) -> JSONValue {
        let schema = document.resolve(schema)
        if let example = schema["example"] ?? schema["examples"]?.elements.first { return example }
        if let choice = (schema["anyOf"] ?? schema["oneOf"])?.elements.first {
            return value(choice, hint: hint, depth: depth + 1)
        }
        switch kind(of: schema) {
        case "object": return object(schema, hint, depth)
        case "array":
            let items = schema["items"] ?? .object([])
            let hints = (hint?.elements ?? []).prefix(2)
            return .array(hints.map { value(items, hint: $0, depth: depth + 1) })
        case let kind: return leaf(schema, kind, hint)
        }
    }

    private func object(_ schema: JSONValue, _ hint: JSONValue?, _ depth: Int) -> JSONValue {
        guard let properties = schema["properties"]?.members else {
            return .object(hint?.members ?? [])
        }
        let required = Set((schema["required"]?.elements ?? []).compactMap(\.text))
        let members = properties.compactMap { property -> JSONValue.Member? in
            let hinted = hint?[property.name]
            let isReference = document.resolve(property.value)["format"]?.text == "uuid"
            guard required.contains(property.name) || hinted != nil && hinted != .null && !isReference, depth < 6
            else { return nil }
            return JSONValue.Member(property.name, value(property.value, hint: hinted, depth: depth + 1))
        }
        if members.isEmpty, let first = properties.first, depth == 0 {
            return .object([JSONValue.Member(first.name, value(first.value, hint: nil, depth: 1))])
        }
        return .object(members)
    }

    private func leaf(_ schema: JSONValue, _ kind: String?, _ hint: JSONValue?) -> JSONValue {
        if let choices = schema["enum"]?.elements, let first = choices.first {
            return hint.map { choices.contains($0) ? $0 : first } ?? first
        }
        switch (kind, hint) {
        case (nil, _?), ("string", .string?), ("integer", .number?), ("number", .number?), ("boolean", .bool?):
            return hint ?? .null
        case ("integer", _), ("number", _): return schema["default"] ?? schema["minimum"] ?? .number("1")
        case ("boolean", _): return schema["default"] ?? .bool(true)
        case (nil, _): return .null
        default: return schema["default"] ?? .string(ExampleBody.text(schema["format"]?.text))
        }
    }

    private static func text(_ format: String?) -> String {
        switch format {
        case "uuid": "01890a5d-ac96-774b-bcce-b302099a8057"
        case "date-time": "2026-01-02T03:04:05Z"
        case "date": "2026-01-02"
        case "email": "ada@example.com"
        case "uri": "https://example.com/"
        default: "text"
        }
    }

    /// The first type that is not null.
    private func kind(of schema: JSONValue) -> String? {
        schema["type"]?.text ?? schema["type"]?.elements.compactMap(\.text).first { $0 != "null" }
    }
}
