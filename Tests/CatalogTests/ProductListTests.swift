import Kernel
import TestSupport
import Testing

@testable import Catalog

struct ProductListTests {
    private func filter(_ change: (inout ProductFilter) -> Void = { _ in }) -> ProductFilter {
        var filter = ProductFilter(status: nil)
        change(&filter)
        return filter
    }

    @Test(arguments: TestDatabase.all)
    func `A status filter shows that status, none shows all`(kind: TestDatabase) async throws {
        try await TestCatalog.with(kind) { catalog in
            for status in ["draft", "published", "archived"] {
                try await catalog.add(.fixture(name: status, status: status))
            }
            for status in ProductStatus.allCases {
                let names = try await catalog.names(ProductFilter(status: status))
                #expect(names == [status.rawValue])
            }
            let all = try await catalog.names(filter())
            #expect(all.count == 3)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A category stands for everything below it`(kind: TestDatabase) async throws {
        try await TestCatalog.with(kind) { catalog in
            let root = try await catalog.addCategory("Root")
            let branch = try await catalog.addCategory("Branch", under: root)
            let leaf = try await catalog.addCategory("Leaf", under: branch)
            let other = try await catalog.addCategory("Other")
            for (name, category) in [("root", root), ("branch", branch), ("leaf", leaf), ("other", other)] {
                try await catalog.add(.fixture(name: name, category: .id(category.id)))
            }
            try await catalog.add(.fixture(name: "nowhere"))
            for (address, names) in [
                (CategoryAddress.slug("root"), ["branch", "leaf", "root"]), (.id(branch.id), ["branch", "leaf"]),
                (.path(["Root", "Branch", "Leaf"]), ["leaf"]), (.slug("other"), ["other"]),
            ] {
                let found = try await catalog.names(filter { $0.category = address })
                #expect(found == names)
            }
            await #expect(throws: ValidationError.self) {
                try await catalog.names(filter { $0.category = .slug("absent") })
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `Brands add up, tags must all be there`(kind: TestDatabase) async throws {
        try await TestCatalog.with(kind) { catalog in
            try await catalog.add(.fixture(name: "a", brand: "Halden", tags: ["red", "new"]))
            try await catalog.add(.fixture(name: "b", brand: "Löwe", tags: ["red"]))
            try await catalog.add(.fixture(name: "c", tags: ["new", "re", "red\""]))
            let brands = try await catalog.names(filter { $0.brands = ["Halden", "Löwe"] })
            #expect(brands == ["a", "b"])
            let lower = try await catalog.names(filter { $0.brands = ["halden"] })
            #expect(lower.isEmpty)
            for (tags, names) in [
                (["red"], ["a", "b"]), (["red", "new"], ["a"]), (["re"], ["c"]), (["red\""], ["c"]), (["absent"], []),
            ] {
                let found = try await catalog.names(filter { $0.tags = tags })
                #expect(found == names, "\(tags)")
            }
        }
    }

    private static let values: [AttributeValue] = [
        .text("Black"), .text("23"), .text("true"), .text("a\"b\\c"), .text("null"), .text("é 😀"), .number(23),
        .number(-0.25), .number(23_000), .number(1.5),
        .number(0), .number(123_456_789.125), .number(1e15), .flag(true), .flag(false),
    ]

    @Test(arguments: TestDatabase.all)
    func `An attribute is found by the text that it shows, whatever its type`(kind: TestDatabase) async throws {
        try await TestCatalog.with(kind) { catalog in
            for (index, value) in ProductListTests.values.enumerated() {
                try await catalog.add(
                    .fixture(name: "\(index)", attributes: ["x": value, "other \"name\"": .text("y")]))
            }
            for value in Set(ProductListTests.values.map(\.text)) {
                let expected = ProductListTests.values.indices.filter { ProductListTests.values[$0].text == value }.map
                { "\($0)" }.sorted()
                let found = try await catalog.names(filter { $0.attributes = ["x": [value]] })
                #expect(found == expected, "\(value)")
            }
            let both = try await catalog.names(filter { $0.attributes = ["x": ["Black"], "other \"name\"": ["y"]] })
            #expect(both == ["0"])
            let none = try await catalog.names(filter { $0.attributes = ["x": ["Black"], "other": ["y"]] })
            #expect(none.isEmpty)
        }
    }

    @Test(arguments: TestDatabase.all, [1e-5, 2.5e-7, 1e20, 1e21])
    func `Very small and very large numbers are found by the text that they show`(kind: TestDatabase, number: Double)
        async throws
    {
        try await TestCatalog.with(kind) { catalog in
            let product = try await catalog.add(.fixture(attributes: ["x": .number(number)]))
            let text = try #require(product.attributes["x"]).text
            let found = try await catalog.names(filter { $0.attributes = ["x": [text]] })
            #expect(found == ["Kettle"], "\(text)")
        }
    }

    @Test(arguments: TestDatabase.all)
    func `Price limits take their ends in and other currencies out`(kind: TestDatabase) async throws {
        try await TestCatalog.with(kind) { catalog in
            for price in ["1.00", "2.00", "3.00"] { try await catalog.add(.fixture(name: price, price: price)) }
            var yen = ProductRecord.fixture(name: "yen", price: "150")
            yen.currency = "JPY"
            try await catalog.add(yen)
            try await catalog.add(
                .fixture(
                    name: "range",
                    variants: [.fixture(options: ["n": "1"], price: "9"), .fixture(options: ["n": "2"], price: "2")]))
            func usd(_ units: Int64) -> Money { Money(minorUnits: units, .usd) }
            let from = try await catalog.names(filter { $0.minimumPrice = usd(200) })
            #expect(from == ["2.00", "3.00", "range"])
            let to = try await catalog.names(filter { $0.maximumPrice = usd(200) })
            #expect(to == ["1.00", "2.00", "range"])
            let between = try await catalog.names(filter { ($0.minimumPrice, $0.maximumPrice) = (usd(201), usd(299)) })
            #expect(between.isEmpty)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `What is untracked or counted above zero is in stock`(kind: TestDatabase) async throws {
        try await TestCatalog.with(kind) { catalog in
            try await catalog.add(.fixture(name: "untracked"))
            try await catalog.add(.fixture(name: "counted", stock: 1))
            try await catalog.add(.fixture(name: "none", stock: 0))
            try await catalog.add(
                .fixture(
                    name: "one of two",
                    variants: [.fixture(options: ["n": "1"], stock: 0), .fixture(options: ["n": "2"], stock: 2)]))
            let inStock = try await catalog.names(filter { $0.inStock = true })
            #expect(inStock == ["counted", "one of two", "untracked"])
            let out = try await catalog.names(filter { $0.inStock = false })
            #expect(out == ["none"])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `Text in the name is found as it stands, in whatever case`(kind: TestDatabase) async throws {
        try await TestCatalog.with(kind) { catalog in
            for name in ["100% wool", "1000 wool", "snake_case", "snakeXcase", "back\\slash", "O'Neill"] {
                try await catalog.add(.fixture(name: name))
            }
            for (text, names) in [
                ("100%", ["100% wool"]), ("100", ["100% wool", "1000 wool"]), ("e_c", ["snake_case"]),
                ("\\", ["back\\slash"]), ("o'n", ["O'Neill"]),
                ("WOOL", ["100% wool", "1000 wool"]), ("%", ["100% wool"]), ("_", ["snake_case"]), ("absent", []),
            ] {
                let found = try await catalog.names(filter { $0.nameContains = text })
                #expect(found == names, "\(text)")
            }
        }
    }

    @Test(arguments: TestDatabase.all, [("ÄPFEL", "äpfel"), ("Crème BRÛLÉE", "brûlée"), ("ΣΟΦΙΑ", "σοφι")])
    func `The case of letters beyond ASCII does not matter either`(
        kind: TestDatabase, pair: (name: String, text: String)
    ) async throws {
        try await TestCatalog.with(kind) { catalog in
            try await catalog.add(.fixture(name: pair.name))
            let found = try await catalog.names(filter { $0.nameContains = pair.text })
            #expect(found == [pair.name])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `Filters add up`(kind: TestDatabase) async throws {
        try await TestCatalog.with(kind) { catalog in
            let category = try await catalog.addCategory("Kitchen")
            try await catalog.add(.full(category: .id(category.id)))
            let all = filter {
                ($0.status, $0.category, $0.brands) = (.published, .id(category.id), ["Halden"])
                ($0.minimumPrice, $0.maximumPrice) = (Money(minorUnits: 1999, .usd), Money(minorUnits: 1999, .usd))
                ($0.inStock, $0.tags, $0.attributes, $0.nameContains) = (
                    true, ["steel"], ["watts": ["1", "2200"]], "kettle"
                )
            }
            let found = try await catalog.names(all)
            #expect(found.count == 1)
            var without = all
            without.tags.append("absent")
            let none = try await catalog.names(without)
            #expect(none.isEmpty)
        }
    }

    /// Few different values, so that ties are everywhere: the order must still be one and the same on every page.
    @Test(arguments: TestDatabase.all, ProductSort.allCases)
    func `Pages of every order follow one another without gap or repetition`(kind: TestDatabase, sort: ProductSort)
        async throws
    {
        try await TestCatalog.with(kind) { catalog in
            for index in 0..<23 {
                try await catalog.add(
                    .fixture(
                        name: "name \(index % 3)", price: "\(index % 4)",
                        rating: index % 5 == 0 ? nil : Double(index % 5), reviewCount: index % 3),
                    after: index % 2)
            }
            for descending in [false, true] {
                var seen: [Product] = []
                for number in 1...4 {
                    let page = try await catalog.products.list(
                        filter(), sort: sort, descending: descending, page: PageRequest(number: number, size: 7))
                    #expect((page.total, page.totalPages) == (23, 4))
                    #expect(page.items.count == (number == 4 ? 2 : 7))
                    seen += page.items
                }
                #expect(Set(seen.map(\.id)).count == 23)
                #expect(seen.map(\.id) == seen.sorted { precedes($0, $1, sort, descending) }.map(\.id))
            }
        }
    }

    private func precedes(_ left: Product, _ right: Product, _ sort: ProductSort, _ descending: Bool) -> Bool {
        let (first, second) = descending && sort != .rating ? (right, left) : (left, right)
        return switch sort {
        case .name: (first.name, first.id) < (second.name, second.id)
        case .price: (first.price.minorUnits, first.id) < (second.price.minorUnits, second.id)
        case .createdAt: (first.createdAt, first.id) < (second.createdAt, second.id)
        case .popularity: (first.reviewCount, first.id) < (second.reviewCount, second.id)
        case .rating: ratingPrecedes(left, right, descending)
        }
    }

    /// Products without a rating come last in both directions.
    private func ratingPrecedes(_ left: Product, _ right: Product, _ descending: Bool) -> Bool {
        guard left.rating != right.rating else { return descending ? left.id > right.id : left.id < right.id }
        guard let first = left.rating else { return false }
        guard let second = right.rating else { return true }
        return descending ? first > second : first < second
    }

    @Test(arguments: TestDatabase.all)
    func `One of several values of an attribute is enough, none of none`(kind: TestDatabase) async throws {
        try await TestCatalog.with(kind) { catalog in
            for colour in ["Black", "Red", "Blue"] {
                try await catalog.add(.fixture(name: colour, attributes: ["colour": .text(colour)]))
            }
            for (values, names) in [(["Red", "Black", "Grey"], ["Black", "Red"]), (["Grey"], []), ([], [])] {
                let found = try await catalog.names(filter { $0.attributes = ["colour": values] })
                #expect(found == names)
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A page that is too deep is refused, not shown as another`(kind: TestDatabase) async throws {
        try await TestCatalog.with(kind) { catalog in
            for page in [PageRequest(number: 101, size: 100), PageRequest(number: .max, size: 2)] {
                let error = await #expect(throws: ValidationError.self) {
                    try await catalog.products.list(filter(), sort: .name, descending: false, page: page)
                }
                #expect(error?.fields.map { "\($0.field) \($0.code)" } == ["page too_deep"])
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `Beyond the end there is an empty page with the true total`(kind: TestDatabase) async throws {
        try await TestCatalog.with(kind) { catalog in
            try await catalog.add(.fixture())
            let page = try await catalog.products.list(
                filter(), sort: .name, descending: false, page: PageRequest(number: 9))
            #expect(page.items.isEmpty)
            #expect((page.total, page.totalPages) == (1, 1))
        }
    }
}
