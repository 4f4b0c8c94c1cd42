extension Demo {
    /// The colours of a drawing: shades of the product's own and those of the materials around it.
    struct Ink: Sendable {
        let main: String
        /// The side away from the light.
        let dark: String
        /// The side towards it.
        let light: String
        let pale: String
        /// Details that must stand out from `main`, whether it is light or dark.
        let detail: String
        let accent: String
        let accentDark: String

        let gleam = "#ffffff55"
        let steel = "#c6ccd2"
        let steelDark = "#8f98a1"
        let wood = "#c2925e"
        let woodDark = "#96693f"
        let paper = "#fcf8ef"
        let night = "#2d303c"
        let leaf = "#5f8f63"
        let leafDark = "#467050"
        let glow = "#ffe7ad"

        init(_ colour: Tint, accent: Tint) {
            let isDark = colour.brightness < 80
            main = colour.description
            dark = colour.darker(isDark ? 32 : 20).description
            light = colour.lighter(isDark ? 16 : 30).description
            pale = colour.lighter(isDark ? 34 : 58).description
            detail = (isDark ? colour.lighter(30) : colour.darker(42)).description
            let ornament = accent.distance(to: colour) > 130 ? accent : Tint(0xF0C05A)
            (self.accent, accentDark) = (ornament.description, ornament.darker(22).description)
        }
    }
}
