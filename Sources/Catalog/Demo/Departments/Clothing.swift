extension Demo.Department {
    static let clothing = Demo.Department(
        name: "Clothing",
        brands: ["Alder & Finch", "Wrenfield", "Threadmoor", "Calloway Lane", "Saltmarch"],
        series: [
            "Ashby", "Brae", "Camden Row", "Dunmore", "Esker", "Fairlie", "Greer", "Heath", "Islay Bay", "Juno", "Kirk",
            "Lowen", "Maren", "Nairn", "Orla", "Penrose", "Quill", "Rhys", "Sable", "Tamsin", "Una", "Vesta", "Winslow",
            "York Street",
        ],
        adjectives: ["comfortable", "flattering", "easy-going", "well-cut", "hard-wearing", "relaxed", "grown-up"],
        closers: [
            "A spare button is sewn inside.", "Our model wears size M.", "Returns are free for 60 days.",
            "Sewn in a family workshop in Portugal.",
        ],
        leaves: [.tShirts, .shirts, .dresses, .knitwear, .jackets, .trousers, .hats, .socks])
}

extension Demo.Options {
    fileprivate static let apparel = Demo.Options(
        sizes: ["XS", "S", "M", "L", "XL", "XXL"], colours: Demo.Colour.apparel)
}

extension Demo.Leaf {
    private static let fabric: [Demo.Trait] = [
        .texts("fit", ["Slim", "Regular", "Relaxed"]), .flag("organic", tenths: 4),
        .flag("machine_washable", tenths: 9),
        .numbers("weight_gsm", [120, 150, 180, 220, 280]),
    ]

    static let tShirts = Demo.Leaf(
        "Tops", "T-Shirts", code: "TSH", picture: .tShirt, from: 12, to: 48, weight: 3, title: "{model}",
        models: [
            Demo.Model("Cotton T-Shirt", ["material": "Cotton"], "The collar is double-stitched and stays flat."),
            Demo.Model(
                "Merino T-Shirt", ["material": "Merino wool"], cost: 170, "Three days of travel and still fresh."),
            Demo.Model(
                "Striped T-Shirt", ["material": "Cotton", "pattern": "Striped"], cost: 110,
                "The stripes meet at the side seams, as they should."),
            Demo.Model(
                "Heavyweight T-Shirt", ["material": "Cotton"], cost: 120, "Dense jersey that hangs rather than clings."),
        ],
        traits: fabric, options: .apparel, uses: ["every day", "long summers", "layering", "packing light"],
        says: ["{^fit} fit in {weight_gsm} g {material}.", "Pre-washed, so the size stays the size."],
        tags: ["clothing", "top"])

    static let shirts = Demo.Leaf(
        "Tops", "Shirts & Blouses", code: "SRT", picture: .shirt, from: 29, to: 110, weight: 2, title: "{model}",
        models: [
            Demo.Model(
                "Oxford Shirt", ["material": "Cotton", "collar": "Button-down"],
                "Smart under a jacket and better without one."),
            Demo.Model("Linen Shirt", ["material": "Linen", "collar": "Classic"], cost: 120, "Creases with dignity."),
            Demo.Model(
                "Flannel Shirt", ["material": "Brushed cotton", "collar": "Classic"],
                "Brushed twice for the feel of a shirt that is ten years old."),
            Demo.Model(
                "Silk Blouse", ["material": "Silk", "collar": "Mandarin"], cost: 160,
                "Falls softly and forgives a long day."),
        ],
        traits: fabric, options: .apparel,
        uses: ["the office and after", "warm evenings", "weekends in the country", "interviews"],
        says: ["{^fit} fit with {a collar} collar.", "{^material} of {weight_gsm} g with buttons of corozo nut."],
        tags: ["clothing", "shirt"])

    static let dresses = Demo.Leaf(
        "Dresses", code: "DRS", picture: .dress, from: 39, to: 190, weight: 2, title: "{model}",
        models: [
            Demo.Model("Wrap Dress", ["length": "Midi"], "Ties at the side and moves when you do."),
            Demo.Model("Shirt Dress", ["length": "Knee"], "Buttons from collar to hem, pockets in both sides."),
            Demo.Model("Linen Dress", ["length": "Midi"], cost: 115, "Wide straps and air where it is needed in July."),
            Demo.Model(
                "Knit Dress", ["length": "Maxi", "stretch": true], cost: 125,
                "A jumper that got carried away, in the best sense."),
        ],
        traits: fabric + [.texts("material", ["Viscose", "Cotton", "Linen", "Lyocell"])], options: .apparel,
        uses: ["garden parties", "work and weddings", "hot days", "travelling with one bag"],
        says: ["{^length} length in a {fit} cut.", "Made of {weight_gsm} g {material}, and yes: it has pockets."],
        tags: ["clothing", "dress"])

    static let knitwear = Demo.Leaf(
        "Knitwear", code: "KNT", picture: .sweater, from: 39, to: 210, weight: 2, title: "{model}",
        models: [
            Demo.Model("Crew-Neck Jumper", ["neck": "Crew"], "Fully fashioned: no seam at the shoulder."),
            Demo.Model("Roll-Neck Jumper", ["neck": "Roll"], cost: 115, "Warm enough to leave the scarf at home."),
            Demo.Model(
                "Cable-Knit Jumper", ["neck": "Crew"], cost: 130, "Cables and honeycombs from an old island pattern."),
            Demo.Model("Quarter-Zip Jumper", ["neck": "Zip"], "The collar stands up to a breeze."),
        ],
        traits: [
            .texts("material", ["Lambswool", "Merino wool", "Cashmere blend", "Cotton"], raises: true),
            .texts("fit", ["Regular", "Relaxed"]), .numbers("gauge", [5, 7, 12]), .flag("recycled", tenths: 2),
        ],
        options: .apparel, uses: ["cold offices", "walks by the sea", "bonfires", "the first frost"],
        says: ["Knitted from {material} in {gauge} gauge.", "A {fit} fit with ribbed cuffs that keep their shape."],
        tags: ["clothing", "knitwear"])

