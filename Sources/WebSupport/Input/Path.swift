/// A part of the path: `@Path("The product's id or slug.") var product: String` in `/products/{product}`.
@propertyWrapper
package struct Path<Value: TextInput> {
    private let documentation: String
    private var value: Value?

    /// A part of the path with that documentation.
    package init(_ documentation: String) {
        self.documentation = documentation
    }

    /// What the request had there.
    package var wrappedValue: Value {
        guard let value else { preconditionFailure("an operation reads its input in `answer` only") }
        return value
    }
}

extension Path: InputField {
    package var definition: InputDefinition {
        InputDefinition(location: .path, description: documentation, schema: Value.schema, isRequired: true)
    }

    /// A part that is not of its type names nothing that could be there: 404, not 422.
    package func filled(named name: String, from source: inout InputSource) -> Path {
        var filled = self
        filled.value = source.pathParameters[name].flatMap { try? Value(text: $0, limits: InputLimits()) }
        if filled.value == nil { source.leadsNowhere = true }
        return filled
    }

    package init(from decoder: any Decoder) throws { throw NotAnInput() }
}
