extension Demo.Department {
    static let bedAndBath = Demo.Department(
        name: "Bed & Bath",
        brands: ["Downellan", "Weftly", "Morrow & Lull", "Cambrel"],
        series: [
            "Cloudberry", "Dawn", "Eider", "Featherly", "Hush", "Isola", "Lullaby", "Meridian", "Nightfall", "Opal",
            "Paloma", "Reverie", "Seafoam", "Slumber", "Tranquil", "Undertow", "Verbena", "Whisper", "Yarrow", "Zephyr",
        ],
        adjectives: ["soft", "breathable", "cosy", "light", "crisp", "restful", "well-made"],
        closers: [
            "Softer with every wash.", "Tested for harmful substances.", "Comes in a cotton bag that is useful later.",
            "Dyed in small lots for colours that last.",
        ],
        leaves: [.duvetCovers, .sheets, .pillows, .towels, .blankets])
}

extension Demo.Leaf {
    static let duvetCovers = Demo.Leaf(
        "Bed Linen", "Duvet Covers", code: "DUV", picture: .linen, from: 39, to: 190, weight: 3, title: "{model}",
        models: [
            Demo.Model(
                "Linen Duvet Cover", ["material": "Linen"], cost: 140, "Stonewashed flax that never needs an iron."),
            Demo.Model(
                "Percale Duvet Cover", ["material": "Cotton percale"],
                "A tight, matt weave with the crispness of a hotel bed."),
            Demo.Model(
                "Sateen Duvet Cover", ["material": "Cotton sateen"], cost: 115, "Smooth, with the faintest sheen."),
            Demo.Model(
                "Flannel Duvet Cover", ["material": "Brushed cotton"], cost: 90,
                "Brushed on both sides for cold bedrooms."),
        ],
        traits: [
            .numbers("thread_count", [180, 200, 300, 400]), .texts("closure", ["Button", "Zip", "Tie"]),
            .flag("organic", tenths: 4), .flag("machine_washable", tenths: 10),
        ],
        options: Demo.Options(sizes: ["Single", "Double", "King", "Super King"], step: 18, colours: Demo.Colour.linen),
        uses: ["light sleepers", "cool summer nights", "lazy Sundays", "a bed that looks made"],
        says: [
            "Woven from {material} with a thread count of {thread_count}.", "A {closure} closure keeps the duvet in.",
        ],
        tags: ["bedding", "bed linen"])

    static let sheets = Demo.Leaf(
        "Bed Linen", "Fitted Sheets", code: "SHT", picture: .linen, from: 19, to: 95, weight: 2, title: "{model}",
        models: [
            Demo.Model(
                "Jersey Fitted Sheet", ["material": "Cotton jersey", "stretch": true], cost: 70,
                "Knitted like a T-shirt, and as comfortable."),
            Demo.Model("Percale Fitted Sheet", ["material": "Cotton percale"], "Cool to the touch on warm nights."),
            Demo.Model(
                "Linen Fitted Sheet", ["material": "Linen"], cost: 150, "Takes up moisture without feeling damp."),
            Demo.Model(
                "Bamboo Fitted Sheet", ["material": "Bamboo viscose"], cost: 120,
                "Drapes like silk and washes like cotton."),
        ],
        traits: [
            .numbers("depth_cm", [25, 30, 35, 40]), .flag("organic", tenths: 4), .flag("machine_washable", tenths: 10),
        ],
        options: Demo.Options(sizes: ["Single", "Double", "King", "Super King"], step: 15, colours: Demo.Colour.linen),
        uses: ["restless sleepers", "deep mattresses", "the guest bed", "every night of the week"],
        says: [
            "Elastic all round holds mattresses of up to {depth_cm} cm.",
            "The {material} is washed before sewing, so it will not shrink.",
        ],
        tags: ["bedding", "bed linen"])

