import Foundation
import Jobs
import Kernel
import Persistence
import TestSupport
import Testing

@testable import Search

/// What is found by looking at saved searches again, and the mails about it.
struct SavedSearchWatchTests {
    private static let products = [
        IndexedProduct.fixture(1, "Red toner", price: 5000), .fixture(2, "Blue toner", price: 9000),
        .fixture(3, "Stapler"),
    ]

    @Test(arguments: TestDatabase.all)
    func `what is new is mailed once, and at most once a day`(_ kind: TestDatabase) async throws {
        try await SavedFixture.with(kind, Self.products) { shop in
            try await shop.save("toner")
            try await shop.save("stapler", mail: false)
            #expect(try #require(try await shop.watch.run()) == (1, 0))
            try await shop.sell(.fixture(4, "Green toner"), .fixture(5, "Green stapler"))
            #expect(try #require(try await shop.watch.run()) == (0, 0))
            shop.wait(.seconds(3600))
            #expect(try #require(try await shop.watch.run()) == (1, 1))
            try await shop.deliver()
            #expect(shop.sent.map(\.recipient.address) == ["ada@shop.example"])
            #expect(shop.sent[0].text.contains("Green toner") && !shop.sent[0].text.contains("Red toner"))

            try await shop.sell(.fixture(6, "Black toner"))
            shop.wait(.seconds(23 * 3600))
            #expect(try #require(try await shop.watch.run()) == (0, 0))
            shop.wait(.seconds(3600))
            #expect(try #require(try await shop.watch.run()) == (1, 1))
            try await shop.deliver()
            #expect(shop.sent.count == 2)
            #expect(shop.sent[1].text.contains("Black toner") && !shop.sent[1].text.contains("Green toner"))
        }
    }

