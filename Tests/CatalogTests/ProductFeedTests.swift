import Kernel
import TestSupport
import Testing

@testable import Catalog

struct ProductFeedTests {
    private func all(
        _ products: Products, status: ProductStatus? = nil, limit: Int, between pages: () async throws -> Void = {}
    ) async throws -> [Product] {
        var seen: [Product] = []
        var cursor: Cursor?
        repeat {
            let page = try await products.feed(before: cursor, status: status, limit: limit)
            #expect(page.items.count <= limit)
            seen += page.items
            cursor = page.next
            try await pages()
        } while cursor != nil
        return seen
    }

    @Test(arguments: TestDatabase.all, [1, 3, 10, 11, 100])
    func `The feed shows every product once, newest first`(kind: TestDatabase, limit: Int) async throws {
        try await TestCatalog.with(kind) { catalog in
            for index in 0..<10 { try await catalog.add(.fixture(name: "\(index)"), after: index / 3) }
            let seen = try await all(catalog.products, limit: limit)
            #expect(seen.count == 10)
            #expect(seen.map(\.id) == seen.sorted { ($0.createdAt, $0.id) > ($1.createdAt, $1.id) }.map(\.id))
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A feed of one status shows no other`(kind: TestDatabase) async throws {
        try await TestCatalog.with(kind) { catalog in
            for index in 0..<6 {
                try await catalog.add(.fixture(name: "\(index)", status: index % 2 == 0 ? "draft" : "published"))
            }
            let seen = try await all(catalog.products, status: .published, limit: 2)
            #expect(Set(seen.map(\.name)) == ["1", "3", "5"])
        }
    }

    /// Between any two pages something new comes in and something is taken out, seen or not yet seen.
    @Test(arguments: TestDatabase.all)
    func `What stays in the shop is shown once while others come and go`(kind: TestDatabase) async throws {
        try await TestCatalog.with(kind) { catalog in
            var generator = SeededGenerator(seed: 5)
            var old: [ID<Product>] = []
            for index in 0..<30 {
                old.append(try await catalog.add(.fixture(name: "old \(index)"), after: index / 4).id)
            }
            var removable = Array(old.enumerated().filter { $0.offset % 3 == 0 }.map(\.element)).shuffled(
                using: &generator)
            let staying = Set(old).subtracting(removable)
            var step = 100
            let seen = try await all(catalog.products, limit: 4) {
                step += 1
                try await catalog.add(.fixture(name: "new \(step)"), after: step)
                if let id = removable.popLast() { try await catalog.products.delete(.id(id), version: nil) }
            }
            #expect(Set(seen.map(\.id)).count == seen.count, "nothing twice")
            #expect(staying.isSubset(of: Set(seen.map(\.id))), "nothing left out")
            #expect(!seen.contains { $0.name.hasPrefix("new") }, "what came later stands before the beginning")
        }
    }

    @Test(arguments: [
        "", "1", "x y", "1 x", "1 01890a5d-ac96-774b-bcce-b302099a8057 2",
        "99999999999999999999 01890a5d-ac96-774b-bcce-b302099a8057",
    ])
    func `A place that the feed never gave out is refused`(position: String) async throws {
        try await TestCatalog.with(.sqlite) { catalog in
            await #expect(throws: InvalidCursor()) {
                try await catalog.products.feed(before: Cursor(position: position), status: nil, limit: 1)
            }
        }
    }
}
