extension Demo.Department {
    static let kitchen = Demo.Department(
        name: "Kitchen",
        brands: ["Halden", "Copperlea", "Marrowby", "Tinderbrook", "Ovenwick"],
        series: [
            "Fjord", "Hearth", "Orchard", "Saffron", "Alder", "Provender", "Juniper", "Homestead", "Larder", "Ember",
            "Quarry", "Tarragon", "Windmill", "Meadow", "Solstice", "Bramble", "Cask", "Millstone", "Nutmeg", "Farrow",
            "Pantry", "Sorrel", "Beacon", "Harvest",
        ],
        adjectives: ["dependable", "well-balanced", "hard-wearing", "no-nonsense", "handsome", "versatile", "sturdy"],
        closers: [
            "Spare parts are kept for ten years.", "A recipe card is in the box.",
            "Built to be handed down rather than thrown out.", "Wipes clean in a minute.",
            "Looks as good on the table as on the hob.",
        ],
        leaves: [.skillets, .pots, .knives, .bakingDishes, .kettles, .blenders, .coffeeMakers])
}

extension Demo.Leaf {
    static let skillets = Demo.Leaf(
        "Cookware", "Skillets", code: "SKL", picture: .pan, from: 24, to: 140, weight: 2,
        title: "{model} {diameter_cm} cm, {colour}",
        models: [
            Demo.Model(
                "Cast-Iron Skillet", ["material": "Cast iron", "oven_safe": true, "induction": true],
                "Cast iron takes its time to heat and then holds on to it, for a deep, even crust."),
            Demo.Model(
                "Carbon-Steel Skillet", ["material": "Carbon steel", "oven_safe": true, "induction": true],
                "Carbon steel is lighter than iron and turns non-stick with every use."),
            Demo.Model(
                "Non-Stick Frying Pan", ["material": "Aluminium", "dishwasher_safe": true], cost: 70,
                "A ceramic coating lets eggs slide off without a drop of oil."),
            Demo.Model(
                "Tri-Ply Sauté Pan", ["material": "Stainless steel", "induction": true, "dishwasher_safe": true],
                cost: 130, "Three bonded layers spread the heat right up the walls."),
            Demo.Model(
                "Enamelled Griddle Pan", ["material": "Enamelled iron", "induction": true], cost: 115,
                "Deep ridges leave proper grill marks and let the fat run off."),
        ],
        traits: [
            .numbers("diameter_cm", [20, 22, 24, 26, 28, 30], raises: true),
            .colours([.black, .charcoal, .steel, .cream, .terracotta, .sage, .navy]),
            .texts("handle", ["Oak", "Riveted steel", "Soft-touch", "Walnut"]),
            .numbers("warranty_years", [2, 5, 10, 25]),
        ],
        uses: ["weeknight suppers", "slow Sunday breakfasts", "searing steaks", "one-pan dinners", "crisp potatoes"],
        says: [
            "At {diameter_cm} cm it has room for what a household eats.", "The {handle} handle sits well in the hand.",
            "Comes with a {warranty_years}-year warranty.",
        ],
        tags: ["cookware", "pan"])

    static let pots = Demo.Leaf(
        "Cookware", "Pots & Casseroles", code: "POT", picture: .pot, from: 32, to: 260,
        title: "{model} {capacity_l} l, {colour}",
        models: [
            Demo.Model(
                "Dutch Oven", ["material": "Enamelled iron", "oven_safe": true, "induction": true], cost: 130,
                "The heavy lid returns every drop of moisture to the stew."),
            Demo.Model(
                "Stockpot", ["material": "Stainless steel", "induction": true, "dishwasher_safe": true],
                "The tall walls keep a simmer going without boiling dry."),
            Demo.Model(
                "Saucepan", ["material": "Stainless steel", "dishwasher_safe": true], cost: 60,
                "A pouring lip on both sides makes it right for either hand."),
            Demo.Model(
                "Clay Casserole", ["material": "Stoneware", "oven_safe": true, "microwave_safe": true], cost: 70,
                "Unglazed inside the lid, it bastes while it braises."),
        ],
        traits: [
            .numbers("capacity_l", [1.5, 2.5, 3.5, 4.5, 6], raises: true),
            .colours([.black, .steel, .cream, .terracotta, .forest, .mustard, .burgundy, .sky]),
            .texts("lid", ["Glass", "Cast", "Self-basting"]), .numbers("warranty_years", [2, 5, 10, 25]),
        ],
        uses: ["Sunday stews", "big batches of soup", "no-knead bread", "feeding a full table", "slow braises"],
        says: [
            "It holds {capacity_l} litres.", "Fitted with a {lid} lid.", "Comes with a {warranty_years}-year warranty.",
        ],
        tags: ["cookware", "pot"])