    static let pillows = Demo.Leaf(
        "Bedding", "Pillows", code: "PIL", picture: .pillow, from: 18, to: 130,
        title: "{model}, {firmness}, {width_cm} cm",
        models: [
            Demo.Model(
                "Down Pillow", ["filling": "Duck down"], cost: 150, "Scrunch it, fold it, and it still springs back."),
            Demo.Model(
                "Memory-Foam Pillow", ["filling": "Memory foam"], cost: 110,
                "The contour follows the neck, not the other way round."),
            Demo.Model("Wool Pillow", ["filling": "Wool"], cost: 120, "Wool evens out warm and cold."),
            Demo.Model(
                "Hollow-Fibre Pillow", ["filling": "Recycled fibre", "recycled": true, "machine_washable": true],
                cost: 50, "Light, springy and happy in the machine."),
        ],
        traits: [
            .texts("firmness", ["Soft", "Medium", "Firm"]), .numbers("width_cm", [50, 60, 70, 80], raises: true),
            .texts("cover", ["Cotton", "Bamboo", "Lyocell"]),
        ],
        uses: ["side sleepers", "back sleepers", "stiff mornings", "reading in bed"],
        says: ["Filled with {filling} in a {cover} cover.", "A {firmness} hold that keeps its shape overnight."],
        tags: ["bedding", "sleep"])

    static let towels = Demo.Leaf(
        "Bathroom", "Towels", code: "TWL", picture: .towel, from: 9, to: 42, weight: 2, title: "{model}",
        models: [
            Demo.Model("Cotton Towel", ["material": "Cotton"], "Long loops drink up water and dry by evening."),
            Demo.Model(
                "Waffle Towel", ["material": "Cotton"], cost: 90,
                "The honeycomb weave is thin, quick and a little bracing."),
            Demo.Model(
                "Turkish Towel", ["material": "Cotton"], cost: 95,
                "Flat-woven with knotted fringes; as good at the beach as at home."),
            Demo.Model(
                "Linen Towel", ["material": "Linen"], cost: 140, "Gently rough and dry before anybody else needs it."),
        ],
        traits: [
            .numbers("weight_gsm", [320, 450, 550, 650, 700], raises: true), .flag("organic", tenths: 5),
            .flag("machine_washable", tenths: 10),
        ],
        options: Demo.Options(sizes: ["Hand", "Bath", "Sheet"], step: 70, colours: Demo.Colour.linen),
        uses: ["the morning shower", "guests", "wet hair and small children", "the gym bag"],
        says: ["Weighs {weight_gsm} g per square metre.", "A hanging loop on the long side saves a hook."],
        tags: ["bathroom", "towel"])

    static let blankets = Demo.Leaf(
        "Bedding", "Blankets & Throws", code: "BLK", picture: .blanket, from: 29, to: 220,
        title: "{model} {length_cm} cm, {colour}",
        models: [
            Demo.Model(
                "Wool Blanket", ["material": "Lambswool"], cost: 130, "Woven, washed and brushed until it blooms."),
            Demo.Model(
                "Knitted Throw", ["material": "Cotton", "machine_washable": true], cost: 80,
                "Chunky cables with a good weight to them."),
            Demo.Model(
                "Fleece Blanket", ["material": "Recycled polyester", "recycled": true, "machine_washable": true],
                cost: 45, "Featherweight warmth for sofa and car."),
            Demo.Model(
                "Weighted Blanket", ["material": "Cotton and glass beads"], cost: 120,
                "Small pockets keep the weight where you want it."),
        ],
        traits: [
            .numbers("length_cm", [150, 170, 180, 200, 220], raises: true), .colours(Demo.Colour.linen),
            .texts("edge", ["Fringed", "Hemmed", "Whip-stitched"]),
        ],
        uses: ["film nights", "chilly verandas", "afternoon naps", "the foot of the bed"],
        says: ["{length_cm} cm long with a {edge} edge.", "Made of {material}."],
        tags: ["blanket", "living room"])
}
