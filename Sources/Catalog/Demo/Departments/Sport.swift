extension Demo.Department {
    static let sport = Demo.Department(
        name: "Sport",
        brands: ["Vaultray", "Kinnetic", "Bracken Athletics", "Limberly"],
        series: [
            "Apex", "Bounce", "Charge", "Dynamo", "Endure", "Form", "Grip", "Hustle", "Impact", "Kick-Off", "Leap",
            "Momentum",
            "Newton", "Overtime", "Pace", "Relay", "Sprint", "Traction", "Uplift", "Volley",
        ],
        adjectives: ["tournament-ready", "grippy", "tough", "balanced", "no-excuses", "club-quality", "dependable"],
        closers: [
            "Used by clubs as well as in back yards.", "A mesh bag is included.",
            "Good for beginners and hard to outgrow.",
            "Covered by a two-year guarantee.",
        ],
        leaves: [.balls, .mats, .dumbbells])
}

extension Demo.Leaf {
    static let balls = Demo.Leaf(
        "Team Sports", "Balls", code: "BAL", picture: .ball, from: 12, to: 110,
        title: "{model} Size {size}, {colour}",
        models: [
            Demo.Model("Football", ["sport": "Football"], "Thermally bonded panels keep their shape in the rain."),
            Demo.Model("Futsal Ball", ["sport": "Futsal"], "Low bounce for hard floors and quick feet."),
            Demo.Model("Training Ball", ["sport": "Football"], cost: 55, "Survives concrete, goalposts and hedges."),
            Demo.Model("Beach Football", ["sport": "Beach soccer"], cost: 70, "A soft cover for bare feet."),
        ],
        traits: [
            .numbers("size", [3, 4, 5]), .colours(Demo.Colour.bright + [.white, .black]),
            .texts("cover", ["PU", "TPU", "Synthetic leather"], raises: true), .numbers("weight_g", [320, 380, 430]),
            .flag("water_resistant", tenths: 5),
        ],
        uses: ["match day", "the park", "training twice a week", "holidays"],
        says: ["The {cover} cover brings it to {weight_g} g.", "Leaves the box needing nothing but a pump."],
        tags: ["sport", "ball"])

    static let mats = Demo.Leaf(
        "Fitness", "Yoga Mats", code: "YOG", picture: .mat, from: 18, to: 120,
        title: "{model} {thickness_mm} mm, {colour}",
        models: [
            Demo.Model(
                "Yoga Mat", ["material": "Natural rubber", "non_slip": true],
                "Hands stay where you put them, even when it gets warm."),
            Demo.Model(
                "Cork Yoga Mat", ["material": "Cork", "non_slip": true], cost: 120,
                "Cork grips better the more you sweat."),
            Demo.Model("Travel Yoga Mat", ["material": "Natural rubber"], cost: 80, "Folds to the size of a magazine."),
            Demo.Model("Exercise Mat", ["material": "NBR foam"], cost: 55, "Soft under knees and elbows."),
        ],
        traits: [
            .numbers("thickness_mm", [1.5, 3, 4, 6, 10]),
            .colours([.sage, .lilac, .teal, .coral, .charcoal, .navy, .rose, .plum]),
            .numbers("length_cm", [173, 183, 200], raises: true), .numbers("weight_kg", [0.9, 1.6, 2.4]),
        ],
        uses: ["sunrise stretches", "studio classes", "hotel rooms", "Pilates"],
        says: ["{length_cm} cm long and {weight_kg} kg light.", "Made of {material}, free of PVC."],
        tags: ["sport", "yoga"])

    static let dumbbells = Demo.Leaf(
        "Fitness", "Weights", code: "DMB", picture: .dumbbell, from: 14, to: 190,
        title: "{model} {weight_kg} kg, {colour}",
        models: [
            Demo.Model(
                "Hex Dumbbell", ["material": "Rubber-coated iron"], "Six sides, so it never rolls under the sofa."),
            Demo.Model(
                "Vinyl Dumbbell", ["material": "Vinyl-coated iron"], cost: 60, "Soft to hold and kind to the floor."),
            Demo.Model("Chrome Dumbbell", ["material": "Steel"], cost: 130, "A knurled grip with just enough bite."),
        ],
        traits: [
            .numbers("weight_kg", [1, 2, 4, 6, 8, 10, 12.5, 15, 20], raises: true),
            .colours([.black, .charcoal, .teal, .coral, .lilac, .cobalt]), .numbers("grip_mm", [26, 28, 32]),
        ],
        uses: ["home gyms", "ten minutes before breakfast", "coming back after a break", "steady progress"],
        says: ["{weight_kg} kg with a grip of {grip_mm} mm.", "Sold singly: the other arm needs its own."],
        tags: ["sport", "strength"])
}
