extension Demo.Department {
    static let shoes = Demo.Department(
        name: "Shoes",
        brands: ["Cobblestow", "Strideway", "Lastmere", "Pavenham"],
        series: [
            "Alma", "Boulevard", "Courtyard", "Dash", "Esplanade", "Fleet", "Gallop", "Hopscotch", "Inca Trail",
            "Jetty",
            "Kerb", "Lane", "Mile", "Nomad", "Odyssey", "Promenade", "Quay", "Roam", "Stroll", "Terrace", "Uptown",
            "Viaduct",
        ],
        adjectives: ["comfortable", "light-footed", "sturdy", "good-looking", "supple", "all-day", "well-cushioned"],
        closers: [
            "They can be resoled.", "Half sizes: take the larger one.", "Laces in a second colour are in the box.",
            "Walk them in at home; returns are free.",
        ],
        leaves: [.sneakers, .boots, .slippers])
}

extension Demo.Options {
    fileprivate static let shoes = Demo.Options(
        sizes: ["36", "37", "38", "39", "40", "41", "42", "43", "44", "45"],
        colours: [.white, .black, .sand, .navy, .olive, .burgundy, .rust, .grey, .forest])
}

extension Demo.Leaf {
    static let sneakers = Demo.Leaf(
        "Sneakers", code: "SNK", picture: .sneaker, from: 45, to: 180, weight: 3, title: "{model}", isPlural: true,
        models: [
            Demo.Model("Canvas Sneakers", ["upper": "Canvas"], cost: 70, "A rubber toe cap takes the kicks."),
            Demo.Model(
                "Leather Sneakers", ["upper": "Leather"], cost: 120, "Plain, white-stitched and right with everything."),
            Demo.Model(
                "Running Shoes", ["upper": "Knit", "recycled": true], cost: 115,
                "The foam gives back what the heel puts in."),
            Demo.Model(
                "Trail Shoes", ["upper": "Ripstop", "water_resistant": true], cost: 120,
                "Lugs of five millimetres bite into mud and let go of it."),
        ],
        traits: [
            .texts("sole", ["Natural rubber", "EVA foam", "Recycled rubber"]),
            .numbers("weight_g", [220, 260, 310, 360]), .numbers("drop_mm", [0, 4, 8]),
        ],
        options: .shoes, uses: ["city miles", "morning runs", "summer streets", "standing all day"],
        says: ["One shoe weighs {weight_g} g on a sole of {sole}.", "{drop_mm} mm of drop between heel and toe."],
        tags: ["shoes", "sneakers"])

    static let boots = Demo.Leaf(
        "Boots", code: "BOT", picture: .boot, from: 79, to: 290, weight: 2, title: "{model}", isPlural: true,
        models: [
            Demo.Model(
                "Chelsea Boots", ["upper": "Leather"], "Elastic at the sides, a loop at the back, on in a second."),
            Demo.Model(
                "Hiking Boots", ["upper": "Nubuck", "waterproof": true], cost: 120,
                "High enough for scree, soft enough from the first day."),
            Demo.Model("Lace-Up Boots", ["upper": "Leather"], cost: 110, "Welted soles and hooks that hold the laces."),
            Demo.Model(
                "Winter Boots", ["upper": "Suede", "insulated": true], cost: 105,
                "Lined with real shearling down to the toes."),
        ],
        traits: [
            .texts("sole", ["Natural rubber", "Lugged rubber", "Crepe"]), .numbers("shaft_cm", [11, 14, 18]),
            .texts("construction", ["Welted", "Stitched", "Cemented"], raises: true),
        ],
        options: .shoes, uses: ["wet leaves", "mountain paths", "snowy pavements", "gigs and offices"],
        says: ["{^construction} on a sole of {sole}.", "The shaft is {shaft_cm} cm high."], tags: ["shoes", "boots"])

    static let slippers = Demo.Leaf(
        "Slippers", code: "SLP", picture: .slipper, from: 19, to: 85, title: "{model}", isPlural: true,
        models: [
            Demo.Model("Felt Slippers", ["upper": "Wool felt"], "Pressed in one piece, so there is no seam to rub."),
            Demo.Model("Suede Slippers", ["upper": "Suede"], cost: 140, "Lined with lambskin for bare feet."),
            Demo.Model("Cork Slippers", ["upper": "Leather"], cost: 120, "The cork bed takes the shape of your foot."),
        ],
        traits: [
            .texts("sole", ["Felt", "Rubber", "Cork"]), .flag("non_slip", tenths: 6),
        ],
        options: .shoes, uses: ["cold tiles", "guests", "working from home", "the walk to the letterbox"],
        says: ["The upper is {upper}, the sole {sole}.", "Dries overnight if it ever has to."], tags: ["shoes", "home"])
}
