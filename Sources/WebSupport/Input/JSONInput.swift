package import Kernel

/// A type that a member of a JSON body can have.
package protocol JSONInput: InputValue {
    /// Reads the value; the fields of what is thrown are relative to it, empty for the value itself.
    init(json: JSONValue, limits: InputLimits) throws(ValidationError)
}

extension ValidationError {
    /// An error about a value whose place is not known here.
    init(_ problem: InputProblem) {
        self.init("", code: problem.code, message: problem.message)
    }

    static func wrongType(_ expected: String, _ json: JSONValue) -> ValidationError {
        ValidationError("", code: "wrong_type", message: "must be \(expected), is \(json.kindName)")
    }
}

extension String: JSONInput {
    package init(json: JSONValue, limits: InputLimits) throws(ValidationError) {
        guard case .string(let text) = json else { throw .wrongType("text", json) }
        if let problem = limits.problem(withLengthOf: text) { throw ValidationError(problem) }
        self = text
    }
}

extension Int: JSONInput {
    package init(json: JSONValue, limits: InputLimits) throws(ValidationError) {
        guard case .number(let text) = json else { throw .wrongType("a whole number", json) }
        do {
            try self.init(text: text, limits: limits)
        } catch {
            throw ValidationError(error)
        }
    }
}

extension Bool: JSONInput {
    package init(json: JSONValue, limits: InputLimits) throws(ValidationError) {
        guard case .bool(let bool) = json else { throw .wrongType("true or false", json) }
        self = bool
    }
}

extension ID: JSONInput {
    package init(json: JSONValue, limits: InputLimits) throws(ValidationError) {
        guard case .string(let text) = json, let id = ID(text) else {
            throw ValidationError(InputProblem("not_an_id", "must be the id of something"))
        }
        self = id
    }
}

/// An enumeration by its raw text; the documentation lists the choices.
extension JSONInput where Self: RawRepresentable & CaseIterable, RawValue == String {
    /// Reads one of the choices.
    package init(json: JSONValue, limits: InputLimits) throws(ValidationError) {
        let choices = Self.allCases.map(\.rawValue).joined(separator: ", ")
        guard case .string(let text) = json, let value = Self(rawValue: text) else {
            throw ValidationError(InputProblem("not_allowed", "must be one of \(choices)"))
        }
        self = value
    }
}

extension DecimalText: JSONInput {
    package init(json: JSONValue, limits: InputLimits) throws(ValidationError) {
        guard case .number(let text) = json else { throw .wrongType("a number", json) }
        self.init(text)
    }
}

/// Any JSON value; the domain says what it takes.
extension JSONValue: JSONInput {
    package static var schema: Schema { .anything }
    package init(json: JSONValue, limits: InputLimits) throws(ValidationError) {
        self = json
    }
}

extension Optional: JSONInput where Wrapped: JSONInput {
    package init(json: JSONValue, limits: InputLimits) throws(ValidationError) {
        self = json == .null ? .none : try Wrapped(json: json, limits: limits)
    }
}

extension Change: JSONInput where Value: JSONInput {
    package init(json: JSONValue, limits: InputLimits) throws(ValidationError) {
        self = .set(try Value(json: json, limits: limits))
    }
}

extension Array: JSONInput where Element: JSONInput {
    package init(json: JSONValue, limits: InputLimits) throws(ValidationError) {
        guard case .array(let elements) = json else { throw .wrongType("a list", json) }
        var values: [Element] = []
        var errors: [FieldError] = []
        for (index, element) in elements.enumerated() {
            do {
                values.append(try Element(json: element, limits: limits))
            } catch {
                errors += error.fields.map { $0.inElement(index) }
            }
        }
        guard errors.isEmpty else { throw ValidationError(errors) }
        self = values
    }
}

extension Dictionary: JSONInput where Key == String, Value: JSONInput {
    package init(json: JSONValue, limits: InputLimits) throws(ValidationError) {
        guard let members = json.members else { throw .wrongType("an object", json) }
        var values: [String: Value] = [:]
        var errors: [FieldError] = []
        for member in members {
            do {
                values[member.name] = try Value(json: member.value, limits: limits)
            } catch {
                errors += error.fields.map {
                    $0.field.isEmpty
                        ? FieldError(member.name, code: $0.code, message: $0.message) : $0.nested(in: member.name)
                }
            }
        }
        guard errors.isEmpty else { throw ValidationError(errors) }
        self = values
    }
}

extension FieldError {
    fileprivate func inElement(_ index: Int) -> FieldError {
        field.isEmpty ? FieldError("[\(index)]", code: code, message: message) : nested(in: "[\(index)]")
    }
}

/// A JSON object with declared members: a request body, or an object inside one.
///
/// ```swift
/// struct CategoryBody: InputObject {
///     @Field("Its name among its siblings.", length: 1...120) var name: String
///     @Field("What it stands under; a root when absent.") var parentID: ID<Category>?
/// }
/// ```
package protocol InputObject: JSONInput, Decodable {
    /// The object before it is filled in; the compiler writes this.
    init()
}

extension InputObject {
    /// The members with their schemas.
    package static var schema: Schema {
        .reference(to: SchemaName(shortName(of: Self.self))) {
            .object(
                of: InputLayout(of: Self()).entries.map { entry in
                    let definition = entry.field.definition
                    return Schema.Property(
                        name: entry.name, schema: definition.schema.described(definition.description),
                        isRequired: definition.isRequired)
                }, isClosed: true)
        }
    }

    /// Reads the declared members; any other is refused.
    package init(json: JSONValue, limits: InputLimits) throws(ValidationError) {
        guard let members = json.members else { throw .wrongType("an object", json) }
        let layout = InputLayouts.shared.layout(of: Self.self)
        var source = InputSource()
        source.members = Dictionary(members.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
        let known = Set(layout.entries.map(\.name))
        for member in members where !known.contains(member.name) {
            let allowed = layout.entries.map(\.name).joined(separator: ", ")
            source.refuse(
                member.name.isEmpty ? "\"\"" : member.name,
                InputProblem("unknown_field", "is no field of this object; there are \(allowed)"))
        }
        do {
            self = try layout.make(Self.self, from: source)
        } catch let error as ValidationError {
            throw error
        } catch {
            preconditionFailure("\(Self.self) has a stored property that is no @Field")
        }
    }
}
