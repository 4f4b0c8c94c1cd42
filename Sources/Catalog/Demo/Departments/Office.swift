extension Demo.Department {
    static let office = Demo.Department(
        name: "Office",
        brands: ["Scrivenor", "Deskley", "Foolscap & Co.", "Papermoor"],
        series: [
            "Agenda", "Bureau", "Cipher", "Draft", "Errand", "Folio", "Gridline", "Inbox", "Ledger", "Margin",
            "Notable",
            "Octavo", "Plot", "Quarto", "Register", "Studio", "Tally", "Verso", "Workroom", "Chapter",
        ],
        adjectives: ["orderly", "smooth", "clear-headed", "sensible", "hard-working", "well-designed", "tidy"],
        closers: [
            "Made for people who still write things down.", "Bulk orders get a discount.",
            "Looks just as good in a home office.", "Ships in a recycled paper sleeve.",
        ],
        leaves: [.officeChairs, .desks, .notebooks, .pens, .organisers])
}

extension Demo.Leaf {
    static let officeChairs = Demo.Leaf(
        "Furniture", "Desk Chairs", code: "OCH", picture: .officeChair, from: 89, to: 890, weight: 2,
        models: [
            Demo.Model(
                "Mesh Task Chair", ["back": "Mesh"],
                "The mesh gives way to the shoulder blades and holds the lower back."),
            Demo.Model(
                "Executive Chair", ["back": "Leather"], cost: 130,
                "Deep padding and a tilt that stops where you want it."),
            Demo.Model(
                "Saddle Stool", ["back": "None"], cost: 55, "Opens the hips and keeps the spine upright on its own."),
            Demo.Model(
                "Ergonomic Chair", ["back": "Mesh"], cost: 145, "Seven adjustments, each labelled in plain words."),
        ],
        traits: [
            .colours([.black, .grey, .navy, .forest, .rust, .sky, .mustard]),
            .numbers("max_load_kg", [110, 120, 135, 150], raises: true), .flag("height_adjustable", tenths: 10),
            .texts("castors", ["Soft", "Hard"]), .numbers("warranty_years", [3, 5, 10]),
        ],
        uses: ["eight-hour days", "home offices", "deep work", "meetings that run over"],
        says: [
            "Carries up to {max_load_kg} kg on {castors} castors.",
            "The maker vouches for it for {warranty_years} years.",
        ],
        tags: ["office", "seating"])

    static let desks = Demo.Leaf(
        "Furniture", "Desks", code: "DSK", picture: .desk, from: 119, to: 980,
        title: "{model} {width_cm} cm, {colour}",
        models: [
            Demo.Model("Writing Desk", ["drawers": 2], "Two shallow drawers for exactly the things that get lost."),
            Demo.Model(
                "Standing Desk", ["drawers": 0, "height_adjustable": true, "power_w": 160], cost: 140,
                "Rises from sitting to standing in twelve seconds."),
            Demo.Model(
                "Secretary Desk", ["drawers": 4, "lockable": true], cost: 130, "Fold it shut and the work is gone."),
            Demo.Model("Trestle Desk", ["drawers": 0], cost: 70, "Two trestles, one top, a hundred possible rooms."),
        ],
        traits: [
            .numbers("width_cm", [100, 120, 140, 160, 180], raises: true), .colours(Demo.Colour.woods),
            .numbers("depth_cm", [55, 60, 70, 80]), .flag("flat_pack", tenths: 9), .flag("fsc_wood", tenths: 5),
        ],
        uses: ["home offices", "students", "two monitors and a cat", "thank-you letters"],
        says: ["The top measures {width_cm} × {depth_cm} cm.", "A cable channel runs along the back edge."],
        tags: ["office", "table"])

