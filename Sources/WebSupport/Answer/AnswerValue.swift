package import Kernel

extension String: AnswerValue {
    package func write(to json: inout JSONWriter) { json.value(self) }
}

extension Int: AnswerValue {
    package func write(to json: inout JSONWriter) { json.value(self) }
}

extension Bool: AnswerValue {
    package func write(to json: inout JSONWriter) { json.value(self) }
}

extension Double: AnswerValue {
    package static var schema: Schema { .number() }
    package func write(to json: inout JSONWriter) { json.value(self) }
}

extension ID: AnswerValue {
    package func write(to json: inout JSONWriter) { json.value(description) }
}

extension Timestamp: AnswerValue {
    package static var schema: Schema { .string(format: "date-time") }
    package func write(to json: inout JSONWriter) { json.value(description) }
}

/// The exact decimal amount; the currency stands beside it in a member of its own.
extension Money: AnswerValue {
    package static var schema: Schema { .number() }
    package func write(to json: inout JSONWriter) { json.raw(decimal) }
}

extension Optional: AnswerValue where Wrapped: AnswerValue {
    package func write(to json: inout JSONWriter) {
        if let self { self.write(to: &json) } else { json.null() }
    }
}

extension Array: AnswerValue where Element: AnswerValue {
    package func write(to json: inout JSONWriter) {
        json.array(self) { $1.write(to: &$0) }
    }
}

/// An object with any names, written in the order of the names.
extension Dictionary: AnswerValue where Key == String, Value: AnswerValue {
    package func write(to json: inout JSONWriter) {
        json.object { object in
            // Names alone are sorted by code made for text; sorting pairs, of a type that this target does not know, took a
            // fifth of the time of a page of 20 products.
            for name in Array(keys).sorted() {
                object.key(name)
                self[name]?.write(to: &object)
            }
        }
    }
}

/// An enumeration by its raw text; the documentation lists the choices.
extension AnswerValue where Self: RawRepresentable & CaseIterable, RawValue == String {
    /// Writes the raw text.
    package func write(to json: inout JSONWriter) { json.value(rawValue) }
}
