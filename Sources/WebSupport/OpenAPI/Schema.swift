import Kernel

/// The name of a schema among the components of the document.
package struct SchemaName: Hashable, Sendable {
    let text: String

    /// A name of letters and digits.
    package init(_ text: String) {
        self.text = text
    }
}

/// What a value looks like: as much of JSON Schema 2020-12 as OpenAPI 3.1 documents of ours need.
package indirect enum SchemaShape: Sendable {
    /// Any value at all.
    case anything
    /// Text, of a format or out of a choice.
    case string(format: String?, choices: [String])
    /// A whole number.
    case integer
    /// A decimal number.
    case number
    /// True or false.
    case boolean
    /// A list.
    case array(Schema)
    /// An object with any names.
    case map(Schema)
    /// An object with these members; `isClosed` refuses others.
    case object([Schema.Property], isClosed: Bool)
    /// A schema that stands under its name among the components.
    case reference(SchemaName, @Sendable () -> Schema)
}

/// What a value looks like, and what is said about it.
package struct Schema: Sendable {
    /// The type and its parts.
    package private(set) var shape: SchemaShape
    private var isNullable = false
    private var range: ClosedRange<Int>?
    private var length: ClosedRange<Int>?
    var defaultValue: String?
    private(set) var description: String?

    private init(_ shape: SchemaShape) {
        self.shape = shape
    }

    /// A member of an object.
    package struct Property: Sendable {
        let name: String
        let schema: Schema
        let isRequired: Bool
    }

    /// Any value at all.
    package static var anything: Schema { Schema(.anything) }
    /// Text.
    package static func string(format: String? = nil, choices: [String] = []) -> Schema {
        Schema(.string(format: format, choices: choices))
    }
    /// A whole number.
    package static func integer() -> Schema { Schema(.integer) }
    /// A decimal number.
    package static func number() -> Schema { Schema(.number) }
    /// True or false.
    package static func boolean() -> Schema { Schema(.boolean) }
    /// A list.
    package static func array(of element: Schema) -> Schema { Schema(.array(element)) }
    /// An object with any names.
    package static func map(of value: Schema) -> Schema { Schema(.map(value)) }
    /// An object with these members.
    static func object(of properties: [Property], isClosed: Bool) -> Schema {
        Schema(.object(properties, isClosed: isClosed))
    }
    /// A schema that stands once in the document, under its name.
    package static func reference(to name: SchemaName, _ definition: @escaping @Sendable () -> Schema) -> Schema {
        Schema(.reference(name, definition))
    }

    /// The same, or null.
    package var nullable: Schema {
        var schema = self
        schema.isNullable = true
        return schema
    }

    /// The same, never null: a parameter of text has no null.
    var notNullable: Schema {
        var schema = self
        schema.isNullable = false
        return schema
    }

    /// The same, with words about it.
    package func described(_ text: String) -> Schema {
        var schema = self
        if !text.isEmpty { schema.description = text }
        return schema
    }

    mutating func limit(to range: ClosedRange<Int>) {
        self.range = range
    }

    mutating func limitLength(to length: ClosedRange<Int>) {
        self.length = length
    }

    /// The name, where it is a reference.
    var reference: (name: SchemaName, definition: @Sendable () -> Schema)? {
        guard case .reference(let name, let definition) = shape else { return nil }
        return (name, definition)
    }

    /// The schemas inside this one.
    var children: [Schema] {
        switch shape {
        case .array(let element), .map(let element): [element]
        case .object(let properties, _): properties.map(\.schema)
        default: []
        }
    }
}

extension Schema {
    /// Writes the schema as JSON.
    func write(to writer: inout JSONWriter) {
        if isNullable, case .reference = shape {
            writer.object { object in
                object.name("anyOf")
                object.array { array in
                    writeTyped(to: &array)
                    array.object { $0.member("type", "null") }
                }
                writeDescription(to: &object)
            }
        } else {
            writeTyped(to: &writer)
        }
    }

    private func writeTyped(to writer: inout JSONWriter) {
        writer.object { object in
            switch shape {
            case .anything: break
            case .string(let format, let choices):
                writeType("string", to: &object)
                if let format { object.member("format", format) }
                if !choices.isEmpty { writeChoices(choices, to: &object) }
            case .integer: writeType("integer", to: &object)
            case .number: writeType("number", to: &object)
            case .boolean: writeType("boolean", to: &object)
            case .array(let element):
                writeType("array", to: &object)
                object.name("items")
                element.write(to: &object)
            case .map(let value):
                writeType("object", to: &object)
                object.name("additionalProperties")
                value.write(to: &object)
            case .object(let properties, let isClosed):
                write(properties, isClosed: isClosed, to: &object)
            case .reference(let name, _): object.member("$ref", "#/components/schemas/\(name.text)")
            }
            writeLimits(to: &object)
            if !isNullable || reference == nil { writeDescription(to: &object) }
        }
    }

    private func write(_ properties: [Property], isClosed: Bool, to object: inout JSONWriter) {
        writeType("object", to: &object)
        object.name("properties")
        object.object { members in
            for property in properties {
                members.key(property.name)
                property.schema.write(to: &members)
            }
        }
        let required = properties.filter(\.isRequired).map(\.name)
        if !required.isEmpty {
            object.name("required")
            object.array(required) { $0.value($1) }
        }
        if isClosed { object.member("additionalProperties", false) }
    }

    private func writeType(_ type: String, to object: inout JSONWriter) {
        object.name("type")
        if isNullable { object.array([type, "null"]) { $0.value($1) } } else { object.value(type) }
    }

    private func writeChoices(_ choices: [String], to object: inout JSONWriter) {
        object.name("enum")
        object.array { array in
            for choice in choices { array.value(choice) }
            if isNullable { array.null() }
        }
    }

    private func writeLimits(to object: inout JSONWriter) {
        if let range {
            object.member("minimum", range.lowerBound)
            object.member("maximum", range.upperBound)
        }
        if let length {
            object.member("minLength", length.lowerBound)
            object.member("maxLength", length.upperBound)
        }
        guard let defaultValue else { return }
        object.name("default")
        switch shape {
        case .integer, .number, .boolean: object.raw(defaultValue)
        default: object.value(defaultValue)
        }
    }

    private func writeDescription(to object: inout JSONWriter) {
        if let description { object.member("description", description) }
    }
}
