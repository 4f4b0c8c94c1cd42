extension Demo.Department {
    static let furniture = Demo.Department(
        name: "Furniture",
        brands: ["Fennholt", "Larkhollow", "Quillmere", "Stavbo", "Hearne & Wren"],
        series: [
            "Aarlo", "Bergen Lane", "Cove", "Dovetail", "Elmsted", "Folke", "Grange", "Hollis", "Inga", "Jory", "Kelda",
            "Lido", "Moss End", "Nook", "Otto", "Parlour", "Rowan", "Saga", "Tilde", "Ulla", "Vale", "Wilder",
        ],
        adjectives: ["solid", "inviting", "space-saving", "well-proportioned", "softly curved", "calm", "long-lived"],
        closers: [
            "Delivered to the room of your choice.", "Felt pads for the feet are included.",
            "Replacement parts can be ordered one by one.", "Tested for ten years of daily use.",
        ],
        leaves: [.sofas, .diningChairs, .coffeeTables, .bookcases, .bedFrames])
}

extension Demo.Leaf {
    static let sofas = Demo.Leaf(
        "Living Room", "Sofas", code: "SOF", picture: .sofa, from: 390, to: 2400, weight: 2,
        title: "{model} {seats}-Seater, {colour}",
        models: [
            Demo.Model(
                "Linen Sofa", ["fabric": "Linen", "removable_covers": true],
                "Feather-wrapped cushions sink just far enough."),
            Demo.Model(
                "Velvet Sofa", ["fabric": "Velvet"], cost: 115, "Short-pile velvet that does not show every hand."),
            Demo.Model(
                "Sofa Bed", ["fabric": "Woven polyester"], cost: 105, "Unfolds to a proper mattress in one movement."),
            Demo.Model("Bouclé Sofa", ["fabric": "Bouclé"], cost: 125, "Nubbly, warm and very hard to leave."),
        ],
        traits: [
            .numbers("seats", [2, 3, 4], raises: true),
            .colours([.cream, .grey, .sage, .forest, .navy, .rust, .mustard, .rose]),
            .numbers("width_cm", [168, 186, 204, 228]), .texts("legs", ["Oak", "Walnut", "Black steel"]),
        ],
        uses: ["film nights", "small flats with big guests", "Sunday naps", "the whole family at once"],
        says: ["It is {width_cm} cm wide and stands on {legs} legs.", "Covered in {fabric} over a kiln-dried frame."],
        tags: ["living room", "seating"])

    static let diningChairs = Demo.Leaf(
        "Dining Room", "Chairs", code: "CHR", picture: .chair, from: 59, to: 340, weight: 2,
        models: [
            Demo.Model(
                "Spindle-Back Chair", ["material": "Beech"], "Nine turned spindles flex a little as you lean back."),
            Demo.Model("Bentwood Chair", ["material": "Ash"], cost: 115, "The back is one piece of steam-bent ash."),
            Demo.Model(
                "Upholstered Chair", ["material": "Oak", "removable_covers": true], cost: 125,
                "A padded seat for dinners that end after midnight."),
            Demo.Model("Stacking Chair", ["material": "Steel"], cost: 60, "Six of them take up the floor of one."),
            Demo.Model("Rush-Seat Chair", ["material": "Oak"], cost: 120, "The seat is woven from paper cord by hand."),
        ],
        traits: [
            .colours([.oak, .walnut, .black, .white, .sage, .terracotta, .navy]),
            .numbers("seat_height_cm", [44, 45, 46, 47]),
            .numbers("max_load_kg", [110, 120, 130, 150], raises: true), .flag("assembled", tenths: 5),
            .flag("fsc_wood", tenths: 5),
        ],
        uses: ["the kitchen table", "long dinners", "homework and breakfast", "a quiet corner"],
        says: [
            "The seat is {seat_height_cm} cm high and carries {max_load_kg} kg.",
            "The frame is {material}, glued and pegged.",
        ],
        tags: ["dining room", "seating"])

