package import Kernel

/// A type that a path or query parameter can have.
package protocol TextInput: InputValue {
    /// The value as a client would write it, for the documentation of defaults.
    var text: String? { get }
    /// Reads one occurrence.
    init(text: String, limits: InputLimits) throws(InputProblem)
    /// Reads all occurrences, at least one.
    init(texts: [String], limits: InputLimits) throws(InputProblem)
}

extension TextInput {
    /// Nothing, unless a type has something to say.
    package var text: String? { nil }

    /// Anything but a list stands once.
    package init(texts: [String], limits: InputLimits) throws(InputProblem) {
        guard texts.count == 1, let text = texts.first else {
            throw InputProblem("repeated", "must stand once, stands \(texts.count) times")
        }
        try self.init(text: text, limits: limits)
    }
}

extension String: TextInput {
    package static var schema: Schema { .string() }
    package var text: String? { self }
    package init(text: String, limits: InputLimits) throws(InputProblem) {
        if let problem = limits.problem(withLengthOf: text) { throw problem }
        guard !text.utf8.contains(0) else { throw InputProblem.holdsNUL }
        self = text
    }
}

extension Int: TextInput {
    package static var schema: Schema { .integer() }
    package var text: String? { String(self) }
    package init(text: String, limits: InputLimits) throws(InputProblem) {
        guard text.utf8.count <= 20, !text.hasPrefix("+"), let number = Int(text) else {
            throw InputProblem("not_an_integer", "must be a whole number, is \"\(text.prefix(40))\"")
        }
        if let problem = limits.problem(with: number) { throw problem }
        self = number
    }
}

extension Bool: TextInput {
    package static var schema: Schema { .boolean() }
    package var text: String? { self ? "true" : "false" }
    package init(text: String, limits: InputLimits) throws(InputProblem) {
        switch text {
        case "true": self = true
        case "false": self = false
        default: throw InputProblem("not_a_boolean", "must be true or false, is \"\(text.prefix(40))\"")
        }
    }
}

extension ID: TextInput {
    package static var schema: Schema { .string(format: "uuid") }
    package init(text: String, limits: InputLimits) throws(InputProblem) {
        guard let id = ID(text) else { throw InputProblem("not_an_id", "must be an id, is \"\(text.prefix(40))\"") }
        self = id
    }
}

extension Optional: TextInput where Wrapped: TextInput {
    package init(text: String, limits: InputLimits) throws(InputProblem) {
        self = try Wrapped(text: text, limits: limits)
    }
}

extension Array: TextInput where Element: TextInput {
    package init(text: String, limits: InputLimits) throws(InputProblem) {
        self = [try Element(text: text, limits: limits)]
    }
    package init(texts: [String], limits: InputLimits) throws(InputProblem) {
        guard texts.count <= 50 else {
            throw InputProblem("repeated", "must stand at most 50 times, stands \(texts.count)")
        }
        var values: [Element] = []
        for text in texts { values.append(try Element(text: text, limits: limits)) }
        self = values
    }
}

/// An enumeration by its raw text; the documentation lists the choices.
extension TextInput where Self: RawRepresentable & CaseIterable, RawValue == String {
    /// The raw text.
    package var text: String? { rawValue }
    /// Reads one of the choices.
    package init(text: String, limits: InputLimits) throws(InputProblem) {
        guard let value = Self(rawValue: text) else {
            let choices = Self.allCases.map(\.rawValue).joined(separator: ", ")
            throw InputProblem("not_allowed", "must be one of \(choices), is \"\(text.prefix(40))\"")
        }
        self = value
    }
}

/// A decimal number in its own spelling, so that money can be read from it exactly.
package struct DecimalText: Hashable, Sendable {
    /// The number as it was written.
    package let spelling: String

    /// A number in its spelling.
    package init(_ spelling: String) {
        self.spelling = spelling
    }
}

extension DecimalText: TextInput {
    package static var schema: Schema { .number() }
    package var text: String? { spelling }

    package init(text: String, limits: InputLimits) throws(InputProblem) {
        guard text.utf8.count <= 40, let first = text.utf8.first, let number = Double(text), number.isFinite,
            first == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first),
            !text.utf8.contains(where: { $0 == UInt8(ascii: "x") || $0 == UInt8(ascii: "X") })
        else { throw InputProblem("not_a_number", "must be a decimal number such as 19.90, is \"\(text.prefix(40))\"") }
        spelling = text
    }
}