    @Test(arguments: TestDatabase.all)
    func `several that look at the same time send one mail`(_ kind: TestDatabase) async throws {
        try await SavedFixture.with(kind, Self.products) { shop in
            for number in 1...3 { try await shop.save("toner", for: ID(high: 9, low: UInt64(number))) }
            try await shop.save("toner")
            try await shop.sell(.fixture(4, "Green toner"))
            let mails = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 1...4 { group.addTask { try #require(try await shop.watch.run()).mails } }
                return try await group.reduce(0, +)
            }
            #expect(mails == 4)
            try await shop.deliver()
            // The others have no confirmed address.
            #expect(shop.sent.count == 1)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a product that comes to match is new, one that comes back is not`(_ kind: TestDatabase) async throws {
        try await SavedFixture.with(kind, Self.products) { shop in
            try await shop.save("toner") { $0.maximumPrice = Money(minorUnits: 6000, .usd) }
            try await shop.sell(.fixture(1, "Red toner", price: 7000), .fixture(2, "Blue toner", price: 4000))
            #expect(try #require(try await shop.watch.run()) == (1, 1))
            try await shop.deliver()
            #expect(shop.sent.last?.text.contains("Blue toner") == true)
            try await shop.sell(.fixture(1, "Red toner", price: 5000))
            shop.wait(.seconds(86_400))
            #expect(try #require(try await shop.watch.run()) == (1, 0))
        }
    }

    @Test func `what has only some of the words is no match`() async throws {
        try await SavedFixture.with(.sqlite, Self.products) { shop in
            try await shop.save("purple toner")
            try await shop.sell(.fixture(4, "Green toner"))
            #expect(try #require(try await shop.watch.run()) == (1, 0))
            shop.wait(.seconds(3600))
            try await shop.sell(.fixture(5, "Purple toner"))
            #expect(try #require(try await shop.watch.run()) == (1, 1))
        }
    }

    @Test(arguments: TestDatabase.all)
    func `who stops the mails gets none, not even one that waits`(_ kind: TestDatabase) async throws {
        try await SavedFixture.with(kind, Self.products) { shop in
            let saved = try await shop.save("toner")
            try await shop.sell(.fixture(4, "Green toner"))
            #expect(try #require(try await shop.watch.run()) == (1, 1))
            try await shop.searches.stopMail(for: saved.id)
            try await shop.searches.stopMail(for: saved.id)
            try await shop.deliver()
            #expect(shop.sent.isEmpty)
            #expect(try await shop.searches.list(of: SavedFixture.ada).map(\.sendsMail) == [false])
            shop.wait(.seconds(86_400))
            #expect(try #require(try await shop.watch.run()) == (0, 0))
            // What came meanwhile is known when mails are wanted again.
            try await shop.sell(.fixture(5, "Black toner"))
            try await shop.searches.setMail(true, for: saved.id, of: SavedFixture.ada)
            #expect(try #require(try await shop.watch.run()) == (1, 0))
        }
    }

    @Test(arguments: TestDatabase.all)
    func `switching mails off and on does not bring a second one the same day`(_ kind: TestDatabase) async throws {
        try await SavedFixture.with(kind, Self.products) { shop in
            let saved = try await shop.save("toner")
            try await shop.sell(.fixture(4, "Green toner"))
            #expect(try #require(try await shop.watch.run()) == (1, 1))
            for isOn in [false, true] { try await shop.searches.setMail(isOn, for: saved.id, of: SavedFixture.ada) }
            try await shop.sell(.fixture(5, "Black toner"))
            shop.wait(.seconds(3600))
            #expect(try #require(try await shop.watch.run()) == (0, 0))
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a run ends at its limit, and the next one goes on`(_ kind: TestDatabase) async throws {
        try await SavedFixture.with(kind, Self.products) { shop in
            for number in 1...7 { try await shop.save("toner", for: ID(high: 9, low: UInt64(number))) }
            #expect(try #require(try await shop.watch.run(limit: 4)).searches == 4)
            #expect(try #require(try await shop.watch.run(limit: 4)).searches == 3)
            #expect(try #require(try await shop.watch.run(limit: 4)).searches == 0)
        }
    }

    @Test func `where there is no index nothing is looked at, and nothing forgotten`() async throws {
        try await SavedFixture.with(.sqlite, Self.products) { shop in
            try await shop.save("toner")
            let other = EmbeddedIndex(
                snapshot: .temporaryDirectory.appending(path: "none-\(ID<Shopper>())"), shop: "shop",
                logger: silentLogger)
            let blind = ProductSearch(index: other, source: shop.shop.catalogue.source)
            let watch = SavedSearchWatch(shop.shop.database, search: blind, clock: shop.clock)
            #expect(try await watch.run() == nil)
            // Saved there, it is looked at for the first time by whoever has one, and nothing counts as new.
            _ = try await SavedSearches(shop.shop.database, search: blind, clock: shop.clock)
                .save(SavedQuery(words: "stapler").request, sendsMail: true, for: SavedFixture.ada)
            #expect(try #require(try await shop.watch.run()) == (2, 0))
            try await shop.sell(.fixture(4, "Green toner"), .fixture(5, "Green stapler"))
            shop.wait(.seconds(3600))
            #expect(try #require(try await shop.watch.run()) == (2, 2))
        }
    }

    @Test func `a mail shows ten products, links, and what was typed as text`() async throws {
        try await SavedFixture.with(.sqlite, Self.products) { shop in
            let saved = try await shop.save("toner", name: "<b>Toner & \"more\"")
            for number in 10..<22 { try await shop.sell(.fixture(number, "Toner <\(number)>", price: 1999)) }
            shop.shop.catalogue.remove(20)
            _ = try await shop.watch.run()
            try await shop.deliver()
            let mail = try #require(shop.sent.first)
            #expect(mail.subject == "New for “<b>Toner & \"more\"” – Souk & Sons")
            #expect(mail.text.contains("12 new products match"))
            #expect(mail.text.contains("Toner <21>, 19.99 USD\nhttps://shop.example/products/product-21\n"))
            #expect(
                !mail.text.contains("Toner <20>") && mail.text.contains("Toner <12>") && !mail.text.contains("<11>"))
            #expect(mail.text.contains("And 3 more."))
            #expect(mail.stopURL == "https://shop.example/stop/\(saved.id)" && mail.text.contains(mail.stopURL))
            #expect(
                mail.html.contains("&lt;b&gt;Toner &amp; &quot;more&quot;") && mail.html.contains("Toner &lt;21&gt;"))
            #expect(!mail.html.contains("<b>") && !mail.html.contains("<21>") && mail.html.contains(mail.stopURL))
        }
    }
}
