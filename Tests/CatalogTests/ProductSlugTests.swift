import Kernel
import TestSupport
import Testing

@testable import Catalog

struct ProductSlugTests {
    @Test(arguments: TestDatabase.all)
    func `A slug that was chosen and is taken is refused, on making and on changing`(kind: TestDatabase) async throws {
        try await TestCatalog.with(kind) { catalog in
            try await catalog.add(.fixture(slug: "kettle"))
            let other = try await catalog.add(.fixture(slug: "other"))
            await #expect(throws: CatalogError.slugTaken("kettle")) { try await catalog.add(.fixture(slug: "kettle")) }
            await #expect(throws: CatalogError.slugTaken("kettle")) {
                try await catalog.products.edit(.id(other.id), version: nil) { $0.slug = "kettle" }
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `An external id is that of one product`(kind: TestDatabase) async throws {
        try await TestCatalog.with(kind) { catalog in
            try await catalog.add(.fixture(externalID: "7"))
            let other = try await catalog.add(.fixture())
            await #expect(throws: CatalogError.externalIDTaken("7")) {
                try await catalog.add(.fixture(externalID: "7"))
            }
            await #expect(throws: CatalogError.externalIDTaken("7")) {
                try await catalog.products.edit(.id(other.id), version: nil) { $0.externalID = "7" }
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `Products of one name get slugs of their own, by external id, SKU or number`(kind: TestDatabase) async throws {
        try await TestCatalog.with(kind) { catalog in
            var slugs: [String] = []
            for record in [
                ProductRecord.fixture(), .fixture(), .fixture(), .fixture(externalID: "E 7"), .fixture(sku: "S-1"),
                .fixture(sku: "S-1"),
                .fixture(name: "漢字"), .fixture(name: "Search"),
            ] {
                slugs.append(try await catalog.add(record).slug)
            }
            #expect(
                slugs == [
                    "kettle", "kettle-2", "kettle-3", "kettle-e-7", "kettle-s-1", "kettle-s-1-2", "product",
                    "product-search",
                ])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A slug stays when the name changes`(kind: TestDatabase) async throws {
        try await TestCatalog.with(kind) { catalog in
            let made = try await catalog.add(.fixture())
            let renamed = try await catalog.products.edit(.id(made.id), version: nil) { $0.name = "Teapot" }
            #expect(renamed.slug == "kettle")
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A product whose slug was made for it can be edited, however long its name and mark`(kind: TestDatabase)
        async throws
    {
        try await TestCatalog.with(kind) { catalog in
            let name = String(repeating: "x", count: 200)
            try await catalog.add(.fixture(name: name))
            let second = try await catalog.add(.fixture(name: name, externalID: String(repeating: "9", count: 100)))
            let edited = try await catalog.products.edit(.id(second.id), version: nil) { $0.brand = "Halden" }
            #expect(edited.brand == "Halden")
        }
    }
}