    static let jackets = Demo.Leaf(
        "Outerwear", "Jackets & Coats", code: "JKT", picture: .jacket, from: 69, to: 420, weight: 2, title: "{model}",
        models: [
            Demo.Model("Rain Jacket", ["waterproof": true, "lining": "Mesh"], "The hood turns with the head."),
            Demo.Model(
                "Down Jacket", ["lining": "Down", "packable": true], cost: 120,
                "A great deal of warmth for very little weight."),
            Demo.Model(
                "Waxed Jacket", ["lining": "Cotton check", "water_resistant": true], cost: 125,
                "Re-wax it every autumn and it will see you out."),
            Demo.Model("Wool Coat", ["lining": "Satin"], cost: 150, "A sharp shoulder and a deep inside pocket."),
        ],
        traits: [
            .texts("fit", ["Regular", "Relaxed"]), .numbers("pockets", [3, 4, 5, 6]),
            .numbers("weight_g", [380, 560, 900, 1400], raises: true), .flag("recycled", tenths: 3),
        ],
        options: .apparel, uses: ["wet commutes", "windy platforms", "late autumn", "dog walks in any weather"],
        says: [
            "{pockets} pockets, {a lining} lining and a weight of {weight_g} g.", "Cut for a {fit} fit over a jumper.",
        ], tags: ["clothing", "outerwear"])

    static let trousers = Demo.Leaf(
        "Trousers", code: "TRS", picture: .trousers, from: 34, to: 150, weight: 2, title: "{model}", isPlural: true,
        models: [
            Demo.Model(
                "Chinos", ["material": "Cotton twill", "stretch": true], "A clean front and a back pocket that closes."),
            Demo.Model("Straight Jeans", ["material": "Denim"], cost: 110, "They begin stiff and end as yours."),
            Demo.Model("Linen Trousers", ["material": "Linen"], cost: 115, "Drawstring inside, tailored outside."),
            Demo.Model("Corduroy Trousers", ["material": "Corduroy"], "Eight wales to the inch, and no whistling."),
        ],
        traits: [
            .texts("fit", ["Slim", "Straight", "Wide"]), .texts("rise", ["Mid", "High"]), .flag("organic", tenths: 4),
            .flag("machine_washable", tenths: 9),
        ],
        options: Demo.Options(sizes: ["28", "30", "32", "34", "36", "38"], colours: Demo.Colour.apparel),
        uses: ["desk and garden", "cycling to work", "long flights", "warm evenings"],
        says: ["{^fit} leg with a {rise} rise.", "Cut from {material} that has been washed once already."],
        tags: ["clothing", "trousers"])

    static let hats = Demo.Leaf(
        "Accessories", "Hats & Caps", code: "HAT", picture: .hat, from: 12, to: 68, title: "{model}",
        models: [
            Demo.Model("Ribbed Beanie", ["material": "Merino wool"], "Deep enough to cover the ears twice."),
            Demo.Model("Pompom Beanie", ["material": "Lambswool"], "The pompom comes off for the wash."),
            Demo.Model("Fisherman Beanie", ["material": "Cotton"], cost: 80, "Sits above the ears and below the rain."),
        ],
        traits: [
            .texts("lining", ["None", "Fleece", "Satin"]), .flag("recycled", tenths: 3), .flag("handmade", tenths: 2),
        ],
        options: Demo.Options(sizes: ["S/M", "L/XL"], colours: Demo.Colour.apparel),
        uses: ["frosty mornings", "bad hair days", "ski lifts", "harbour walks"],
        says: ["Knitted from {material}.", "Lining: {lining}."], tags: ["clothing", "accessories"])

    static let socks = Demo.Leaf(
        "Accessories", "Socks", code: "SOC", picture: .socks, from: 8, to: 34, title: "{model}, {pairs} Pairs",
        isPlural: true,
        models: [
            Demo.Model("Crew Socks", ["material": "Cotton"], "Hand-linked toes leave no seam to feel."),
            Demo.Model(
                "Hiking Socks", ["material": "Merino wool"], cost: 150, "Padded under heel and ball, airy on top."),
            Demo.Model(
                "Running Socks", ["material": "Recycled polyester", "recycled": true], cost: 110,
                "Left and right are different, as feet are."),
            Demo.Model("Bed Socks", ["material": "Lambswool"], cost: 120, "Loose at the ankle and indecently warm."),
        ],
        traits: [
            .numbers("pairs", [2, 3, 4, 6], raises: true), .flag("machine_washable", tenths: 9),
            .flag("organic", tenths: 3),
        ],
        options: Demo.Options(sizes: ["35–38", "39–42", "43–46"], colours: Demo.Colour.apparel),
        uses: ["long days on foot", "cold floors", "new boots", "stocking fillers"],
        says: [
            "Knitted from {material} with a little elastane.", "{pairs} in a pack, folded rather than plastic-tagged.",
        ], tags: ["clothing", "accessories"])
}
