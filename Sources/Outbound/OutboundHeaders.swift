/// The fields of a message's head, in their order; names are compared without regard to case (RFC 9110, 5.1).
package struct OutboundHeaders: Hashable, Sendable, ExpressibleByDictionaryLiteral {
    /// Name and value, as they are sent.
    package struct Field: Hashable, Sendable {
        /// As it was written.
        package let name: String
        /// Without the space around it.
        package let value: String
    }

    /// All of them, in order.
    package private(set) var fields: [Field] = []

    /// No fields.
    package init() {}

    /// These fields: `["Content-Type": "application/json"]`.
    package init(dictionaryLiteral elements: (String, String)...) {
        fields = elements.map { Field(name: $0, value: $1) }
    }

    /// The first value of that name. Setting replaces all of them; setting `nil` removes them.
    package subscript(name: String) -> String? {
        get { fields.first { $0.name.lowercased() == name.lowercased() }?.value }
        set {
            fields.removeAll { $0.name.lowercased() == name.lowercased() }
            if let newValue { add(name, newValue) }
        }
    }

    /// One more field, even if there is one of that name.
    package mutating func add(_ name: String, _ value: String) {
        fields.append(Field(name: name, value: value))
    }
}
