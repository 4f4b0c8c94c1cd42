extension Demo.Department {
    static let dining = Demo.Department(
        name: "Dining",
        brands: ["Glimmermoor", "Oswyn & Pell", "Tavlow", "Birchmantle"],
        series: [
            "Tidewater", "Lunaria", "Banquet", "Hollow", "Pebble", "Matinee", "Vesper", "Clementine", "Harbour",
            "Foxglove", "Linden", "Atelier", "Riviera", "Thistle", "Commons", "Moss", "Ripple", "Gather", "Marlow",
            "Pomelo", "Sunday", "Estuary",
        ],
        adjectives: ["quietly elegant", "everyday", "generous", "timeless", "cheerful", "simple", "beautifully made"],
        closers: [
            "Matches the rest of the series.", "Sold singly, so a breakage is not the end of the set.",
            "Arrives in plastic-free packaging.", "Open stock: more can be added for years.",
        ],
        leaves: [.mugs, .plates, .glasses, .cutlery, .jars])
}

extension Demo.Leaf {
    static let mugs = Demo.Leaf(
        "Tableware", "Mugs & Cups", code: "MUG", picture: .mug, from: 8, to: 36, weight: 2,
        title: "{model} {capacity_ml} ml, {colour}",
        models: [
            Demo.Model(
                "Stoneware Mug", ["material": "Stoneware", "microwave_safe": true],
                "The reactive glaze pools a little differently on each one."),
            Demo.Model(
                "Porcelain Cup", ["material": "Porcelain", "microwave_safe": true], cost: 90,
                "The thin rim is a pleasure to drink from."),
            Demo.Model("Enamel Mug", ["material": "Enamelled steel"], cost: 75, "Knocks and drops only add character."),
            Demo.Model(
                "Double-Wall Mug", ["material": "Borosilicate glass", "insulated": true], cost: 120,
                "Coffee stays hot while the outside stays cool."),
        ],
        traits: [
            .numbers("capacity_ml", [250, 300, 350, 420, 500], raises: true), .colours(Demo.Colour.home),
            .flag("dishwasher_safe", tenths: 8), .flag("handmade", tenths: 2), .numbers("height_cm", [8.5, 9, 10, 11]),
        ],
        uses: ["long coffee breaks", "cocoa by the window", "the office desk", "tea at any hour"],
        says: ["Holds {capacity_ml} ml with room for milk.", "At {height_cm} cm it fits under most coffee machines."],
        tags: ["mug", "tableware"])

    static let plates = Demo.Leaf(
        "Tableware", "Plates & Bowls", code: "PLB", picture: .plate, from: 9, to: 58, weight: 2,
        title: "{model} {diameter_cm} cm, {colour}",
        models: [
            Demo.Model("Dinner Plate", ["shape": "Coupe"], "No rim means more plate for the same cupboard."),
            Demo.Model("Pasta Bowl", ["shape": "Deep"], "The wide well holds the sauce where the fork can find it."),
            Demo.Model("Salad Plate", ["shape": "Rimmed"], cost: 75, "The raised rim keeps dressing where it belongs."),
            Demo.Model(
                "Serving Platter", ["shape": "Oval"], cost: 150,
                "An oval that makes a few tomatoes look like a feast."),
        ],
        traits: [
            .numbers("diameter_cm", [19, 21, 23, 25, 27, 29], raises: true), .colours(Demo.Colour.home),
            .texts("material", ["Stoneware", "Porcelain", "Bone china", "Terracotta"]),
            .flag("dishwasher_safe", tenths: 8), .flag("microwave_safe", tenths: 7), .flag("handmade", tenths: 2),
        ],
        uses: ["weekday suppers", "long lunches with friends", "setting a relaxed table", "first flats"],
        says: [
            "Fired from {material} and {diameter_cm} cm across.",
            "The {material} is glazed on the foot as well, so it will not scratch the table.",
        ],
        tags: ["plate", "tableware"])

