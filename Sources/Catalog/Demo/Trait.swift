extension Demo {
    /// Something in which the products of a leaf differ.
    struct Trait: Sendable {
        let name: String
        let values: [AttributeValue]
        /// Later values cost more.
        let raisesPrice: Bool
        /// Hidden traits only make names.
        let isAttribute: Bool

        private init(_ name: String, _ values: [AttributeValue], raises: Bool = false, isAttribute: Bool = true) {
            (self.name, self.values, self.raisesPrice, self.isAttribute) = (name, values, raises, isAttribute)
        }

        static func texts(_ name: String, _ values: [String], raises: Bool = false) -> Trait {
            Trait(name, values.map { .text($0) }, raises: raises)
        }

        static func numbers(_ name: String, _ values: [Double], raises: Bool = false) -> Trait {
            Trait(name, values.map { .number($0) }, raises: raises)
        }

        static func colours(_ colours: [Colour]) -> Trait {
            Trait("colour", colours.map { .text($0.name) })
        }

        /// A flag that is set in so many tenths of the products.
        static func flag(_ name: String, tenths: Int) -> Trait {
            Trait(name, (0..<10).map { .flag($0 < tenths) })
        }

        static func words(_ name: String, _ values: [String]) -> Trait {
            Trait(name, values.map { .text($0) }, isAttribute: false)
        }
    }

    /// An attribute.
    struct NamedFact: Sendable {
        let name: String
        let value: AttributeValue
    }

    /// An attribute's value as a literal in the tables.
    enum Fact: ExpressibleByStringLiteral, ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral,
        ExpressibleByBooleanLiteral, Sendable
    {
        case text(String), number(Double), flag(Bool)

        init(stringLiteral text: String) { self = .text(text) }
        init(floatLiteral number: Double) { self = .number(number) }
        init(integerLiteral number: Int) { self = .number(Double(number)) }
        init(booleanLiteral flag: Bool) { self = .flag(flag) }

        var value: AttributeValue {
            switch self {
            case .text(let text): .text(text)
            case .number(let number): .number(number)
            case .flag(let flag): .flag(flag)
            }
        }
    }
}