    static let coffeeTables = Demo.Leaf(
        "Living Room", "Coffee Tables", code: "TBL", picture: .table, from: 79, to: 640,
        title: "{model} {width_cm} cm, {colour}",
        models: [
            Demo.Model("Coffee Table", ["shape": "Rectangular"], "A shelf below keeps the magazines out of sight."),
            Demo.Model("Side Table", ["shape": "Round"], cost: 55, "Just large enough for a lamp, a book and a cup."),
            Demo.Model(
                "Lift-Top Table", ["shape": "Rectangular"], cost: 140, "The top rises to eating height on gas springs."),
        ],
        traits: [
            .numbers("width_cm", [45, 60, 80, 100, 120], raises: true), .colours(Demo.Colour.woods),
            .texts("legs", ["Turned wood", "Hairpin steel", "Tapered oak"]), .flag("flat_pack", tenths: 7),
            .flag("fsc_wood", tenths: 5),
        ],
        uses: ["board games and tea", "small living rooms", "feet after a long day", "a stack of good books"],
        says: ["The top is {width_cm} cm wide on {legs} legs.", "Rounded edges are kind to shins and toddlers."],
        tags: ["living room", "table"])

    static let bookcases = Demo.Leaf(
        "Storage", "Bookcases", code: "BKC", picture: .shelf, from: 89, to: 780,
        title: "{model} {height_cm} cm, {colour}",
        models: [
            Demo.Model("Bookcase", ["material": "Oak veneer"], "The shelves move in steps of three centimetres."),
            Demo.Model(
                "Ladder Shelf", ["material": "Solid pine"], cost: 70, "Leans against the wall and needs only one screw."
            ),
            Demo.Model(
                "Room Divider", ["material": "Oak veneer"], cost: 130, "Open on both sides, so light passes through."),
            Demo.Model(
                "Glass-Front Cabinet", ["material": "Solid ash"], cost: 160, "Fluted glass shows shapes and hides dust."
            ),
        ],
        traits: [
            .numbers("height_cm", [90, 120, 150, 180, 210], raises: true), .colours(Demo.Colour.woods),
            .numbers("shelves", [3, 4, 5, 6]), .numbers("max_load_kg", [20, 25, 35]), .flag("flat_pack", tenths: 9),
        ],
        uses: ["readers", "narrow hallways", "records and plants", "home offices"],
        says: [
            "Each of its {shelves} shelves carries {max_load_kg} kg.",
            "Stands {height_cm} cm tall; a wall fixing is included.",
        ],
        tags: ["storage", "shelving"])

    static let bedFrames = Demo.Leaf(
        "Bedroom", "Bed Frames", code: "BED", picture: .bed, from: 190, to: 1500, weight: 2,
        title: "{model} {width_cm} × 200 cm, {colour}",
        models: [
            Demo.Model("Platform Bed", ["material": "Solid oak"], "Joined without a single visible screw."),
            Demo.Model(
                "Upholstered Bed", ["material": "Linen over pine", "removable_covers": true], cost: 115,
                "The deep headboard is made for reading in bed."),
            Demo.Model(
                "Storage Bed", ["material": "Oak veneer"], cost: 125, "Four drawers swallow all the winter blankets."),
            Demo.Model(
                "Metal Bed", ["material": "Powder-coated steel"], cost: 60,
                "Slim tubes, no creaks: every joint has a nylon sleeve."),
        ],
        traits: [
            .numbers("width_cm", [90, 120, 140, 160, 180], raises: true),
            .colours([.oak, .walnut, .white, .black, .sage, .sand, .grey]), .numbers("slats", [14, 18, 22, 28]),
            .flag("flat_pack", tenths: 9), .flag("fsc_wood", tenths: 5),
        ],
        uses: ["deep sleepers", "lazy weekends", "guest rooms", "bedrooms under a sloping roof"],
        says: ["Made for mattresses of {width_cm} × 200 cm.", "{slats} sprung slats are included."],
        tags: ["bedroom", "bed"])
}
