extension Demo.Department {
    static let gardenAndWorkshop = Demo.Department(
        name: "Garden & Workshop",
        brands: ["Nettlecombe", "Ironsedge", "Spadewell", "Greenlowe"],
        series: [
            "Allotment", "Arbour", "Bothy", "Copse", "Dell", "Evergreen", "Forge", "Glasshouse", "Hedgerow", "Ivy Lane",
            "Journeyman", "Kitchen Garden", "Loam", "Mortise", "Oakum", "Potting Shed", "Rowan", "Smithy", "Tenon",
            "Verdant",
        ],
        adjectives: ["robust", "handy", "long-lasting", "practical", "trusty", "pleasing", "straightforward"],
        closers: [
            "Guaranteed for as long as you own it.", "A care leaflet is included.",
            "Kept in stock all year round.", "Made to be oiled, sharpened and used again.",
        ],
        leaves: [.houseplants, .planters, .handTools, .powerTools, .watering])
}

extension Demo.Leaf {
    static let houseplants = Demo.Leaf(
        "Plants", "Houseplants", code: "PLT", picture: .plant, from: 9, to: 95, weight: 2,
        title: "{model} {height_cm} cm, {pot} Pot",
        models: [
            Demo.Model("Monstera", ["light": "Half shade"], "Every new leaf arrives with more holes than the last."),
            Demo.Model(
                "Snake Plant", ["light": "Any", "pet_safe": false], cost: 80,
                "Forgives holidays, dark corners and forgetful owners."),
            Demo.Model("Fiddle-Leaf Fig", ["light": "Bright"], cost: 140, "Turn it once a week and it grows straight."),
            Demo.Model(
                "Boston Fern", ["light": "Half shade", "pet_safe": true], cost: 60,
                "Likes the bathroom as much as you do."),
            Demo.Model(
                "Olive Tree", ["light": "Full sun", "pet_safe": true], cost: 150,
                "Happy on the balcony from May to October."),
        ],
        traits: [
            .numbers("height_cm", [20, 35, 50, 80, 110], raises: true),
            .texts("pot", ["Terracotta", "White", "Grey", "Basket"]),
            .texts("watering", ["Weekly", "Every ten days", "Every two weeks"]),
        ],
        uses: ["bright windowsills", "desks that need a friend", "new homes", "bare corners"],
        says: ["About {height_cm} cm tall when it leaves us.", "Water it {watering}.", "Light: {light}."],
        tags: ["plant", "living"])

    static let planters = Demo.Leaf(
        "Plants", "Pots & Planters", code: "PTR", picture: .planter, from: 8, to: 120,
        title: "{model} {diameter_cm} cm, {colour}",
        models: [
            Demo.Model("Terracotta Pot", ["material": "Terracotta"], cost: 60, "Porous walls let roots breathe."),
            Demo.Model(
                "Fibreclay Planter", ["material": "Fibreclay"], "Looks like stone and can be lifted by one person."),
            Demo.Model(
                "Self-Watering Planter", ["material": "Recycled plastic", "recycled": true], cost: 90,
                "A reservoir looks after the plants for two weeks."),
            Demo.Model(
                "Hanging Planter", ["material": "Ceramic"], cost: 70, "Three cotton cords meet in a brass ring."),
        ],
        traits: [
            .numbers("diameter_cm", [12, 16, 22, 30, 40], raises: true),
            .colours([.terracotta, .white, .charcoal, .sage, .sand, .mustard, .rose, .sky]),
            .flag("drainage", tenths: 6), .flag("frost_proof", tenths: 5),
        ],
        uses: ["kitchen herbs", "balconies", "repotting day", "tall plants"],
        says: ["{diameter_cm} cm wide at the rim.", "Made of {material}, matt outside and sealed inside."],
        tags: ["planter", "garden"])