    static let knives = Demo.Leaf(
        "Knives & Boards", "Kitchen Knives", code: "KNF", picture: .knife, from: 18, to: 190,
        title: "{model} {blade_cm} cm, {handle} Handle",
        models: [
            Demo.Model("Chef's Knife", ["edge": "Plain"], "The curved belly rocks through herbs and onions alike."),
            Demo.Model("Santoku", ["edge": "Granton"], "Hollows along the blade keep slices from sticking."),
            Demo.Model(
                "Bread Knife", ["edge": "Serrated"], cost: 80,
                "Wide serrations get through crust without crushing crumb."),
            Demo.Model(
                "Utility Knife", ["edge": "Plain"], cost: 45,
                "Small enough for a strawberry, stiff enough for a quince."),
            Demo.Model(
                "Carving Knife", ["edge": "Plain"], cost: 95, "The long, narrow blade takes off paper-thin slices."),
        ],
        traits: [
            .numbers("blade_cm", [14, 16, 18, 20, 22], raises: true),
            .texts("handle", ["Walnut", "Olive Wood", "Black Resin", "Ash"]),
            .texts("steel", ["Stainless", "High-carbon", "Powder", "Damascus"]),
            .numbers("hardness_hrc", [56, 58, 60, 61]),
            .flag("case_included", tenths: 3),
        ],
        uses: ["daily prep", "fine dicing", "people who cook every day", "a first proper knife drawer"],
        says: [
            "Forged from {steel} steel and hardened to {hardness_hrc} HRC.",
            "The {blade_cm} cm blade is balanced at the bolster.", "The {handle} handle is shaped for a pinch grip.",
        ],
        tags: ["knife", "prep"])

    static let bakingDishes = Demo.Leaf(
        "Bakeware", "Baking Dishes", code: "BKD", picture: .dish, from: 14, to: 78,
        title: "{model} {length_cm} cm, {colour}",
        models: [
            Demo.Model(
                "Roasting Dish", ["material": "Stoneware", "microwave_safe": true],
                "Wide handles give oven gloves something to hold."),
            Demo.Model(
                "Loaf Tin", ["material": "Carbon steel"], cost: 55, "Folded corners leave a loaf with a crisp edge."),
            Demo.Model(
                "Pie Dish", ["material": "Ceramic", "microwave_safe": true], cost: 70,
                "The fluted rim crimps the pastry for you."),
            Demo.Model(
                "Lasagne Pan", ["material": "Enamelled steel"], cost: 90, "Straight walls make for neat first slices."),
        ],
        traits: [
            .numbers("length_cm", [22, 26, 30, 34, 38], raises: true),
            .colours([.white, .cream, .terracotta, .sage, .navy, .mustard, .charcoal]),
            .flag("oven_safe", tenths: 10), .flag("dishwasher_safe", tenths: 7),
            .numbers("weight_kg", [0.6, 0.9, 1.3, 1.8]),
        ],
        uses: ["golden gratins", "Sunday roasts", "birthday bakes", "bubbling lasagne"],
        says: [
            "It measures {length_cm} cm from handle to handle.",
            "Weighs {weight_kg} kg, which is why it heats so evenly.",
        ],
        tags: ["baking", "oven-to-table"])

