extension JSONWriter {
    /// A member that is text.
    package mutating func member(_ name: String, _ text: String) {
        key(name)
        value(text)
    }

    /// A member that is a whole number.
    package mutating func member(_ name: String, _ integer: Int) {
        key(name)
        value(integer)
    }

    /// A member that is a number with decimals.
    package mutating func member(_ name: String, _ number: Double) {
        key(name)
        value(number)
    }

    /// A member that is true or false.
    package mutating func member(_ name: String, _ bool: Bool) {
        key(name)
        value(bool)
    }

    /// A member that is text or null.
    package mutating func member(_ name: String, _ text: String?) {
        key(name)
        if let text { value(text) } else { null() }
    }
}