    static let handTools = Demo.Leaf(
        "Workshop", "Hand Tools", code: "HTL", picture: .hammer, from: 12, to: 140,
        title: "{model}, {handle} Handle",
        models: [
            Demo.Model("Claw Hammer", ["weight_g": 560], "The face is crowned so that it leaves no half-moons."),
            Demo.Model("Mallet", ["weight_g": 700], cost: 80, "Heavy enough for chisels, soft enough for furniture."),
            Demo.Model(
                "Joiner's Hammer", ["weight_g": 315], cost: 70, "A narrow pein starts small nails between the fingers."),
            Demo.Model("Club Hammer", ["weight_g": 1250], cost: 90, "Two good swings do the work of ten."),
        ],
        traits: [
            .texts("handle", ["Hickory", "Ash", "Fibreglass", "Steel"]), .numbers("length_cm", [28, 30, 33, 36]),
            .texts("steel", ["C45", "C60", "Chrome vanadium"], raises: true),
        ],
        uses: ["hanging pictures", "shed projects", "a first toolbox", "restoring old chairs"],
        says: [
            "The {steel} head weighs {weight_g} g.",
            "The {handle} handle is {length_cm} cm long and wedged with steel.",
        ],
        tags: ["tool", "workshop"])

    static let powerTools = Demo.Leaf(
        "Workshop", "Power Tools", code: "PTL", picture: .drill, from: 49, to: 390, weight: 2,
        title: "{model} {voltage_v} V, {colour}",
        models: [
            Demo.Model("Cordless Drill", ["torque_nm": 60], "Two gears: one for screws, one for holes."),
            Demo.Model(
                "Impact Driver", ["torque_nm": 180], cost: 115, "Drives long screws without turning your wrist."),
            Demo.Model("Hammer Drill", ["torque_nm": 90], cost: 130, "Goes into brick as if it had been asked to."),
            Demo.Model("Compact Screwdriver", ["torque_nm": 12], cost: 45, "Fits into the corner of every cabinet."),
        ],
        traits: [
            .numbers("voltage_v", [10.8, 12, 18, 20], raises: true),
            .colours([.teal, .brick, .mustard, .charcoal, .forest, .cobalt]), .numbers("battery_ah", [1.5, 2, 4, 5]),
            .numbers("weight_kg", [0.9, 1.2, 1.6, 2.1]), .flag("brushless", tenths: 6),
            .flag("case_included", tenths: 6),
        ],
        uses: ["flat-pack weekends", "decking", "concrete walls", "tight corners"],
        says: [
            "{torque_nm} Nm from a {voltage_v} V battery of {battery_ah} Ah.", "At {weight_kg} kg it is easy overhead.",
        ],
        tags: ["tool", "cordless"])

    static let watering = Demo.Leaf(
        "Garden", "Watering", code: "WAT", picture: .wateringCan, from: 12, to: 95,
        title: "{model} {capacity_l} l, {colour}",
        models: [
            Demo.Model(
                "Watering Can", ["material": "Galvanised steel"], "The brass rose gives a shower as fine as drizzle."),
            Demo.Model(
                "Indoor Watering Can", ["material": "Powder-coated steel"], cost: 75,
                "The long spout reaches the pot behind the pot."),
            Demo.Model("Copper Watering Can", ["material": "Copper"], cost: 170, "Turns a deep brown over the years."),
            Demo.Model(
                "Pressure Sprayer", ["material": "Recycled plastic", "recycled": true], cost: 60,
                "Ten strokes are enough for a whole row."),
        ],
        traits: [
            .numbers("capacity_l", [1, 1.5, 3, 5, 9], raises: true),
            .colours([.forest, .sage, .mustard, .charcoal, .sky, .terracotta, .cream]),
            .numbers("weight_g", [350, 600, 900, 1300]),
        ],
        uses: ["summer evenings in the garden", "greenhouses", "thirsty tomatoes", "houseplants"],
        says: [
            "Holds {capacity_l} litres and weighs {weight_g} g empty.", "Made of {material}, balanced full or empty.",
        ],
        tags: ["garden", "watering"])
}
