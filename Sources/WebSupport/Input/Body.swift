import Kernel

/// The body of a request: a JSON object with declared members. `@Body("The new product.") var product: ProductBody`
@propertyWrapper
package struct Body<Value: InputObject> {
    private let documentation: String
    private var value: Value?

    /// A body with that documentation.
    package init(_ documentation: String) {
        self.documentation = documentation
    }

    /// What the request had there.
    package var wrappedValue: Value {
        guard let value else { preconditionFailure("an operation reads its input in `answer` only") }
        return value
    }
}

extension Body: InputField {
    package var definition: InputDefinition {
        InputDefinition(location: .body, description: documentation, schema: Value.schema, isRequired: true)
    }

    package func filled(named name: String, from source: inout InputSource) -> Body {
        var filled = self
        guard let body = source.body else {
            source.refuse("body", InputProblem("required", "must be a JSON object"))
            return filled
        }
        source.errors += body.textsWithNUL()
        do {
            filled.value = try Value(json: body, limits: InputLimits())
        } catch {
            source.errors += error.fields.map { error in
                error.field.isEmpty ? FieldError("body", code: error.code, message: error.message) : error
            }
        }
        return filled
    }

    package init(from decoder: any Decoder) throws { throw NotAnInput() }
}

/// A member of a JSON object: `@Field("Its name.", length: 1...255) var name: String`.
///
/// With a default, an optional type or `Change` it may be missing. Members that no field declares are refused, so that
/// a typing mistake is never dropped silently.
@propertyWrapper
package struct Field<Value: JSONInput> {
    private let documentation: String
    private let ownName: String?
    private let limits: InputLimits
    private let fallback: Value?
    private var value: Value?

    /// A member that must be there, unless its type says otherwise.
    /// - Parameter name: what it is called, where that is not the name of the property in snake case.
    package init(
        _ documentation: String, named name: String? = nil, in range: ClosedRange<Int>? = nil,
        length: ClosedRange<Int>? = nil
    ) {
        self.documentation = documentation
        ownName = name
        limits = InputLimits(range: range, length: length)
        fallback = Value.whenMissing
    }

    /// A member with a default.
    package init(
        wrappedValue: Value, _ documentation: String, in range: ClosedRange<Int>? = nil,
        length: ClosedRange<Int>? = nil
    ) {
        self.documentation = documentation
        ownName = nil
        limits = InputLimits(range: range, length: length)
        fallback = wrappedValue
    }

    /// What the request had there.
    package var wrappedValue: Value {
        guard let value else { preconditionFailure("a body is read in `answer` only") }
        return value
    }
}

extension Field: InputField {
    package var definition: InputDefinition {
        InputDefinition(
            location: .member, description: documentation, schema: limits.constrain(Value.schema),
            isRequired: fallback == nil, ownName: ownName)
    }

    package func filled(named name: String, from source: inout InputSource) -> Field {
        var filled = self
        guard let json = source.members.removeValue(forKey: name) else {
            filled.value = fallback
            if fallback == nil { source.refuse(name, .required) }
            return filled
        }
        do {
            filled.value = try Value(json: json, limits: limits)
        } catch {
            source.errors += error.fields.map { $0.nested(inMember: name) }
        }
        return filled
    }

    package init(from decoder: any Decoder) throws { throw NotAnInput() }
}

extension FieldError {
    /// Errors about a value itself have no field yet.
    fileprivate func nested(inMember name: String) -> FieldError {
        field.isEmpty ? FieldError(name, code: code, message: message) : nested(in: name)
    }
}
