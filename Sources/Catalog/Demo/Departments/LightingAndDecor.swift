extension Demo.Department {
    static let lightingAndDecor = Demo.Department(
        name: "Lighting & Decor",
        brands: ["Lumenhythe", "Glowfarthing", "Vellumere", "Candlewright"],
        series: [
            "Aurora", "Bloom", "Crescent", "Dusk", "Eclipse", "Fable", "Gilt", "Halo", "Iris", "Jardin", "Kindle Row",
            "Lagoon", "Mirage", "Nocturne", "Orbit", "Pavilion", "Quince", "Sonnet", "Twill", "Umber", "Velour", "Wisp",
        ],
        adjectives: ["warm", "sculptural", "understated", "soft", "playful", "graceful", "eye-catching"],
        closers: [
            "Designed to be repaired: every part unscrews.", "Looks different in every light.",
            "Comes gift-wrapped if you ask for it.", "At home on a sideboard as well as a windowsill.",
        ],
        leaves: [.tableLamps, .pendants, .floorLamps, .vases, .candles, .rugs, .clocks])
}

extension Demo.Leaf {
    static let tableLamps = Demo.Leaf(
        "Lamps", "Table Lamps", code: "LMP", picture: .lamp, from: 24, to: 230, weight: 2,
        models: [
            Demo.Model(
                "Ceramic Table Lamp", ["base": "Ceramic"], "The shade throws light down on the book and up on the wall."
            ),
            Demo.Model("Reading Lamp", ["base": "Steel"], "A long joint moves the light to the page."),
            Demo.Model(
                "Mushroom Lamp", ["base": "Glass"], cost: 110, "One piece of opal glass glows from cap to foot."),
            Demo.Model(
                "Cordless Table Lamp", ["base": "Aluminium", "rechargeable": true, "battery_hours": 12], cost: 120,
                "Goes from the dinner table to the balcony without a cable."),
        ],
        traits: [
            .colours([.white, .cream, .black, .brass, .sage, .terracotta, .navy, .mustard, .rose]),
            .numbers("height_cm", [28, 34, 42, 50], raises: true),
            .numbers("brightness_lm", [250, 400, 600, 800]), .numbers("colour_temperature_k", [2200, 2700, 3000]),
            .flag("dimmable", tenths: 6),
        ],
        uses: ["late chapters", "bedside tables", "dark corners", "winter evenings"],
        says: ["Gives {brightness_lm} lumens of {colour_temperature_k} K light.", "It stands {height_cm} cm tall."],
        tags: ["lamp", "lighting"])

    static let pendants = Demo.Leaf(
        "Lamps", "Pendant Lights", code: "PND", picture: .pendant, from: 34, to: 390,
        title: "{model} {diameter_cm} cm, {colour}",
        models: [
            Demo.Model("Dome Pendant", ["shade": "Spun aluminium"], "White inside, so that no light is lost."),
            Demo.Model(
                "Paper Pendant", ["shade": "Rice paper"], cost: 40, "Folds flat in the box and opens like a lantern."),
            Demo.Model(
                "Rattan Pendant", ["shade": "Rattan", "handmade": true],
                "Throws a lattice of shadow across the ceiling."),
            Demo.Model(
                "Glass Pendant", ["shade": "Mouth-blown glass"], cost: 140,
                "Tiny bubbles in the glass show how it was made."),
        ],
        traits: [
            .numbers("diameter_cm", [22, 30, 38, 45, 60], raises: true),
            .colours([.white, .black, .brass, .copper, .sage, .sand, .smoke, .mustard]),
            .numbers("cable_cm", [120, 150, 200]), .flag("bulb_included", tenths: 3), .flag("dimmable", tenths: 6),
        ],
        uses: ["dining tables", "kitchen islands", "high hallways", "stairwells"],
        says: [
            "The shade is {shade}, {diameter_cm} cm across.",
            "Hangs from {cable_cm} cm of fabric cable that shortens at the rose.",
        ],
        tags: ["pendant", "lighting"])

    static let floorLamps = Demo.Leaf(
        "Lamps", "Floor Lamps", code: "FLR", picture: .floorLamp, from: 59, to: 480,
        models: [
            Demo.Model("Tripod Floor Lamp", ["base": "Wood"], "Three legs find their footing on any floor."),
            Demo.Model(
                "Arc Floor Lamp", ["base": "Marble"], cost: 150,
                "The arc reaches over the sofa and needs no hole in the ceiling."),
            Demo.Model("Reading Floor Lamp", ["base": "Steel"], cost: 85, "The head turns all the way round."),
            Demo.Model(
                "Uplighter", ["base": "Steel", "dimmable": true], cost: 75,
                "Lights the ceiling, and with it the whole room."),
        ],
        traits: [
            .colours([.black, .white, .brass, .oak, .forest, .rust, .navy]),
            .numbers("height_cm", [140, 152, 165, 180], raises: true),
            .numbers("brightness_lm", [600, 800, 1200, 2000]), .flag("bulb_included", tenths: 5),
        ],
        uses: ["the corner behind the sofa", "reading chairs", "rooms without a ceiling light", "large living rooms"],
        says: ["{height_cm} cm tall and good for {brightness_lm} lumens.", "A foot switch saves the stooping."],
        tags: ["lamp", "lighting"])

