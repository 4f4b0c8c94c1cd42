extension Demo {
    /// An RGB colour in a picture. Whole numbers only, so that pictures are the same on every machine.
    struct Tint: Hashable, Sendable, CustomStringConvertible {
        let red: Int
        let green: Int
        let blue: Int

        init(_ hex: UInt32) {
            (red, green, blue) = (Int(hex >> 16 & 0xFF), Int(hex >> 8 & 0xFF), Int(hex & 0xFF))
        }

        private init(red: Int, green: Int, blue: Int) {
            (self.red, self.green, self.blue) = (red, green, blue)
        }

        static let white = Tint(0xFFFFFF)
        static let shade = Tint(0x1E2030)

        /// On the way to another colour by so many percent.
        func mixed(with other: Tint, _ percent: Int) -> Tint {
            func between(_ from: Int, _ to: Int) -> Int { from + (to - from) * percent / 100 }
            return Tint(
                red: between(red, other.red), green: between(green, other.green), blue: between(blue, other.blue))
        }

        func lighter(_ percent: Int) -> Tint { mixed(with: .white, percent) }

        func darker(_ percent: Int) -> Tint { mixed(with: .shade, percent) }

        /// 0 (black) to 255 (white), as the eye weighs it (Rec. 601).
        var brightness: Int { (red * 299 + green * 587 + blue * 114) / 1000 }

        /// How different two colours look, 0 to 765.
        func distance(to other: Tint) -> Int {
            abs(red - other.red) + abs(green - other.green) + abs(blue - other.blue)
        }

        /// `#c9a55a`
        var description: String {
            let hex = String(red << 16 | green << 8 | blue, radix: 16)
            return "#" + String(repeating: "0", count: 6 - hex.utf8.count) + hex
        }
    }
}