    static let kettles = Demo.Leaf(
        "Appliances", "Kettles", code: "KTL", picture: .kettle, from: 29, to: 160,
        title: "{model} {capacity_l} l, {colour}",
        models: [
            Demo.Model(
                "Gooseneck Kettle", ["power_w": 1000, "auto_off": true], cost: 125,
                "The thin spout pours as slowly as you like, just where you aim."),
            Demo.Model(
                "Electric Kettle", ["power_w": 2200, "auto_off": true], "Two cups boil in under a minute and a half."),
            Demo.Model(
                "Whistling Stovetop Kettle", ["induction": true], cost: 70, "It sings two notes when the water boils."),
            Demo.Model(
                "Temperature-Control Kettle", ["power_w": 1800, "auto_off": true], cost: 140,
                "Five settings between 70 and 100 °C suit green tea as well as black coffee."),
        ],
        traits: [
            .numbers("capacity_l", [0.8, 1, 1.2, 1.5, 1.7], raises: true),
            .colours([.black, .steel, .white, .sage, .copper, .cream, .midnight]), .flag("bpa_free", tenths: 9),
            .numbers("cord_cm", [70, 75, 90]),
        ],
        uses: ["the first cup of the day", "pour-over coffee", "tea drinkers", "small kitchens"],
        says: ["One filling makes {capacity_l} litres.", "The water touches only steel on its way to the cup."],
        tags: ["tea", "appliance"])

    static let blenders = Demo.Leaf(
        "Appliances", "Blenders & Mixers", code: "BLN", picture: .blender, from: 35, to: 420, weight: 2,
        title: "{model} {power_w} W, {colour}",
        models: [
            Demo.Model("Jug Blender", ["capacity_l": 1.5, "speeds": 5], "Six blades turn ice to snow in seconds."),
            Demo.Model(
                "Personal Blender", ["capacity_l": 0.6, "speeds": 1, "bpa_free": true], cost: 45,
                "The jar it blends in is the cup you take with you."),
            Demo.Model(
                "Stand Mixer", ["capacity_l": 4.8, "speeds": 8], cost: 150,
                "The planetary arm reaches every side of the bowl."),
            Demo.Model(
                "Hand Blender", ["capacity_l": 0.7, "speeds": 12], cost: 50,
                "The shaft comes off with one click for cleaning."),
        ],
        traits: [
            .numbers("power_w", [400, 600, 800, 1000, 1200, 1500], raises: true),
            .colours([.black, .white, .steel, .brick, .mint, .cream]), .numbers("noise_db", [68, 72, 76, 82]),
            .flag("dishwasher_safe", tenths: 6), .numbers("warranty_years", [2, 3, 5]),
        ],
        uses: ["morning smoothies", "silky soups", "pancake batter", "weekend baking"],
        says: [
            "The {power_w} W motor runs at {noise_db} dB.", "The container holds {capacity_l} litres.",
            "Covered for {warranty_years} years.",
        ],
        tags: ["appliance", "blending"])

    static let coffeeMakers = Demo.Leaf(
        "Appliances", "Coffee Makers", code: "COF", picture: .moka, from: 22, to: 480, weight: 2,
        title: "{model} {cups} Cups, {colour}",
        models: [
            Demo.Model(
                "Stovetop Moka Pot", ["brewing": "Stovetop"], cost: 28,
                "Eight sides, no electronics and nothing to go wrong."),
            Demo.Model(
                "French Press", ["brewing": "Immersion", "dishwasher_safe": true], cost: 25,
                "A double mesh keeps the grounds out of the cup."),
            Demo.Model(
                "Drip Coffee Maker", ["brewing": "Drip", "auto_off": true, "power_w": 900], cost: 55,
                "A wide shower wets all of the grounds at once."),
            Demo.Model(
                "Espresso Machine", ["brewing": "Espresso", "power_w": 1450, "pressure_bar": 15], cost: 150,
                "The boiler is ready in half a minute and steams milk as it brews."),
        ],
        traits: [
            .numbers("cups", [2, 4, 6, 8, 10], raises: true),
            .colours([.black, .steel, .white, .copper, .brick, .teal]),
            .numbers("warranty_years", [2, 3, 5]), .texts("filter", ["Steel mesh", "Paper", "Gold-tone"]),
        ],
        uses: ["slow mornings", "a full breakfast table", "people who count their grams", "the office kitchen"],
        says: ["Makes up to {cups} cups at a time.", "Uses a {filter} filter.", "Covered for {warranty_years} years."],
        tags: ["coffee", "appliance"])
}
