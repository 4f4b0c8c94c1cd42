extension Demo {
    /// A colour that things are sold in.
    struct Colour: Hashable, Sendable {
        let name: String
        /// Two letters for SKUs, unique.
        let code: String
        let tint: Tint

        private init(_ name: String, _ code: String, _ hex: UInt32) {
            (self.name, self.code, self.tint) = (name, code, Tint(hex))
        }
    }
}

extension Demo.Colour {
    static let black = Self("Matte Black", "BK", 0x2F2F33)
    static let charcoal = Self("Charcoal", "CH", 0x4A4D54)
    static let graphite = Self("Graphite", "GR", 0x5C6068)
    static let grey = Self("Stone Grey", "GY", 0x9C9990)
    static let silver = Self("Silver", "SI", 0xC4C9CF)
    static let steel = Self("Brushed Steel", "ST", 0xB3BAC1)
    static let white = Self("Cloud White", "WH", 0xF6F4EF)
    static let cream = Self("Cream", "CR", 0xF0E6D0)
    static let sand = Self("Sand", "SA", 0xD9C4A1)
    static let oak = Self("Natural Oak", "OK", 0xC99E68)
    static let walnut = Self("Walnut", "WN", 0x7B553D)
    static let ash = Self("Pale Ash", "AS", 0xDEC9A4)
    static let bamboo = Self("Bamboo", "BB", 0xD9B56F)
    static let copper = Self("Copper", "CU", 0xBC7850)
    static let brass = Self("Brass", "BS", 0xC9A55A)
    static let clear = Self("Clear", "CL", 0xCFE3E8)
    static let smoke = Self("Smoke", "SM", 0x8E979B)
    static let navy = Self("Navy", "NV", 0x2E4268)
    static let midnight = Self("Midnight Blue", "MN", 0x25304D)
    static let cobalt = Self("Cobalt", "CB", 0x335BA8)
    static let denim = Self("Denim Blue", "DN", 0x54739A)
    static let sky = Self("Sky Blue", "SB", 0x8DB7D6)
    static let teal = Self("Teal", "TL", 0x2F8083)
    static let mint = Self("Mint", "MT", 0xA6D2BD)
    static let sage = Self("Sage", "SG", 0x9BAE91)
    static let forest = Self("Forest Green", "FG", 0x3D5D48)
    static let olive = Self("Olive", "OL", 0x7D7F4D)
    static let mustard = Self("Mustard", "MU", 0xD8A33F)
    static let sunflower = Self("Sunflower", "SF", 0xF0BA3C)
    static let coral = Self("Coral", "CO", 0xEC8670)
    static let terracotta = Self("Terracotta", "TC", 0xC56C4D)
    static let rust = Self("Rust", "RU", 0xA9583C)
    static let brick = Self("Brick Red", "BR", 0xAB453D)
    static let burgundy = Self("Burgundy", "BU", 0x7D303D)
    static let rose = Self("Dusty Rose", "DR", 0xD0A29C)
    static let lilac = Self("Lilac", "LI", 0xB6A3CE)
    static let plum = Self("Plum", "PL", 0x6E4566)

    static let all: [Demo.Colour] = [
        black, charcoal, graphite, grey, silver, steel, white, cream, sand, oak, walnut, ash, bamboo, copper, brass,
        clear, smoke, navy, midnight, cobalt, denim, sky, teal, mint, sage, forest, olive, mustard, sunflower, coral,
        terracotta, rust, brick, burgundy, rose, lilac, plum,
    ]

    /// What suits most things at home.
    static let home: [Demo.Colour] = [
        black, grey, white, cream, sand, navy, sage, forest, mustard, terracotta, rose, teal,
    ]
    static let woods: [Demo.Colour] = [oak, walnut, ash, black, white]
    static let devices: [Demo.Colour] = [black, graphite, silver, white, midnight, sage, coral, sky]
    static let bright: [Demo.Colour] = [coral, sunflower, sky, mint, cobalt, brick, lilac, teal]
    static let apparel: [Demo.Colour] = [
        black, charcoal, white, sand, navy, denim, forest, olive, mustard, rust, burgundy, rose,
    ]
    static let linen: [Demo.Colour] = [white, cream, sand, grey, sage, sky, rose, navy, terracotta]
    static let trail: [Demo.Colour] = [forest, olive, rust, mustard, navy, teal, charcoal, brick]

    static func named(_ name: String) -> Demo.Colour? {
        all.first { $0.name == name }
    }
}
