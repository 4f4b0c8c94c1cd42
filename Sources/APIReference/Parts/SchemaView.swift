import Kernel

/// Schemas as lists of their members.
///
/// A schema that stands among the components is written once, in its own section; elsewhere there is a link, which the
/// script opens in place. So a page grows with the number of schemas, not with their uses, and circles do no harm.
struct SchemaView {
    let document: APIDocument

    /// The members of an object, or of the objects that a list has; nothing for plain values.
    func members(_ schema: JSONValue) -> HTML {
        let schema = document.resolve(schema)
        let required = Set((schema["required"]?.elements ?? []).compactMap(\.text))
        let rows = (schema["properties"]?.members ?? []).html { property in
            row(property.name, property.value, isRequired: required.contains(property.name))
        }
        let others = alternatives(schema)
        guard rows != "" || others != "" else { return inner(schema) }
        return "<ul class=\"members\">\(rows)\(others)</ul>"
    }

    /// One member, or one parameter.
    func row(_ name: String, _ schema: JSONValue, isRequired: Bool, description: String? = nil) -> HTML {
        let words = description ?? schema["description"]?.text ?? ""
        return """
            <li><p class="name"><code>\(name)</code> <span class="type">\(kind(schema))</span>\
            \(isRequired ? " <span class=\"required\">required</span>" : "" as HTML)</p>
            \(Markdown.html(words))\(limits(schema))\(nested(schema))</li>

            """
    }

    /// What it is, in words: `list of Variant`, `text (uuid) or null`.
    func kind(_ schema: JSONValue) -> HTML {
        if let reference = SchemaView.reference(schema) {
            return "<a href=\"/redoc#schema-\(reference.anchor)\">\(reference)</a>"
        }
        if let choices = (schema["anyOf"] ?? schema["oneOf"])?.elements {
            return joined(choices.map(kind), " or ")
        }
        let names = schema["type"].map { $0.text.map { [$0] } ?? $0.elements.compactMap(\.text) } ?? []
        return names.isEmpty ? "any" : joined(names.map { named($0, schema) }, " or ")
    }

    private func named(_ name: String, _ schema: JSONValue) -> HTML {
        switch name {
        case "array": "list of \(kind(schema["items"] ?? .object([])))"
        case "object":
            if let values = schema["additionalProperties"], values.members != nil {
                "object of \(kind(values))"
            } else {
                "object"
            }
        case "string": schema["format"]?.text.map { "string (\($0))" } ?? "string"
        default: "\(name)"
        }
    }

    /// What is allowed: ranges, lengths, choices, and what is taken when it is missing.
    func limits(_ schema: JSONValue) -> HTML {
        var facts: [HTML] = []
        if let choices = schema["enum"]?.elements {
            facts.append("One of \(joined(choices.map { "<code>\($0.plain)</code>" }, ", "))")
        }
        if let span = range(schema, "minimum", "maximum") { facts.append("\(span)") }
        if let span = range(schema, "minLength", "maxLength") { facts.append("\(span) characters") }
        if let span = range(schema, "minItems", "maxItems") { facts.append("\(span) elements") }
        if let pattern = schema["pattern"]?.text ?? schema["propertyNames", "pattern"]?.text {
            facts.append("Pattern <code>\(pattern)</code>")
        }
        if let value = schema["default"] { facts.append("Default <code>\(value.plain)</code>") }
        guard !facts.isEmpty else { return "" }
        return "<p class=\"limits\">\(joined(facts, " · "))</p>\n"
    }

    private func range(_ schema: JSONValue, _ least: String, _ most: String) -> String? {
        switch (schema[least]?.plain, schema[most]?.plain) {
        case (let least?, let most?): least == most ? "Exactly \(least)" : "\(least) to \(most)"
        case (let least?, nil): "At least \(least)"
        case (nil, let most?): "At most \(most)"
        default: nil
        }
    }

    /// What stands inside: written out where it has no name, else to be opened.
    private func nested(_ schema: JSONValue) -> HTML {
        references(in: schema).first.map(opener) ?? inner(schema)
    }

    /// What the script opens in place, and a link without it.
    func opener(_ name: String) -> HTML {
        """
        <details class="ref" data-schema="schema-\(name.anchor)"><summary>Members of \(name)</summary>
        <p><a href="/redoc#schema-\(name.anchor)">\(name)</a></p></details>

        """
    }

    private func inner(_ schema: JSONValue) -> HTML {
        if schema["properties"] != nil { return members(schema) }
        for part in [schema["items"], schema["additionalProperties"]] {
            if let part, part.members != nil, SchemaView.reference(part) == nil { return inner(part) }
        }
        return ""
    }

    private func alternatives(_ schema: JSONValue) -> HTML {
        (schema["allOf"] ?? schema["anyOf"] ?? schema["oneOf"])?.elements.html { "<li>\(kind($0))\(nested($0))</li>" }
            ?? ""
    }

    /// The named schemas that it is, or that its elements are.
    private func references(in schema: JSONValue) -> [String] {
        if let name = SchemaView.reference(schema) { return [name] }
        let parts = [schema["items"], schema["additionalProperties"]].compactMap { $0 }
        return (parts + ((schema["anyOf"] ?? schema["oneOf"])?.elements ?? [])).flatMap(references)
    }

    /// The name behind `$ref`.
    static func reference(_ schema: JSONValue) -> String? {
        guard let reference = schema["$ref"]?.text, let slash = reference.lastIndex(of: "/") else { return nil }
        return String(reference[reference.index(after: slash)...])
    }

    private func joined(_ parts: [HTML], _ separator: HTML) -> HTML {
        var html: HTML = ""
        for (index, part) in parts.enumerated() {
            if index > 0 { html += separator }
            html += part
        }
        return html
    }
}
