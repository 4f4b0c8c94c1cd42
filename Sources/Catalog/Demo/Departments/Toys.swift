extension Demo.Department {
    static let toys = Demo.Department(
        name: "Toys & Games",
        brands: ["Tumblefox", "Puddlewick", "Merrimoss", "Bobbin & Bear"],
        series: [
            "Acorn", "Bumble", "Castle", "Dragonfly", "Explorer", "Firefly", "Gingerbread", "Hedgehog", "Island",
            "Jungle",
            "Kite", "Lighthouse", "Moonbeam", "Noah", "Otter", "Pirate", "Rainbow", "Safari", "Treehouse", "Volcano",
            "Wizard",
        ],
        adjectives: ["delightful", "imaginative", "big-hearted", "colourful", "clever", "irresistible", "classic"],
        closers: [
            "Tested to EN 71 by an independent laboratory.", "Painted with water-based colours.",
            "Lost a piece? We replace it for the price of a stamp.", "Comes in a box that is worth keeping.",
        ],
        leaves: [.blocks, .plush, .puzzles, .boardGames, .toyCars])
}

extension Demo.Leaf {
    static let blocks = Demo.Leaf(
        "Building", "Building Blocks", code: "BLO", picture: .blocks, from: 14, to: 120, weight: 2,
        title: "{model}, {pieces} Pieces", isPlural: false,
        models: [
            Demo.Model(
                "Wooden Block Set", ["material": "Beech", "age_from": 1],
                "Edges are sanded until they are kind to small hands."),
            Demo.Model(
                "Marble Run", ["material": "Birch plywood", "age_from": 4], cost: 130,
                "The last bell never stops being funny."),
            Demo.Model(
                "Magnetic Tile Set", ["material": "ABS", "age_from": 3], cost: 140,
                "The tiles click together whichever way you turn them."),
            Demo.Model(
                "Rainbow Stacker", ["material": "Lime wood", "age_from": 1], cost: 75,
                "A bridge, a cradle, a fence and sometimes a rainbow."),
        ],
        traits: [
            .numbers("pieces", [12, 24, 40, 60, 100], raises: true), .texts("finish", ["Oiled", "Painted", "Natural"]),
            .flag("expansion_ready", tenths: 5), .flag("fsc_wood", tenths: 5),
        ],
        uses: ["rainy afternoons", "tall towers and loud crashes", "siblings who share", "the nursery floor"],
        says: ["{pieces} pieces of {material} with a {finish} finish.", "For builders aged {age_from} and up."],
        tags: ["toy", "building"])

    static let plush = Demo.Leaf(
        "Soft Toys", "Stuffed Animals", code: "PLU", picture: .teddy, from: 12, to: 78,
        title: "{model} {height_cm} cm, {colour}",
        models: [
            Demo.Model("Teddy Bear", ["animal": "Bear"], "The arms are long enough to hug back."),
            Demo.Model("Plush Mouse", ["animal": "Mouse"], cost: 70, "Lives in a pocket and is an excellent listener."),
            Demo.Model("Plush Panda", ["animal": "Panda"], "Sits up by itself at tea parties."),
            Demo.Model(
                "Sleepy Bear", ["animal": "Bear"], cost: 115, "A little lavender sachet can be tucked into the back."),
        ],
        traits: [
            .numbers("height_cm", [18, 25, 32, 40, 60], raises: true),
            .colours([.sand, .cream, .rust, .grey, .rose, .sky, .oak, .walnut]),
            .texts("filling", ["Recycled fibre", "Wool", "Cotton"]), .flag("machine_washable", tenths: 8),
            .flag("organic", tenths: 3),
        ],
        uses: ["bedtime", "first birthdays", "brave visits to the dentist", "travelling in the back seat"],
        says: ["{height_cm} cm of {filling} and good intentions.", "Eyes are stitched, so it is safe from birth."],
        tags: ["toy", "soft toy"])

