import Kernel
import Persistence
import TestSupport
import Testing

@testable import Catalog

struct ProductsTests {
    @Test(arguments: TestDatabase.all)
    func `A product with every part comes back as it was made`(kind: TestDatabase) async throws {
        try await TestCatalog.with(kind) { catalog in
            let parent = try await catalog.addCategory("Kitchen")
            let category = try await catalog.addCategory("Kettles", under: parent)
            let made = try await catalog.add(.full(category: .id(category.id)))
            let byID = try await catalog.products.read(.id(made.id))
            let bySlug = try await catalog.products.read(.slug("kettle-1"))
            #expect(byID == made)
            #expect(bySlug == made)
            #expect(made.category?.path == ["Kitchen", "Kettles"])
            #expect(made.variants.map(\.sku) == ["K-1", "K-2"])
            #expect((made.version, made.createdAt, made.updatedAt) == (1, TestCatalog.moment, TestCatalog.moment))
            #expect(made.price == Money(minorUnits: 1999, .usd))
            #expect((made.stockQuantity, made.inStock) == (3, true))
        }
    }

    @Test(arguments: TestDatabase.all)
    func `The record of a product makes the same product again`(kind: TestDatabase) async throws {
        try await TestCatalog.with(kind) { catalog in
            let category = try await catalog.addCategory("Kitchen")
            for record in [
                ProductRecord.full(category: .slug(category.slug)), .fixture(name: "Plain"),
                .fixture(name: "Counted", sku: "C", stock: 0),
            ] {
                let made = try await catalog.add(record)
                let again = try await catalog.products(after: 9).replace(
                    .id(made.id), with: ProductRecord(made), version: nil)
                #expect(again == made)
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `What is not there is not found`(kind: TestDatabase) async throws {
        try await TestCatalog.with(kind) { catalog in
            for address in [ProductAddress.id(ID()), .slug("absent"), .slug("")] {
                await #expect(throws: CatalogError.productNotFound) { try await catalog.products.read(address) }
                await #expect(throws: CatalogError.productNotFound) {
                    try await catalog.products.replace(address, with: .fixture(), version: nil)
                }
                await #expect(throws: CatalogError.productNotFound) {
                    try await catalog.products.edit(address, version: 1) { _ in }
                }
                await #expect(throws: CatalogError.productNotFound) {
                    try await catalog.products.delete(address, version: nil)
                }
            }
            let events = try await catalog.events()
            #expect(events.isEmpty)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `An edit changes what it names and leaves the rest`(kind: TestDatabase) async throws {
        try await TestCatalog.with(kind) { catalog in
            let made = try await catalog.add(.full())
            let edited = try await catalog.products(after: 5).edit(.id(made.id), version: 1) { record in
                record.name = "Kettle II"
                record.compareAtPrice = nil
            }
            #expect((edited.name, edited.compareAtPrice, edited.version) == ("Kettle II", nil, 2))
            #expect(edited.updatedAt == TestCatalog.moment.advanced(by: .seconds(5)))
            #expect(
                (edited.createdAt, edited.slug, edited.variants, edited.attributes) == (
                    made.createdAt, made.slug, made.variants, made.attributes
                ))
            let read = try await catalog.products.read(.id(made.id))
            #expect(read == edited)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A replacement empties what it leaves out, but keeps id, slug, status, rating and day of making`(
        kind: TestDatabase
    ) async throws {
        try await TestCatalog.with(kind) { catalog in
            let made = try await catalog.add(.full())
            let record = ProductRecord.fixture(
                name: "Other", variants: [.fixture(sku: "K-2", options: ["size": "2 l"])], status: nil)
            let replaced = try await catalog.products(after: 5).replace(.id(made.id), with: record, version: 1)
            #expect(
                (replaced.id, replaced.slug, replaced.createdAt, replaced.version) == (
                    made.id, made.slug, made.createdAt, 2
                ))
            #expect((replaced.status, replaced.rating, replaced.reviewCount) == (.published, 4.5, 12))
            #expect(
                replaced.attributes.isEmpty && replaced.tags.isEmpty && replaced.images.isEmpty
                    && replaced.description.isEmpty)
            #expect(replaced.variants.map(\.id) == [made.variants[1].id], "the variant is known by its SKU")
            let read = try await catalog.products.read(.id(made.id))
            #expect(read == replaced)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `One variant cannot stand for several`(kind: TestDatabase) async throws {
        try await TestCatalog.with(kind) { catalog in
            let made = try await catalog.add(.full())
            await #expect(throws: CatalogError.ambiguous(field: "variants")) {
                try await catalog.products.replace(.id(made.id), with: .fixture(price: "5"), version: nil)
            }
            let read = try await catalog.products.read(.id(made.id))
            #expect(read == made)
        }
    }

    /// A variant is recognised by its SKU or by its options; when both changed hands, nobody's id may go to two.
    @Test(arguments: TestDatabase.all)
    func `Variants that swap SKUs and options stay as many as they are`(kind: TestDatabase) async throws {
        let before: [VariantRecord] = [
            .fixture(sku: "A", options: ["colour": "red"]), .fixture(sku: "B", options: ["colour": "blue"]),
        ]
        let after: [[VariantRecord]] = [
            [.fixture(sku: "B", options: ["colour": "red"]), .fixture(sku: "A", options: ["colour": "blue"])],
            [.fixture(sku: "A", options: ["colour": "green"]), .fixture(sku: "C", options: ["colour": "red"])],
            [.fixture(sku: "A", options: ["colour": "blue"]), .fixture(options: ["colour": "red"])],
        ]
        for variants in after {
            try await TestCatalog.with(kind) { catalog in
                let made = try await catalog.add(.fixture(variants: before))
                let replaced = try await catalog.products.replace(
                    .id(made.id), with: .fixture(variants: variants), version: nil)
                #expect(Set(replaced.variants.map(\.id)).count == 2)
                let read = try await catalog.products.read(.id(made.id))
                #expect(read.variants.map(\.sku) == variants.map(\.sku))
                #expect(read.variants.map(\.options) == variants.map(\.options))
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A removed product is gone with its variants, and its slug is free`(kind: TestDatabase) async throws {
        try await TestCatalog.with(kind) { catalog in
            let made = try await catalog.add(.full())
            try await catalog.products.delete(.slug(made.slug), version: 1)
            await #expect(throws: CatalogError.productNotFound) { try await catalog.products.read(.id(made.id)) }
            let orphans = try await catalog.database.read {
                try $0.value("SELECT count(*) FROM variants", as: Int.self)
            }
            #expect(orphans == 0)
            let again = try await catalog.add(.full())
            #expect(again.slug == made.slug)
            #expect(again.id != made.id)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A product with one variant can be removed without naming a version`(kind: TestDatabase) async throws {
        try await TestCatalog.with(kind) { catalog in
            let made = try await catalog.add(.fixture())
            try await catalog.products.delete(.id(made.id), version: nil)
            await #expect(throws: CatalogError.productNotFound) { try await catalog.products.read(.id(made.id)) }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `Who insists on a version that has passed changes nothing`(kind: TestDatabase) async throws {
        try await TestCatalog.with(kind) { catalog in
            let made = try await catalog.add(.fixture())
            let current = try await catalog.products.edit(.id(made.id), version: 1) { $0.name = "Second" }
            for version in [1, 3, -1] {
                await #expect(throws: CatalogError.outdated(current: 2)) {
                    try await catalog.products.edit(.id(made.id), version: version) { $0.name = "Third" }
                }
                await #expect(throws: CatalogError.outdated(current: 2)) {
                    try await catalog.products.replace(.id(made.id), with: .fixture(name: "Third"), version: version)
                }
                await #expect(throws: CatalogError.outdated(current: 2)) {
                    try await catalog.products.delete(.id(made.id), version: version)
                }
            }
            let read = try await catalog.products.read(.id(made.id))
            #expect(read == current)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `Of edits that race from one version exactly one wins`(kind: TestDatabase) async throws {
        try await TestCatalog.with(kind) { catalog in
            let made = try await catalog.add(.fixture())
            let wins = try await withThrowingTaskGroup(of: Bool.self) { group in
                for editor in 0..<8 {
                    group.addTask { [products = catalog.products] in
                        do {
                            _ = try await products.edit(.id(made.id), version: 1) { $0.name = "Editor \(editor)" }
                            return true
                        } catch CatalogError.outdated(current: 2) {
                            return false
                        }
                    }
                }
                return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(wins == 1)
            let read = try await catalog.products.read(.id(made.id))
            #expect(read.version == 2)
            let events = try await catalog.events()
            #expect(events == ["product.created \(made.id)", "product.updated \(made.id)"])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `Every change is an event, and no change is none`(kind: TestDatabase) async throws {
        try await TestCatalog.with(kind) { catalog in
            let made = try await catalog.add(.full())
            let id = made.id
            let same = try await catalog.products(after: 9).edit(.id(id), version: 1) { $0.tags = $0.tags.reversed() }
            #expect(same == made)
            _ = try await catalog.products.edit(.id(id), version: nil) { $0.brand = "Other" }
            await #expect(throws: ValidationError.self) {
                try await catalog.products.edit(.id(id), version: nil) { $0.name = "" }
            }
            try await catalog.products.delete(.id(id), version: nil)
            let events = try await catalog.events()
            #expect(events == ["product.created \(id)", "product.updated \(id)", "product.deleted \(id)"])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `An error out of an edit leaves the product as it was`(kind: TestDatabase) async throws {
        struct Refused: Error {}
        try await TestCatalog.with(kind) { catalog in
            let made = try await catalog.add(.fixture())
            await #expect(throws: Refused.self) {
                try await catalog.products.edit(.id(made.id), version: nil) { record in
                    record.name = "Changed"
                    throw Refused()
                }
            }
            let read = try await catalog.products.read(.id(made.id))
            #expect(read == made)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A category that is not there is refused at its field`(kind: TestDatabase) async throws {
        try await TestCatalog.with(kind) { catalog in
            for address in [CategoryAddress.id(ID()), .slug("absent"), .path(["absent", "too"])] {
                let error = await #expect(throws: ValidationError.self) {
                    try await catalog.add(.fixture(category: address))
                }
                #expect(error?.fields.map(\.code) == ["unknown_category"])
                #expect(error?.fields.map(\.field) == ["category"])
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `Products are found by their ids, and external ids with them`(kind: TestDatabase) async throws {
        try await TestCatalog.with(kind) { catalog in
            let first = try await catalog.add(.fixture(name: "A", externalID: "ext-a"))
            let second = try await catalog.add(.fixture(name: "B"))
            let found = try await catalog.products.find([second.id, first.id, ID()])
            #expect(Set(found.map(\.id)) == [first.id, second.id])
            let none = try await catalog.products.find([])
            #expect(none.isEmpty)
            let external = try await catalog.products.externalIDs(of: [
                first.id.description, second.id.description, "no id",
            ])
            #expect(external == [first.id.description: "ext-a"])
        }
    }
}
