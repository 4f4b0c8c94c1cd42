extension Demo.Department {
    static let books = Demo.Department(
        name: "Books",
        brands: ["Inkwell Row", "Marginalia House", "Lanternfish Press", "Hob & Quarto"],
        series: [],
        adjectives: [
            "quietly gripping", "warm-hearted", "beautifully written", "much-loved", "surprising", "generous",
            "sharp-eyed",
        ],
        closers: [
            "Printed on paper from well-managed forests.", "A reading-group guide is at the back.",
            "The cover is printed in three spot colours.", "Set in a typeface that is easy on the eyes.",
        ],
        leaves: [.fiction, .cookbooks, .childrensBooks, .natureBooks])
}

extension Demo.Leaf {
    private static let edition: [Demo.Trait] = [
        .texts("format", ["Paperback", "Hardcover", "Clothbound"], raises: true),
        .numbers("pages", [128, 192, 256, 320, 384, 448]),
        .texts("language", ["English"]), .flag("signed", tenths: 1),
        .colours([.navy, .forest, .burgundy, .mustard, .teal, .rust, .plum, .sky, .cream, .black]),
    ]
    private static let authors: Demo.Trait = .texts(
        "author",
        [
            "Maren Oxley", "Tobias Quill", "Ines Harrow", "Kofi Lindqvist", "Priya Castellane", "Wendell Ashgrove",
            "Yuki Thornbury", "Leonor Vask",
            "Samir Eddowes", "Greta Holloway", "Owen Tarrant", "Amara Fenwick",
        ])
    private static let title = "{first} {second} by {author} ({format})"

    static let fiction = Demo.Leaf(
        "Fiction", code: "FIC", picture: .book, from: 9, to: 34, weight: 2, name: title,
        models: [
            Demo.Model(
                "Mystery Novel", ["genre": "Mystery"],
                "Everybody at the table had a reason, and nobody passed the salt."),
            Demo.Model(
                "Historical Novel", ["genre": "Historical"], "Told through letters that were never meant to be kept."),
            Demo.Model(
                "Science-Fiction Novel", ["genre": "Science fiction"],
                "The last station on the line is also the first to answer."),
            Demo.Model(
                "Family Saga", ["genre": "Saga"], cost: 115,
                "Three generations, one house and a recipe that nobody will share."),
        ],
        traits: [
            .words(
                "first",
                [
                    "The Lantern", "A Winter", "The Salt", "The Glass", "An Honest", "The Second", "The Silent",
                    "A Borrowed", "The Paper", "The Last",
                ]),
            .words(
                "second",
                [
                    "Road", "Harbour", "Orchard", "Inheritance", "Ferry", "Clockmaker", "Garden", "Promise", "Archive",
                    "Cartographer", "Tide", "Station",
                ]), authors,
        ] + edition,
        uses: ["long train journeys", "rainy weekends", "reading groups", "the bedside table"],
        says: ["{pages} pages, {format}.", "The newest book by an author whom booksellers press into people's hands."],
        tags: ["book", "fiction"])

    static let cookbooks = Demo.Leaf(
        "Food & Drink", "Cookbooks", code: "CKB", picture: .book, from: 14, to: 54, name: title,
        models: [
            Demo.Model("Baking Book", ["genre": "Baking"], "Weights in grams, no shortcuts and no lectures."),
            Demo.Model(
                "Vegetable Cookbook", ["genre": "Vegetables"], "Arranged by what the market looks like this week."),
            Demo.Model(
                "Weeknight Cookbook", ["genre": "Everyday"], cost: 90, "Most recipes fit on one page and in one pan."),
        ],
        traits: [
            .words(
                "first",
                [
                    "The Quiet", "The Generous", "My Grandmother's", "The Everyday", "A Seasonal", "The Little",
                    "The Honest", "The Sunday",
                ]),
            .words("second", ["Kitchen", "Oven", "Table", "Larder", "Loaf", "Stockpot", "Market", "Supper"]), authors,
            .flag("illustrated", tenths: 8), .numbers("recipes", [60, 80, 100, 150]),
        ] + edition,
        uses: ["keen beginners", "people who read recipes in bed", "new kitchens", "feeding friends"],
        says: ["{recipes} recipes on {pages} pages.", "Every dish was cooked at least five times before it went in."],
        tags: ["book", "cooking"])

    static let childrensBooks = Demo.Leaf(
        "Children's Books", code: "CHB", picture: .book, from: 7, to: 28, name: title,
        models: [
            Demo.Model("Picture Book", ["age_from": 3, "illustrated": true], "There is a snail hidden on every page."),
            Demo.Model(
                "Adventure Story", ["age_from": 8], "A map, a missing aunt and a goose who knows more than it says."),
            Demo.Model(
                "Bedtime Story", ["age_from": 4, "illustrated": true], cost: 90,
                "Short enough for tired parents, good enough for twice."),
        ],
        traits: [
            .words(
                "first",
                [
                    "The Brave Little", "Goodnight,", "The Secret", "Hurrah for the", "The Upside-Down", "Where Is the",
                    "The Very Polite",
                ]),
            .words("second", ["Lighthouse", "Badger", "Cloud", "Bakery", "Submarine", "Fox", "Bus", "Owl"]), authors,
        ] + edition,
        uses: ["reading aloud", "first readers", "grandparents' shelves", "bedtime"],
        says: ["For children from {age_from} up, {pages} pages.", "Rounded corners and a binding that survives love."],
        tags: ["book", "children"])

    static let natureBooks = Demo.Leaf(
        "Nature & Travel", code: "NAT", picture: .book, from: 12, to: 48, name: title,
        models: [
            Demo.Model(
                "Field Guide", ["genre": "Nature", "illustrated": true], "Drawings show what photographs hide."),
            Demo.Model(
                "Travel Memoir", ["genre": "Travel"], "Two thousand kilometres on foot, with many wrong turnings."),
            Demo.Model(
                "Garden Book", ["genre": "Gardening", "illustrated": true], cost: 110,
                "A month-by-month friend with mud on its boots."),
        ],
        traits: [
            .words(
                "first",
                [
                    "A Year of", "Notes on", "The Secret Life of", "Walking with", "In Praise of", "The Almanac of",
                    "Slow",
                ]),
            .words(
                "second", ["Rivers", "Hedges", "Small Birds", "Islands", "Moss", "Mountains", "Orchards", "Weather"]),
            authors, .flag("ribbon_marker", tenths: 4),
        ] + edition,
        uses: ["walkers", "armchair travellers", "balcony gardeners", "curious people"],
        says: ["{pages} pages, {format}, with an index that works.", "Fits a coat pocket if the coat is a good one."],
        tags: ["book", "nature"])
}