    static let puzzles = Demo.Leaf(
        "Games", "Jigsaw Puzzles", code: "PUZ", picture: .puzzle, from: 9, to: 46,
        title: "{model} “{motif}”, {pieces} Pieces",
        models: [
            Demo.Model(
                "Jigsaw Puzzle", ["material": "Blue board"],
                "The pieces snap together so firmly that you can lift the sky."),
            Demo.Model(
                "Wooden Puzzle", ["material": "Lime wood"], cost: 160,
                "Laser-cut pieces in the shape of what they show."),
            Demo.Model(
                "Round Puzzle", ["material": "Blue board"], cost: 110,
                "No corners to begin with, which is rather the point."),
        ],
        traits: [
            .texts(
                "motif",
                [
                    "Night Market", "Alpine Meadow", "Harbour at Dawn", "The Botanist's Desk", "Paper Birds",
                    "City of Cats", "Old Star Map", "Tide Pool",
                ]),
            .numbers("pieces", [100, 300, 500, 1000, 2000], raises: true),
            .texts("surface", ["Linen", "Matt", "Satin"]), .flag("recycled", tenths: 5),
        ],
        uses: ["long weekends", "holidays by the sea", "grandparents and grandchildren", "a slow January"],
        says: [
            "{pieces} pieces with a {surface} surface that does not glare.",
            "A folded poster of the picture is included.",
        ],
        tags: ["game", "puzzle"])

    static let boardGames = Demo.Leaf(
        "Games", "Board Games", code: "GAM", picture: .boardGame, from: 12, to: 84, weight: 2,
        title: "{model} “{theme}” for 2–{players_to} Players",
        models: [
            Demo.Model("Strategy Game", ["age_from": 12], cost: 130, "Few rules, many regrets, always another round."),
            Demo.Model("Family Game", ["age_from": 8], "Explained in five minutes and fair to the youngest."),
            Demo.Model("Card Game", ["age_from": 8], cost: 45, "Fits into a coat pocket and fills a train ride."),
            Demo.Model(
                "Cooperative Game", ["age_from": 10], cost: 110,
                "All win or all lose, and the game is a worthy opponent."),
        ],
        traits: [
            .texts(
                "theme",
                [
                    "Salt Merchants", "Owl Forest", "The Last Lighthouse", "Clockwork Fair", "Spice Caravan",
                    "Beekeepers", "Ghost Ferry", "Moon Orchard",
                ]),
            .numbers("players_to", [4, 5, 6]), .numbers("minutes", [20, 30, 45, 60, 90], raises: true),
            .flag("solo_play", tenths: 3),
        ],
        uses: ["game nights", "the cabin", "mixed ages", "people who hate losing gracefully"],
        says: ["A round takes about {minutes} minutes.", "From {age_from} years, for up to {players_to} players."],
        tags: ["game", "board game"])

    static let toyCars = Demo.Leaf(
        "Vehicles", "Toy Vehicles", code: "VEH", picture: .toyCar, from: 8, to: 68,
        title: "{model} {length_cm} cm, {colour}",
        models: [
            Demo.Model(
                "Wooden Car", ["material": "Beech", "age_from": 1], cost: 70,
                "Rubber tyres run quietly over parquet and cats."),
            Demo.Model(
                "Pull-Back Racer", ["material": "Metal", "age_from": 3], cost: 60,
                "Pull it back, let it go, look under the sofa."),
            Demo.Model(
                "Remote-Control Car", ["material": "ABS", "age_from": 6, "rechargeable": true], cost: 150,
                "Takes gravel paths sideways, on purpose."),
            Demo.Model(
                "Wooden Taxi", ["material": "Maple", "age_from": 2], cost: 85,
                "A peg passenger comes along for every ride."),
        ],
        traits: [
            .numbers("length_cm", [12, 16, 20, 26], raises: true), .colours(Demo.Colour.bright),
            .flag("fsc_wood", tenths: 4),
        ],
        uses: ["hallway races", "sandpits", "pockets", "young drivers"],
        says: ["{length_cm} cm long, made of {material}.", "For drivers aged {age_from} and up."],
        tags: ["toy", "vehicle"])
}
