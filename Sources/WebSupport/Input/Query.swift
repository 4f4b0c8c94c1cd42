/// A parameter behind the question mark: `@Query("Page, from 1.", in: 1...500) var page = 1`.
///
/// With a default or an optional type it may be missing; a list takes the parameter several times.
@propertyWrapper
package struct Query<Value: TextInput> {
    private let documentation: String
    private let limits: InputLimits
    private let fallback: Value?
    private let alias: String?
    private var value: Value?

    /// A parameter that must be there, unless its type is optional or a list.
    /// - Parameters:
    ///   - range: the numbers allowed.
    ///   - length: how many characters are allowed.
    ///   - alias: a second name that is taken as well.
    package init(
        _ documentation: String, in range: ClosedRange<Int>? = nil, length: ClosedRange<Int>? = nil,
        alias: String? = nil
    ) {
        self.documentation = documentation
        self.alias = alias
        limits = InputLimits(range: range, length: length)
        fallback = Value.whenMissing
    }

    /// A parameter with a default.
    package init(
        wrappedValue: Value, _ documentation: String, in range: ClosedRange<Int>? = nil,
        length: ClosedRange<Int>? = nil, alias: String? = nil
    ) {
        self.documentation = documentation
        self.alias = alias
        limits = InputLimits(range: range, length: length)
        fallback = wrappedValue
    }

    /// What the request had there.
    package var wrappedValue: Value {
        guard let value else { preconditionFailure("an operation reads its input in `answer` only") }
        return value
    }
}

extension Query: InputField {
    package var definition: InputDefinition {
        var schema = limits.constrain(Value.schema).notNullable
        schema.defaultValue = fallback?.text
        let note = alias.map { " Also as `\($0)`." } ?? ""
        return InputDefinition(
            location: .query, description: documentation + note, schema: schema, isRequired: fallback == nil,
            alias: alias)
    }

    package func filled(named name: String, from source: inout InputSource) -> Query {
        var filled = self
        var texts = source.query.values(of: name)
        if texts.isEmpty, let alias { texts = source.query.values(of: alias) }
        do {
            filled.value = try texts.isEmpty ? fallback : Value(texts: texts, limits: limits)
            if filled.value == nil { source.refuse(name, .required) }
        } catch {
            source.refuse(name, error)
        }
        return filled
    }

    package init(from decoder: any Decoder) throws { throw NotAnInput() }
}

/// Parameters whose names begin alike: `@PrefixedQuery("attr.", "…") var attributes` takes `attr.colour=Black`.
@propertyWrapper
package struct PrefixedQuery {
    private let prefix: String
    private let documentation: String
    /// Each is a condition of its own, or an alternative of one.
    private static let maximumCount = 50
    /// The rest of each name, and its values.
    package private(set) var wrappedValue: [String: [String]] = [:]

    /// Parameters with that prefix.
    package init(_ prefix: String, _ documentation: String) {
        self.prefix = prefix
        self.documentation = documentation
    }
}

extension PrefixedQuery: InputField {
    package var definition: InputDefinition {
        InputDefinition(
            location: .queryPrefix, description: documentation, schema: .map(of: .string()), isRequired: false,
            prefix: prefix)
    }

    package func filled(named name: String, from source: inout InputSource) -> PrefixedQuery {
        var filled = self
        let items = source.query.items.filter { $0.name.hasPrefix(prefix) }
        guard items.count <= PrefixedQuery.maximumCount else {
            source.refuse("\(prefix)*", InputProblem("too_many", "must be at most \(PrefixedQuery.maximumCount)"))
            return filled
        }
        for item in items {
            do {
                let name = try String(
                    text: String(item.name.dropFirst(prefix.count)), limits: InputLimits(length: 0...100))
                let value = try String(text: item.value, limits: InputLimits(length: 0...1000))
                filled.wrappedValue[name, default: []].append(value)
            } catch {
                source.refuse(String(item.name.prefix(120)), error)
            }
        }
        return filled
    }

    package init(from decoder: any Decoder) throws { throw NotAnInput() }
}
