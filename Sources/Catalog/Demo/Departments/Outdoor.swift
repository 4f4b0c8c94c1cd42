extension Demo.Department {
    static let outdoor = Demo.Department(
        name: "Outdoor",
        brands: ["Tarnbeck", "Ridgewren", "Fellmarch", "Osprane"],
        series: [
            "Basecamp", "Cairn", "Drumlin", "Eyrie", "Firth", "Glacier", "High Route", "Isle", "Karst", "Ledge",
            "Moraine",
            "Northway", "Outpost", "Pass", "Ravine", "Scree", "Trailhead", "Tundra", "Upland", "Vista", "Waypoint",
            "Yonder",
        ],
        adjectives: ["trail-proven", "lightweight", "rugged", "weatherproof", "roomy", "quick-packing", "faithful"],
        closers: [
            "Repairs are free for the first five years.", "Tested through three Scottish winters.",
            "All seams are taped by hand.", "A stuff sack with a repair kit is included.",
        ],
        leaves: [.tents, .sleepingBags, .backpacks, .bottles, .lanterns, .bicycles])
}

extension Demo.Leaf {
    static let tents = Demo.Leaf(
        "Camping", "Tents", code: "TNT", picture: .tent, from: 89, to: 690, weight: 2,
        title: "{model} for {persons}, {colour}",
        models: [
            Demo.Model("Dome Tent", ["seasons": 3], cost: 80, "Two crossed poles and it stands, even on rock."),
            Demo.Model("Tunnel Tent", ["seasons": 4], cost: 120, "Long, low and unimpressed by wind."),
            Demo.Model(
                "Trekking Tent", ["seasons": 3], cost: 110, "Pitches with trekking poles and packs to almost nothing."),
            Demo.Model(
                "Family Tent", ["seasons": 3], cost: 140,
                "You can stand up in it, which matters on the third rainy day."),
        ],
        traits: [
            .numbers("persons", [1, 2, 3, 4, 6], raises: true), .colours(Demo.Colour.trail),
            .numbers("water_column_mm", [2000, 3000, 5000]),
            .numbers("weight_kg", [1.2, 1.9, 2.8, 4.5]), .flag("recycled", tenths: 3),
        ],
        uses: ["first nights outdoors", "windy ridges", "festival fields", "long-distance walks"],
        says: [
            "The fly withstands a water column of {water_column_mm} mm.", "Packed weight: {weight_kg} kg.",
            "Made for {seasons} seasons.",
        ],
        tags: ["camping", "tent"])

    static let sleepingBags = Demo.Leaf(
        "Camping", "Sleeping Bags", code: "SLB", picture: .sleepingBag, from: 39, to: 420,
        title: "{model} {comfort_c} °C, {colour}",
        models: [
            Demo.Model(
                "Down Sleeping Bag", ["filling": "Duck down"], cost: 140,
                "Compresses to the size of a loaf and lofts within minutes."),
            Demo.Model(
                "Synthetic Sleeping Bag", ["filling": "Hollow fibre", "machine_washable": true], cost: 65,
                "Keeps you warm even when it is damp."),
            Demo.Model(
                "Blanket Sleeping Bag", ["filling": "Hollow fibre", "machine_washable": true], cost: 50,
                "Unzips into a quilt for two."),
        ],
        traits: [
            .numbers("comfort_c", [12, 8, 4, 0, -5, -10], raises: true), .colours(Demo.Colour.trail),
            .numbers("length_cm", [185, 200, 215]), .numbers("weight_g", [650, 900, 1200, 1600]),
        ],
        uses: ["nights under the stars", "mountain huts", "cold vans", "summer festivals"],
        says: ["Comfortable down to {comfort_c} °C.", "Weighs {weight_g} g and fits people of up to {length_cm} cm."],
        tags: ["camping", "sleep"])

    static let backpacks = Demo.Leaf(
        "Hiking", "Backpacks", code: "BPK", picture: .backpack, from: 39, to: 290, weight: 3,
        title: "{model} {capacity_l} l, {colour}",
        models: [
            Demo.Model("Hiking Backpack", ["frame": "Aluminium"], "The suspended mesh keeps the back dry on climbs."),
            Demo.Model(
                "Roll-Top Backpack", ["frame": "None", "waterproof": true], cost: 85,
                "The roll closure swallows one more jumper than expected."),
            Demo.Model(
                "Commuter Backpack", ["frame": "None", "water_resistant": true], cost: 75,
                "A padded sleeve takes a 16-inch laptop."),
            Demo.Model(
                "Trekking Backpack", ["frame": "Aluminium"], cost: 130,
                "The hip belt carries the load so that the shoulders need not."),
        ],
        traits: [
            .numbers("capacity_l", [18, 24, 30, 45, 60], raises: true), .colours(Demo.Colour.trail),
            .numbers("pockets", [3, 5, 7, 9]), .numbers("weight_g", [620, 900, 1250, 1700]),
            .texts("fabric", ["Ripstop nylon", "Waxed canvas", "Recycled polyester"]),
        ],
        uses: ["day hikes", "hut-to-hut tours", "city and summit", "a week with hand luggage only"],
        says: ["Carries {capacity_l} litres in {pockets} pockets.", "Sewn from {fabric}, {weight_g} g in all."],
        tags: ["hiking", "bag"])

