extension Demo {
    /// What stands behind a product: two tones that suit each other and set its colour off.
    struct Backdrop: Sendable {
        private let tones: Tones
        /// A colour that goes with the tones, for products without a colour of their own.
        var accent: Tint { tones.accent }

        private struct Tones: Sendable {
            let wall: Tint
            let floor: Tint
            let accent: Tint

            init(_ wall: UInt32, _ floor: UInt32, _ accent: UInt32) {
                (self.wall, self.floor, self.accent) = (Tint(wall), Tint(floor), Tint(accent))
            }
        }

        private static let all = [
            Tones(0xF8E3D3, 0xEFC7AB, 0x2F7F86), Tones(0xDDEBE0, 0xB9D3C0, 0xC8694C),
            Tones(0xDCE9F3, 0xB5CFE4, 0xD88C3F),
            Tones(0xE9E2F2, 0xCBBDE0, 0x6A5AA0), Tones(0xFAEECB, 0xEFD898, 0x3D6CA3),
            Tones(0xF7DEDF, 0xE8BABC, 0x7D4A73),
            Tones(0xD8ECEB, 0xA9D2CF, 0xD9644A), Tones(0xEDE6DA, 0xD5C6AC, 0x44704F),
            Tones(0xE2E6F5, 0xBCC5E6, 0xC75D7B),
            Tones(0xA9C4BE, 0x85A8A1, 0xF0C05A), Tones(0xBBAECF, 0x9A8AB5, 0xF3D08A),
            Tones(0xE0AC8E, 0xCB8E6D, 0x2E5F6E),
            Tones(0x9CB4CE, 0x7A97B6, 0xF2B78A),
        ]

        /// The tones of the product's number, or the next ones from which its colour stands out.
        init(number: Int, behind colour: Tint?) {
            let start = Int(SplitMix64.mixed(UInt64(number)) % UInt64(Backdrop.all.count))
            let inTurn = Backdrop.all[start...] + Backdrop.all[..<start]
            tones =
                inTurn.first { tones in
                    colour.map { $0.distance(to: tones.wall) > 110 && $0.distance(to: tones.floor) > 110 } ?? true
                } ?? Backdrop.all[start]
        }

        /// A wall with a patch of light (`#l`) and a floor; `#g` is for the shadow on it.
        var svg: String {
            """
            <defs><linearGradient id="w" x2="0" y2="1"><stop stop-color="\(tones.wall)"/>\
            <stop offset="1" stop-color="\(tones.wall.mixed(with: tones.floor, 45))"/></linearGradient>\
            <linearGradient id="f" x2="0" y2="1"><stop stop-color="\(tones.floor.darker(4))"/>\
            <stop offset="1" stop-color="\(tones.floor.lighter(22))"/></linearGradient>\
            <radialGradient id="l"><stop stop-color="#fff" stop-opacity=".6"/>\
            <stop offset="1" stop-color="#fff" stop-opacity="0"/></radialGradient>\
            <radialGradient id="g"><stop stop-color="#1e2030" stop-opacity=".4"/>\
            <stop offset="1" stop-color="#1e2030" stop-opacity="0"/></radialGradient></defs>\
            <rect width="600" height="600" fill="url(#w)"/>\(Shape.disc(300, 270, 290, "url(#l)").svg)\
            <rect y="430" width="600" height="170" fill="url(#f)"/>
            """
        }
    }
}