    static let notebooks = Demo.Leaf(
        "Stationery", "Notebooks", code: "NTB", picture: .notebook, from: 6, to: 38, weight: 2,
        title: "{model} {format}, {ruling}, {colour}",
        models: [
            Demo.Model(
                "Hardcover Notebook", ["binding": "Thread-sewn", "lay_flat": true],
                "The cover is stiff enough to write on while standing."),
            Demo.Model(
                "Softcover Notebook", ["binding": "Thread-sewn"], cost: 75, "Bends with the pocket it lives in."),
            Demo.Model(
                "Spiral Notebook", ["binding": "Wire-bound", "lay_flat": true], cost: 60,
                "Folds right round and tears off clean."),
            Demo.Model(
                "Dated Planner", ["binding": "Thread-sewn", "ribbon_marker": true], cost: 130,
                "One week on two pages, with room for what really happened."),
        ],
        traits: [
            .texts("format", ["A6", "A5", "B5", "A4"], raises: true),
            .texts("ruling", ["Dotted", "Lined", "Blank", "Squared"]),
            .colours(Demo.Colour.bright + [.black, .navy, .forest, .sand, .burgundy]),
            .numbers("pages", [96, 128, 160, 192, 240]), .numbers("paper_gsm", [80, 90, 100, 120]),
            .flag("recycled", tenths: 4),
        ],
        uses: ["first drafts", "daily lists", "lecture notes", "sketches and half-ideas"],
        says: ["{pages} pages of {paper_gsm} g paper that fountain pens like.", "{^format} format, {ruling}."],
        tags: ["stationery", "paper"])

    static let pens = Demo.Leaf(
        "Stationery", "Pens", code: "PEN", picture: .pen, from: 5, to: 180,
        title: "{model} {tip_mm} mm, {colour}",
        models: [
            Demo.Model(
                "Fountain Pen", ["ink": "Cartridge or converter", "refillable": true], cost: 150,
                "The steel nib glides after the first page and never stops."),
            Demo.Model(
                "Rollerball Pen", ["ink": "Gel", "refillable": true], cost: 70,
                "Starts on the first stroke, even after a month."),
            Demo.Model(
                "Ballpoint Pen", ["ink": "Oil-based", "refillable": true], cost: 40,
                "The click is quieter than a clock."),
            Demo.Model("Fineliner", ["ink": "Pigment"], cost: 25, "Waterproof pigment ink for drawings that stay."),
        ],
        traits: [
            .numbers("tip_mm", [0.3, 0.5, 0.7, 1]),
            .colours([.black, .navy, .brass, .copper, .silver, .forest, .burgundy, .cream]),
            .texts("body", ["Aluminium", "Brass", "Resin", "Maple"], raises: true),
            .numbers("weight_g", [12, 18, 26, 34]),
        ],
        uses: ["letters and signatures", "left-handed writers", "technical drawings", "the inside pocket"],
        says: ["{A body} body of {weight_g} g sits well in the hand.", "Writes a line of {tip_mm} mm with {ink} ink."],
        tags: ["stationery", "writing"])

    static let organisers = Demo.Leaf(
        "Stationery", "Desk Organisers", code: "ORG", picture: .organiser, from: 12, to: 74,
        title: "{model}, {compartments} Compartments, {colour}",
        models: [
            Demo.Model(
                "Pen Holder", ["material": "Ceramic"], cost: 55, "Wide enough for scissors, tall enough for rulers."),
            Demo.Model("Desk Organiser", ["material": "Bamboo"], "A slot holds the phone where you can see it."),
            Demo.Model("Letter Tray", ["material": "Steel mesh"], cost: 85, "Stacks without screws."),
            Demo.Model("Drawer Box", ["material": "Felt and birch"], cost: 120, "Soft inside, so nothing rattles."),
        ],
        traits: [
            .numbers("compartments", [2, 3, 4, 6, 8], raises: true),
            .colours([.oak, .walnut, .black, .white, .sage, .terracotta, .navy]),
            .numbers("width_cm", [9, 18, 24, 32]), .flag("fsc_wood", tenths: 3),
        ],
        uses: ["clear desks", "shared tables", "paper clips and good intentions", "craft corners"],
        says: ["{compartments} compartments on {width_cm} cm.", "Made of {material} with feet of cork."],
        tags: ["office", "storage"])
}
