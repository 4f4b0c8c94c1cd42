import Foundation
import Kernel
import Persistence
import TestSupport
import Testing

@testable import Catalog

/// Products of a file: odd ones share names, so that their slugs need marks, and every category has a twin elsewhere.
private func catalogue(_ count: Int, price: Int = 1) -> [String] {
    (1...count).map { number in
        #"{"id": "\#(number)", "name": "Lamp \#(number / 3)", "sku": "S\#(number)", "price": \#(price), "#
            + #""category": ["Room \#(number % 5)", "Light \#(number % 7)"]}"# + "\n"
    }
}

@Suite struct ProductImportTests {
    @Test(arguments: TestDatabase.all)
    func `a product goes in with everything that the record says`(kind: TestDatabase) async throws {
        try await kind.withDatabase(migrations: TransferFixture.migrations) { database in
            let record = #"""
                {"id": "7", "name": "Lamp", "description": "Bright.", "category": ["Home", "Lamps"], "brand": "Lux", "price":
                19.9, "compare_at_price": 30, "currency": "EUR", "sku": "L-7", "ean": ["0400"], "stock": 3, "attributes": {"watts":
                40.0, "dimmable": true}, "tags": ["b", "a"], "image": "https://a.example/7.jpg", "rating": 4.5, "review_count": 2,
                "released": "2020-02-02"}
                """#
            let done = try await TestImport(record.replacing("\n", with: " "), into: database)
            #expect(done.report.created == 1 && done.rejects.isEmpty)
            let product = try #require(try await database.product("7"))
            #expect(product.slug == "lamp" && product.status == .published && product.price.description == "19.90 EUR")
            #expect(
                product.compareAtPrice?.decimal == "30.00" && product.stockQuantity == 3 && product.tags == ["a", "b"])
            #expect(product.attributes == ["watts": .number(40), "dimmable": .flag(true)])
            #expect(product.category?.path == ["Home", "Lamps"] && product.category?.slug == "lamps")
            #expect(product.rating == 4.5 && product.reviewCount == 2 && product.barcodes == ["0400"])
            #expect(try await database.eventCount() == 1)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a second import changes nothing`(kind: TestDatabase) async throws {
        try await kind.withDatabase(migrations: TransferFixture.migrations) { database in
            let nameless =
                #"{"name": "No id", "price": 1}"# + "\n" + #"{"name": "SKU alone", "price": 1, "sku": "Z"}"# + "\n"
            let file = catalogue(50).joined() + nameless
            let first = try await TestImport(file, into: database) { $0.batchSize = 20 }
            #expect(first.report.created == 52)
            let before = (try await database.portrait(), try await database.eventCount())
            let second = try await TestImport(file, into: database)
            #expect(second.report.unchanged == 52 && second.report.created == 0 && second.report.updated == 0)
            #expect(try await database.portrait() == before.0)
            #expect(try await database.eventCount() == before.1)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `an import that was broken off and begun again leaves the shop of one clean run`(kind: TestDatabase)
        async throws
    {
        var twice = catalogue(60) + catalogue(20, price: 2)
        twice.insert(#"{"id": "61", "slug": "lamp-3", "name": "Takes the slug of another", "price": 1}"# + "\n", at: 5)
        let lines = twice
        var portraits: [[String]] = []
        for (batchSize, breakAt) in [(500, 0), (7, 0), (1, 0), (7, 35), (10, 70)] {
            try await kind.withDatabase(migrations: TransferFixture.migrations) { database in
                if breakAt > 0 {
                    _ = try await TestImport(lines[..<breakAt].joined(), into: database) { $0.batchSize = batchSize }
                }
                _ = try await TestImport(lines.joined(), into: database) { $0.batchSize = batchSize }
                let portrait = try await database.portrait()
                portraits.append(breakAt > 60 ? portrait.map(\.withoutVersion) : portrait)
            }
        }
        #expect(portraits[0] == portraits[1] && portraits[1] == portraits[2] && portraits[2] == portraits[3])
        #expect(portraits[0].map(\.withoutVersion) == portraits[4])
    }

    @Test(arguments: TestDatabase.all)
    func `a row updates the product with its id, and the last of several rows wins`(kind: TestDatabase) async throws {
        try await kind.withDatabase(migrations: TransferFixture.migrations) { database in
            let file = #"""
                {"id": "1", "name": "First", "price": 1, "sku": "A", "brand": "B", "status": "draft", "slug": "mine"}
                {"id": "2", "name": "Other", "price": 1, "slug": "second"}
                {"id": "1", "name": "Second", "price": 2, "sku": "A"}
                {"id": "1", "name": "Third", "price": 3, "sku": "A"}
                """#
            let done = try await TestImport(file, into: database)
            #expect(done.report.created == 2 && done.report.updated == 2 && done.rejects.isEmpty)
            let product = try #require(try await database.product("1"))
            #expect(product.name == "Third" && product.brand == nil && product.version == 3)
            #expect(product.status == .draft && product.slug == "mine")
            #expect(try await database.eventCount() == 4)
            let again = try await TestImport(
                #"{"id": "1", "name": "Third", "price": 3, "status": "archived"}"#, into: database)
            #expect(again.report.updated == 1)
            let archived = try await database.product("1")
            #expect(archived?.status == .archived && archived?.variants.first?.sku == nil)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a row without id is matched by a SKU that one product alone has`(kind: TestDatabase) async throws {
        try await kind.withDatabase(migrations: TransferFixture.migrations) { database in
            let file = #"""
                {"id": "1", "name": "One", "price": 1, "sku": "A"}
                {"id": "2", "name": "Two", "price": 1, "sku": "B"}
                {"id": "3", "name": "Three", "price": 1, "sku": "B"}
                {"name": "One again", "price": 2, "sku": "A"}
                {"name": "Nobody's", "price": 2, "sku": "C"}
                {"name": "Whose?", "price": 2, "sku": "B"}
                {"name": "Nobody's now", "price": 2, "sku": "C"}
                """#
            for batchSize in [500, 1] {
                let done = try await TestImport(file, into: database) { $0.batchSize = batchSize }
                #expect(done.refused.map(\.code) == ["sku_ambiguous"] && done.refused.map(\.line) == [6])
                #expect(try await database.product("1")?.name == "One again")
                #expect(try await database.read { try $0.value("SELECT count(*) FROM products", as: Int.self) } == 4)
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `bad rows are told with line, field and reason, and the rest goes in`(kind: TestDatabase) async throws {
        try await kind.withDatabase(migrations: TransferFixture.migrations) { database in
            let long = String(repeating: "word ", count: 100)
            let file = #"""
                {"id": "1", "name": "One", "price": 1, "slug": "one"}
                {"id": "2", "name": "Two", "price": 19.999}

                half
                {"id": "3", "name": "Three", "price": 1, "slug": "one"}
                {"id": "4", "name": "\#(long)", "price": 1}
                """#
            let done = try await TestImport(file, into: database)
            #expect(done.report.read == 5 && done.report.created == 2)
            #expect(done.report.rejected == 3 && done.report.warnings == 1)
            #expect(
                done.rejects.map { "\($0.line) \($0.field) \($0.code)" } == [
                    "2 price too_many_decimals", "4  malformed_json", "5 slug slug_taken", "6 name name_cut",
                ])
            #expect(done.rejects[0].record == #"{"id": "2", "name": "Two", "price": 19.999}"#)
            #expect(try await database.product("4")?.name.count == 254)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a dry run checks against the shop and writes nothing`(kind: TestDatabase) async throws {
        try await kind.withDatabase(migrations: TransferFixture.migrations) { database in
            _ = try await TestImport(catalogue(10).joined(), into: database)
            let before = (try await database.portrait(), try await database.eventCount())
            let clash = #"{"id": "x", "name": "X", "price": 1, "slug": "lamp-0"}"# + "\n"
            let update = #"{"id": "3", "name": "New name", "price": 1, "category": "Made by nobody"}"#
            let done = try await TestImport(catalogue(12).joined() + clash + update, into: database) {
                $0.dryRun = true
            }
            #expect(done.report.created == 2 && done.report.unchanged == 10 && done.report.updated == 1)
            #expect(done.refused.map(\.code) == ["slug_taken"])
            #expect(try await database.portrait() == before.0)
            #expect(try await database.eventCount() == before.1)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a slug that one row gives up may be taken by the next`(kind: TestDatabase) async throws {
        try await kind.withDatabase(migrations: TransferFixture.migrations) { database in
            _ = try await TestImport(
                #"{"id": "1", "name": "A", "price": 1, "slug": "a"}"# + "\n"
                    + #"{"id": "2", "name": "B", "price": 1, "slug": "b"}"#,
                into: database)
            let swap = try await TestImport(
                #"""
                {"id": "1", "name": "A", "price": 1, "slug": "t"}
                {"id": "2", "name": "B", "price": 1, "slug": "a"}
                {"id": "1", "name": "A", "price": 1, "slug": "b"}
                {"id": "3", "name": "C", "price": 1, "slug": "t"}
                """#, into: database)
            #expect(swap.report.updated == 3 && swap.report.created == 1 && swap.rejects.isEmpty)
            #expect(try await database.product("1")?.slug == "b")
            #expect(try await database.product("2")?.slug == "a")
            #expect(try await database.product("3")?.slug == "t")
        }
    }

    @Test(arguments: TestDatabase.all)
    func `imports that run at the same time lose nothing and refuse nothing`(kind: TestDatabase) async throws {
        try await kind.withDatabase(migrations: TransferFixture.migrations) { database in
            let file = catalogue(120).joined()
            async let one = TestImport(file, into: database) { $0.batchSize = 10 }
            async let two = TestImport(file, into: database) { $0.batchSize = 15 }
            let (first, second) = try await (one, two)
            #expect(first.rejects.isEmpty && second.rejects.isEmpty)
            #expect(first.report.created + second.report.created == 120)
            #expect(try await database.read { try $0.value("SELECT count(*) FROM products", as: Int.self) } == 120)
            #expect(try await database.read { try $0.value("SELECT count(*) FROM categories", as: Int.self) } == 40)
        }
    }

    @Test func `a header that does not do stops the import before anything is written`() async throws {
        try await TestDatabase.sqlite.withDatabase(migrations: TransferFixture.migrations) { database in
            _ = await #expect(throws: TransferError.missingColumns(["price"])) {
                _ = try await TestImport("id,name\n1,a\n", as: .csv, into: database)
            }
        }
    }

    @Test func `rejects that cannot be written stop the import`() async throws {
        try await TestDatabase.sqlite.withDatabase(migrations: TransferFixture.migrations) { database in
            let full = try OutputFile("/dev/full")
            _ = await #expect(throws: TransferError.cannotWrite("/dev/full", reason: "the disk is full")) {
                _ = try await TransferFixture.withFile(Array("bad\n".utf8)) { source in
                    try await ProductImport(database).run(from: source, rejects: { try full.write($0) })
                }
            }
        }
    }

    @Test func `a gzip file that was cut off brings its whole records in`() async throws {
        try await TestDatabase.sqlite.withDatabase(migrations: TransferFixture.migrations) { database in
            let whole = TransferFixture.gzip(Array(catalogue(3000).joined().utf8))
            let done = try await TestImport(Array(whole.prefix(whole.count / 2)), into: database)
            #expect(done.report.damage?.contains("ends too early") == true && done.rejects.isEmpty)
            #expect(done.report.created == done.report.read && (100..<3000).contains(done.report.created))
        }
    }
}

extension String {
    /// A line of a portrait without the count of changes: rows that stand twice in a file count again.
    fileprivate var withoutVersion: String {
        let parts = split(separator: " ", maxSplits: 2)
        return parts.count == 3 && Int(parts[1]) != nil ? "\(parts[0]) \(parts[2])" : self
    }
}