    static let bottles = Demo.Leaf(
        "Hiking", "Bottles & Flasks", code: "BTL", picture: .bottle, from: 12, to: 58, weight: 2,
        title: "{model} {capacity_ml} ml, {colour}",
        models: [
            Demo.Model(
                "Insulated Bottle", ["material": "Stainless steel", "insulated": true],
                "Cold for a day, hot for half of one."),
            Demo.Model(
                "Water Bottle", ["material": "Copolyester", "bpa_free": true], cost: 55,
                "The wide mouth takes ice cubes and a brush."),
            Demo.Model(
                "Vacuum Flask", ["material": "Stainless steel", "insulated": true], cost: 120,
                "The lid is a cup, as it should be."),
            Demo.Model(
                "Filter Bottle", ["material": "Copolyester", "bpa_free": true], cost: 110,
                "Makes a stream drinkable in half a minute."),
        ],
        traits: [
            .numbers("capacity_ml", [350, 500, 750, 1000], raises: true),
            .colours(Demo.Colour.bright + [.black, .white, .forest]), .numbers("weight_g", [140, 260, 340, 420]),
            .flag("dishwasher_safe", tenths: 5),
        ],
        uses: ["summit tea", "the gym", "school days", "long drives"],
        says: ["Holds {capacity_ml} ml and weighs {weight_g} g empty.", "The {material} keeps no taste of yesterday."],
        tags: ["hiking", "drinks"])

    static let lanterns = Demo.Leaf(
        "Camping", "Lanterns & Torches", code: "LTN", picture: .lantern, from: 14, to: 120,
        title: "{model} {brightness_lm} lm, {colour}",
        models: [
            Demo.Model("Camping Lantern", ["dimmable": true], "Hangs from a branch by its folding hook."),
            Demo.Model(
                "Head Torch", ["water_resistant": true], cost: 75, "A red mode spares everybody's night vision."),
            Demo.Model(
                "Solar Lantern", ["water_resistant": true], cost: 90, "A day on the rucksack is an evening of light."),
            Demo.Model(
                "Pocket Torch", ["waterproof": true], cost: 55, "Milled from one piece and no longer than a finger."),
        ],
        traits: [
            .numbers("brightness_lm", [150, 300, 450, 600, 1000], raises: true), .colours(Demo.Colour.trail),
            .numbers("battery_hours", [6, 12, 20, 40]), .flag("rechargeable", tenths: 7),
        ],
        uses: ["tents and terraces", "power cuts", "the way back from the lake", "early starts"],
        says: ["Up to {brightness_lm} lumens, or {battery_hours} hours on low.", "One button does everything."],
        tags: ["camping", "lighting"])

    static let bicycles = Demo.Leaf(
        "Cycling", "Bicycles", code: "BIK", picture: .bicycle, from: 290, to: 2900,
        title: "{model} {frame_cm} cm, {colour}",
        models: [
            Demo.Model(
                "City Bike", ["gears": 7, "brakes": "Rim"], cost: 55, "Mudguards, lights and a rack are already on it."),
            Demo.Model("Gravel Bike", ["gears": 11, "brakes": "Disc"], "Happy on tarmac, happier where it ends."),
            Demo.Model(
                "Electric Bike", ["gears": 8, "brakes": "Disc", "range_km": 90], cost: 150,
                "The motor helps quietly and never pushes."),
            Demo.Model(
                "Single-Speed Bike", ["gears": 1, "brakes": "Rim"], cost: 40, "Nothing to adjust, nothing to rattle."),
        ],
        traits: [
            .numbers("frame_cm", [49, 52, 55, 58, 61]),
            .colours([.black, .forest, .sky, .cream, .brick, .mustard, .teal]),
            .texts("frame", ["Steel", "Aluminium", "Carbon"], raises: true),
            .numbers("weight_kg", [9.4, 10.8, 12.9, 14.5]),
        ],
        uses: ["the way to work", "weekend rides", "cobbled streets", "leaving the car at home"],
        says: [
            "The {frame} frame weighs in at {weight_kg} kg complete.", "{gears}-speed drivetrain with {brakes} brakes.",
        ],
        tags: ["cycling", "bike"])
}