    static let vases = Demo.Leaf(
        "Decor", "Vases", code: "VAS", picture: .vase, from: 14, to: 120,
        title: "{model} {height_cm} cm, {colour}",
        models: [
            Demo.Model(
                "Stoneware Vase", ["material": "Stoneware", "handmade": true],
                "Thrown on the wheel; the rings can be felt."),
            Demo.Model("Bud Vase", ["material": "Porcelain"], cost: 50, "Makes an occasion of a single stem."),
            Demo.Model("Ribbed Vase", ["material": "Ceramic"], "Fine ribs catch the light from the side."),
            Demo.Model(
                "Amphora Vase", ["material": "Terracotta"], cost: 130,
                "Two handles and the silhouette of a museum piece."),
        ],
        traits: [
            .numbers("height_cm", [14, 18, 24, 30, 38], raises: true), .colours(Demo.Colour.home),
            .numbers("opening_cm", [3, 5, 7, 9]),
        ],
        uses: ["market bouquets", "dried grasses", "empty shelves", "the hall table"],
        says: ["The neck is {opening_cm} cm wide.", "Its {material} is glazed inside and holds water."],
        tags: ["vase", "decor"])

    static let candles = Demo.Leaf(
        "Decor", "Candles", code: "CND", picture: .candle, from: 9, to: 64,
        title: "{model}, {scent}, {burning_hours} h",
        models: [
            Demo.Model("Scented Candle", ["wax": "Soy"], "The scent fills a room without shouting."),
            Demo.Model(
                "Beeswax Candle", ["wax": "Beeswax"], cost: 120, "Burns with a tall, bright flame and hardly drips."),
            Demo.Model(
                "Three-Wick Candle", ["wax": "Rapeseed"], cost: 150, "Three wicks melt the surface evenly to the edge."),
            Demo.Model("Travel Candle", ["wax": "Soy"], cost: 55, "The tin closes tightly for the suitcase."),
        ],
        traits: [
            .texts(
                "scent",
                ["Fig Leaf", "Cedar", "Sea Salt", "Lavender", "Orange Peel", "Wood Smoke", "Tomato Vine", "Black Tea"]),
            .numbers("burning_hours", [20, 35, 45, 60, 80], raises: true), .flag("refillable", tenths: 5),
            .flag("handmade", tenths: 4),
        ],
        uses: ["baths", "the end of the day", "dinner tables", "small thank-yous"],
        says: [
            "Smells of {scent} and burns for about {burning_hours} hours.", "Poured from {wax} wax with a cotton wick.",
        ],
        tags: ["candle", "gift"])

    static let rugs = Demo.Leaf(
        "Textiles", "Rugs", code: "RUG", picture: .rug, from: 39, to: 420, weight: 2, title: "{model}",
        models: [
            Demo.Model(
                "Wool Rug", ["material": "Wool", "handmade": true], cost: 140, "Hand-tufted, dense and quiet underfoot."
            ),
            Demo.Model("Jute Rug", ["material": "Jute"], cost: 70, "A nubbly natural weave that hides the crumbs."),
            Demo.Model(
                "Washable Rug", ["material": "Recycled polyester", "machine_washable": true, "recycled": true],
                cost: 60, "Folds into the drum of an ordinary machine."),
            Demo.Model("Kilim", ["material": "Wool"], cost: 120, "Flat-woven and reversible, pattern on both sides."),
        ],
        traits: [
            .numbers("pile_mm", [4, 8, 12, 18]), .texts("pattern", ["Plain", "Striped", "Geometric", "Bordered"]),
            .flag("non_slip", tenths: 4),
        ],
        options: Demo.Options(
            sizes: ["80 × 150 cm", "120 × 180 cm", "160 × 230 cm", "200 × 300 cm"], step: 80,
            colours: [.sand, .grey, .rust, .navy, .sage, .cream, .charcoal]),
        uses: ["bare floors", "the space under the table", "cold mornings", "echoing rooms"],
        says: ["A {pattern} design in {material}, {pile_mm} mm high.", "Lies flat from the first day."],
        tags: ["rug", "textiles"])

    static let clocks = Demo.Leaf(
        "Decor", "Clocks", code: "CLK", picture: .clock, from: 16, to: 140,
        models: [
            Demo.Model("Wall Clock", ["diameter_cm": 30], "The hand sweeps without ticking."),
            Demo.Model(
                "Alarm Clock", ["diameter_cm": 9], cost: 55, "The alarm begins as a murmur and means it after a minute."
            ),
            Demo.Model("Mantel Clock", ["diameter_cm": 18], cost: 130, "A domed glass protects the face."),
            Demo.Model(
                "Station Clock", ["diameter_cm": 40], cost: 140, "Bold markers can be read from across the hall."),
        ],
        traits: [
            .colours([.black, .white, .oak, .walnut, .brass, .sage, .brick, .sky]),
            .texts("movement", ["Silent quartz", "Radio-controlled", "Mechanical"], raises: true),
            .texts("numerals", ["Arabic", "Roman", "None"]),
        ],
        uses: ["kitchens that run late", "bedside tables", "classrooms and studios", "the hall"],
        says: ["A {movement} movement keeps the time.", "The face is {diameter_cm} cm across."],
        tags: ["clock", "decor"])
}