    static let glasses = Demo.Leaf(
        "Bar", "Glasses", code: "GLS", picture: .glass, from: 12, to: 74,
        title: "{model}, Set of {pieces}, {colour}", isPlural: true,
        models: [
            Demo.Model(
                "Wine Glasses", ["capacity_ml": 450], cost: 120, "The bowl is wide enough for a good red to open up."),
            Demo.Model("Tumblers", ["capacity_ml": 320], "A heavy base keeps them upright at lively tables."),
            Demo.Model("Highball Glasses", ["capacity_ml": 380], "Tall and straight, with room for plenty of ice."),
            Demo.Model(
                "Champagne Flutes", ["capacity_ml": 200], cost: 110,
                "A laser-cut point in the base keeps the bubbles rising."),
        ],
        traits: [
            .numbers("pieces", [2, 4, 6, 8], raises: true), .colours([.clear, .smoke, .sage, .rose, .sky, .mustard]),
            .texts("glass", ["Crystal", "Recycled", "Tempered", "Borosilicate"]), .flag("dishwasher_safe", tenths: 8),
        ],
        uses: ["long dinners", "house parties", "the good cupboard", "drinks on the balcony"],
        says: ["Each holds {capacity_ml} ml.", "Blown from {glass} glass.", "Packed as a set of {pieces}."],
        tags: ["glassware", "set"])

    static let cutlery = Demo.Leaf(
        "Tableware", "Cutlery", code: "CUT", picture: .cutlery, from: 24, to: 210,
        title: "{model}, {pieces} Pieces, {colour}",
        models: [
            Demo.Model("Cutlery Set", ["grade": "18/10"], "Slender handles and a satisfying weight."),
            Demo.Model(
                "Steak Knife Set", ["grade": "X30Cr13"], cost: 80,
                "Fine serrations that stay sharp through the dishwasher."),
            Demo.Model(
                "Dessert Cutlery Set", ["grade": "18/10"], cost: 70, "A size smaller, for cake forks that match."),
            Demo.Model("Serving Set", ["grade": "18/8"], cost: 55, "Long handles reach to the bottom of the bowl."),
        ],
        traits: [
            .numbers("pieces", [4, 16, 24, 30, 48], raises: true), .colours([.steel, .brass, .copper, .black]),
            .texts("finish", ["Mirror-polished", "Brushed", "Hammered", "Stonewashed"]),
            .flag("dishwasher_safe", tenths: 9),
        ],
        uses: ["everyday tables", "wedding lists", "dinners that run late", "a first household"],
        says: ["Stainless steel {grade} with a {finish} finish.", "{pieces} pieces in a drawer-ready tray."],
        tags: ["cutlery", "set"])

    static let jars = Demo.Leaf(
        "Food Storage", "Jars & Containers", code: "JAR", picture: .jar, from: 9, to: 62,
        title: "{model} {capacity_ml} ml, {colour}",
        models: [
            Demo.Model("Storage Jar", ["material": "Glass"], "The bamboo lid seals with a silicone ring."),
            Demo.Model(
                "Lunch Box", ["material": "Stainless steel"], cost: 110,
                "Three compartments keep the salad away from the cake."),
            Demo.Model(
                "Fermenting Crock", ["material": "Stoneware"], cost: 180, "A water channel lets air out and none in."),
            Demo.Model(
                "Biscuit Barrel", ["material": "Porcelain"], cost: 120,
                "The lid closes without a sound, whatever the hour."),
        ],
        traits: [
            .numbers("capacity_ml", [500, 750, 1000, 1400, 2000], raises: true),
            .colours([.clear, .white, .sage, .sand, .charcoal, .sky]), .flag("dishwasher_safe", tenths: 7),
            .flag("bpa_free", tenths: 8),
        ],
        uses: ["tidy pantries", "packed lunches", "shopping without packaging", "leftovers worth keeping"],
        says: ["Holds {capacity_ml} ml.", "Stacks neatly with its siblings of the same diameter."],
        tags: ["storage", "pantry"])
}
