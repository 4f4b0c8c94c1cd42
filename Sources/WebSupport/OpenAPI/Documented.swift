package import Kernel

/// A type that the documentation can describe.
package protocol Documented: Sendable {
    /// What its values look like.
    static var schema: Schema { get }
}

/// A type that requests can carry, as text or as JSON.
package protocol InputValue: Documented {
    /// The value of an input that is missing; `nil` when it must be there.
    static var whenMissing: Self? { get }
}

extension InputValue {
    /// Nothing: it must be there.
    package static var whenMissing: Self? { nil }
}

extension Optional: Documented where Wrapped: Documented {
    package static var schema: Schema { Wrapped.schema.nullable }
}

extension Optional: InputValue where Wrapped: InputValue {
    package static var whenMissing: Wrapped?? { .some(.none) }
}

extension Array: Documented where Element: Documented {
    package static var schema: Schema { .array(of: Element.schema) }
}

/// A list that is missing is an empty one.
extension Array: InputValue where Element: InputValue {
    package static var whenMissing: [Element]? { [] }
}

extension Dictionary: Documented where Key == String, Value: Documented {
    package static var schema: Schema { .map(of: Value.schema) }
}

extension Dictionary: InputValue where Key == String, Value: InputValue {}

extension Change: Documented where Value: Documented {
    package static var schema: Schema { Value.schema }
}

/// Partial updates: a member that is missing leaves its field alone.
extension Change: InputValue where Value: InputValue {
    package static var whenMissing: Change? { .keep }
}

/// An enumeration by its raw text; the documentation lists the choices.
extension Documented where Self: RawRepresentable & CaseIterable, RawValue == String {
    /// Text out of the choices.
    package static var schema: Schema { .string(choices: allCases.map(\.rawValue)) }
}

/// The name of a type without its module: what `String(describing:)` says, which first looks through every conformance in
/// the program for whether a metatype describes itself. That was a sixth of the time of a start.
func shortName(of type: any Any.Type) -> String {
    _typeName(type, qualified: false)
}
