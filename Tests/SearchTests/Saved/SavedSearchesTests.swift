import Kernel
import Persistence
import TestSupport
import Testing

@testable import Search

/// Searches that people keep.
struct SavedSearchesTests {
    private static let products = [IndexedProduct.fixture(1, "Red toner", brand: "Xerox"), .fixture(2, "Stapler")]

    @Test(arguments: TestDatabase.all)
    func `a search is kept once, and saving it again changes its name and its mails`(_ kind: TestDatabase) async throws
    {
        try await SavedFixture.with(kind, Self.products) { shop in
            let first = try await shop.save("Red  TONER", mail: false)
            #expect(first.name == "Red TONER" && !first.sendsMail && first.query.text == "red toner")
            shop.wait(.seconds(5))
            let again = try await shop.save("red toner", name: " Toner\nfor us ", mail: true)
            #expect(again.id == first.id && again.createdAt == first.createdAt)
            #expect(again.name == "Toner for us" && again.sendsMail)
            let unnamed = try await shop.save("RED toner", mail: true)
            #expect(unnamed.name == "Toner for us")
            #expect(try await shop.searches.list(of: SavedFixture.ada) == [again])
            let other = try await shop.save("") { $0.brands = ["Xerox"] }
            #expect(other.name == "Xerox")
            #expect(try await shop.searches.list(of: SavedFixture.ada).map(\.id) == [first.id, other.id])
            let long = try await shop.save(String(repeating: "e\u{301}", count: 90))
            #expect(long.name.unicodeScalars.count == 100)
            #expect(try await shop.searches.list(of: SavedFixture.ada).contains(long))
        }
    }

    @Test(arguments: TestDatabase.all)
    func `nobody sees, changes or removes those of others`(_ kind: TestDatabase) async throws {
        try await SavedFixture.with(kind, Self.products) { shop in
            let saved = try await shop.save("toner", mail: false)
            let bobs = try await shop.save("toner", for: SavedFixture.bob)
            #expect(bobs.id != saved.id)
            await #expect(throws: SearchError.savedSearchNotFound) {
                try await shop.searches.delete(saved.id, of: SavedFixture.bob)
            }
            await #expect(throws: SearchError.savedSearchNotFound) {
                try await shop.searches.setMail(true, for: saved.id, of: SavedFixture.bob)
            }
            #expect(try await shop.searches.list(of: SavedFixture.ada) == [saved])
            try await shop.searches.setMail(true, for: saved.id, of: SavedFixture.ada)
            #expect(try await shop.searches.list(of: SavedFixture.ada).first?.sendsMail == true)
            try await shop.searches.delete(saved.id, of: SavedFixture.ada)
            await #expect(throws: SearchError.savedSearchNotFound) {
                try await shop.searches.delete(saved.id, of: SavedFixture.ada)
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `fifty are kept, also when many are saved at once`(_ kind: TestDatabase) async throws {
        try await SavedFixture.with(kind, Self.products) { shop in
            for number in 1...48 { try await shop.save("toner \(number)", mail: false) }
            let refused = await withTaskGroup(of: Bool.self) { group in
                for number in 49...56 {
                    group.addTask {
                        do {
                            try await shop.save("toner \(number)", mail: false)
                            return false
                        } catch {
                            return error as? SearchError == .tooManySavedSearches(limit: 50)
                        }
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(refused == 6)
            #expect(try await shop.searches.list(of: SavedFixture.ada).count == 50)
            // One that is there already is no more.
            try await shop.save("toner 7", name: "seven", mail: false)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `the first search of a person is there once, however often it is sent at the same time`(
        _ kind: TestDatabase
    ) async throws {
        try await SavedFixture.with(kind, Self.products) { shop in
            let ids = try await withThrowingTaskGroup(of: ID<SavedSearch>.self) { group in
                for _ in 1...8 { group.addTask { try await shop.save("toner").id } }
                return try await group.reduce(into: Set<ID<SavedSearch>>()) { $0.insert($1) }
            }
            #expect(ids.count == 1)
            #expect(try await shop.searches.list(of: SavedFixture.ada).map(\.id) == Array(ids))
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a person's searches are exported, and go with the account`(_ kind: TestDatabase) async throws {
        try await SavedFixture.with(kind, Self.products) { shop in
            try await shop.save("toner", name: "mine") { $0.maximumPrice = Money(minorUnits: 999, .usd) }
            try await shop.save("toner", for: SavedFixture.bob)
            let export = try await shop.searches.export(of: SavedFixture.ada)
            #expect(export.elements?.count == 1)
            let search = export.elements?.first?["search"]
            #expect(search?["q"]?.string == "toner" && search?["max_price"]?.string == "9.99")
            try await shop.shop.database.write { [searches = shop.searches] in
                try searches.erase(of: SavedFixture.ada, in: $0)
            }
            #expect(try await shop.searches.list(of: SavedFixture.ada).isEmpty)
            #expect(try await shop.searches.list(of: SavedFixture.bob).count == 1)
        }
    }

    @Test func `what a search refuses cannot be saved`() async throws {
        try await SavedFixture.with(.sqlite) { shop in
            let long = String(repeating: "a", count: 513)
            await #expect(throws: SearchError.textTooLong(limit: 512)) { try await shop.save(long) }
            await #expect(throws: SearchError.tooManyFilters(limit: 10)) {
                try await shop.save("a") { $0.tags = (1...11).map { "tag \($0)" } }
            }
            await #expect(throws: SearchError.priceRangeEmpty) {
                try await shop.save("a") {
                    ($0.minimumPrice, $0.maximumPrice) = (Money(minorUnits: 2, .usd), Money(minorUnits: 1, .usd))
                }
            }
            for name in [String(repeating: "n", count: 101), String(repeating: "e\u{301}", count: 51)] {
                await #expect(throws: ValidationError.self) { try await shop.save("a", name: name) }
            }
            let kept = try await shop.searches.list(of: SavedFixture.ada)
            #expect(kept.isEmpty)
        }
    }
}
