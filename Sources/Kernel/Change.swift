/// What a partial update does to one field: nothing, or a new value. `Change<String?>` can also empty it.
package enum Change<Value: Sendable>: Sendable {
    /// The field was not mentioned.
    case keep
    /// The field gets this value.
    case set(Value)

    /// Writes the new value, if there is one.
    package func apply(to value: inout Value) {
        if case .set(let new) = self { value = new }
    }
}

extension Change: Equatable where Value: Equatable {}
extension Change: Hashable where Value: Hashable {}
