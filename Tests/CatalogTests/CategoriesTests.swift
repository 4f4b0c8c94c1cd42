import Kernel
import TestSupport
import Testing

@testable import Catalog

struct CategoriesTests {
    @Test(arguments: TestDatabase.all)
    func `A category comes back by id, slug and path`(kind: TestDatabase) async throws {
        try await TestCatalog.with(kind) { catalog in
            let root = try await catalog.addCategory("Printing")
            let made = try await catalog.categories.create(
                Categories.Draft(
                    name: "toner \"cartridge\"", slug: "toner", parentID: root.id, description: "Black\nand colour"))
            #expect((made.path, made.version, made.productCount) == (["Printing", "toner \"cartridge\""], 1, 0))
            for address in [CategoryAddress.id(made.id), .slug("toner"), .path(["Printing", "toner \"cartridge\""])] {
                let read = try await catalog.categories.read(address)
                #expect(read == made)
                let path = try await catalog.categories.path(of: address)
                #expect(path == made.path)
            }
            for address in [CategoryAddress.id(ID()), .slug("absent"), .path(["Printing"] + ["absent"]), .path([])] {
                await #expect(throws: CatalogError.categoryNotFound) { try await catalog.categories.read(address) }
                let path = try await catalog.categories.path(of: address)
                #expect(path == nil)
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a root is named by its path as text, unless that is a slug of another`(kind: TestDatabase) async throws {
        try await TestCatalog.with(kind) { catalog in
            let root = try await catalog.addCategory("Office Chairs")
            let other = try await catalog.categories.create(Categories.Draft(name: "lamps", slug: "lights"))
            let slugged = try await catalog.categories.create(Categories.Draft(name: "Lamps and more", slug: "lamps"))
            for (text, id) in [("Office Chairs", root.id), ("lights", other.id), ("lamps", slugged.id)] {
                let read = try await catalog.categories.read(CategoryAddress(text))
                #expect(read.id == id)
            }
            let path = try await catalog.categories.path(of: CategoryAddress("Office Chairs"))
            #expect(path == ["Office Chairs"])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `The list has parents before children and siblings by name`(kind: TestDatabase) async throws {
        try await TestCatalog.with(kind) { catalog in
            let zoo = try await catalog.addCategory("Zoo")
            let attic = try await catalog.addCategory("Attic")
            for (name, parent) in [("b", zoo), ("a", zoo), ("z", attic)] {
                try await catalog.addCategory(name, under: parent)
            }
            let paths = try await catalog.categories.list().map { $0.path.joined(separator: "/") }
            #expect(paths == ["Attic", "Attic/z", "Zoo", "Zoo/a", "Zoo/b"])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `Counts are of published products, in it and below it`(kind: TestDatabase) async throws {
        try await TestCatalog.with(kind) { catalog in
            let root = try await catalog.addCategory("Root")
            let branch = try await catalog.addCategory("Branch", under: root)
            let leaf = try await catalog.addCategory("Leaf", under: branch)
            let empty = try await catalog.addCategory("Empty", under: root)
            for (category, status) in [
                (root, "published"), (branch, "draft"), (leaf, "published"), (leaf, "published"), (leaf, "archived"),
            ] {
                try await catalog.add(.fixture(category: .id(category.id), status: status))
            }
            let counts = try await Dictionary(
                uniqueKeysWithValues: catalog.categories.list().map { ($0.id, $0.productCount) })
            #expect(counts == [root.id: 3, branch.id: 2, leaf.id: 2, empty.id: 0])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `Names are unique among siblings, roots included, and nowhere else`(kind: TestDatabase) async throws {
        try await TestCatalog.with(kind) { catalog in
            let root = try await catalog.addCategory("Cable")
            await #expect(throws: CatalogError.categoryNameTaken("Cable")) { try await catalog.addCategory("Cable") }
            let child = try await catalog.addCategory("Cable", under: root)
            await #expect(throws: CatalogError.categoryNameTaken("Cable")) {
                try await catalog.addCategory(" Cable ", under: root)
            }
            let other = try await catalog.addCategory("Other")
            await #expect(throws: CatalogError.categoryNameTaken("Cable")) {
                try await catalog.categories.edit(.id(other.id), version: nil) { $0.name = "Cable" }
            }
            #expect((root.slug, child.slug) == ("cable", "cable-cable"))
        }
    }

    @Test(arguments: TestDatabase.all)
    func `Slugs are unique in the whole tree`(kind: TestDatabase) async throws {
        try await TestCatalog.with(kind) { catalog in
            var slugs: [String] = []
            for parent in ["Networking", "Audio", "Video"] {
                let root = try await catalog.addCategory(parent)
                slugs.append(try await catalog.addCategory("Cable", under: root).slug)
            }
            #expect(slugs == ["cable", "audio-cable", "video-cable"])
            await #expect(throws: CatalogError.slugTaken("cable")) {
                try await catalog.categories.create(Categories.Draft(name: "X", slug: "cable"))
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `What breaks the rules is refused at its field`(kind: TestDatabase) async throws {
        try await TestCatalog.with(kind) { catalog in
            let drafts: [(Categories.Draft, String)] = [
                (.init(name: " "), "name required"), (.init(name: String(repeating: "x", count: 121)), "name too_long"),
                (.init(name: "a", slug: "Ä"), "slug not_a_slug"),
                (.init(name: "a", description: String(repeating: "x", count: 2001)), "description too_long"),
                (.init(name: "a", parentID: ID()), "parent_id unknown_category"),
                (.init(name: "a\0"), "name control_character"),
            ]
            for (draft, expected) in drafts {
                let error = await #expect(throws: ValidationError.self) { try await catalog.categories.create(draft) }
                #expect(error?.fields.map { "\($0.field) \($0.code)" } == [expected])
            }
            let list = try await catalog.categories.list()
            #expect(list.isEmpty)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A move takes everything below along, and products learn of it`(kind: TestDatabase) async throws {
        try await TestCatalog.with(kind) { catalog in
            let old = try await catalog.addCategory("Old")
            let new = try await catalog.addCategory("New")
            let branch = try await catalog.addCategory("Branch", under: old)
            let leaf = try await catalog.addCategory("Leaf", under: branch)
            let product = try await catalog.add(.fixture(category: .id(leaf.id)))
            let bystander = try await catalog.add(.fixture(category: .id(old.id)))
            let before = try await catalog.events().count
            let moved = try await catalog.categories.edit(.id(branch.id), version: nil) {
                ($0.parentID, $0.name) = (new.id, "Twig")
            }
            #expect((moved.path, moved.slug, moved.version) == (["New", "Twig"], "branch", 2))
            let read = try await catalog.products.read(.id(product.id))
            #expect(read.category?.path == ["New", "Twig", "Leaf"])
            let below = try await catalog.names(with(category: .slug("new")))
            #expect(below == [product.name])
            let events = try await catalog.events().dropFirst(before)
            #expect(Array(events) == ["product.updated \(product.id)", "category.changed \(branch.id)"])
            #expect(bystander.category?.path == ["Old"])
        }
    }

    private func with(category: CategoryAddress) -> ProductFilter {
        var filter = ProductFilter(status: nil)
        filter.category = category
        return filter
    }

    @Test(arguments: TestDatabase.all)
    func `An edit that moves nothing disturbs no product`(kind: TestDatabase) async throws {
        try await TestCatalog.with(kind) { catalog in
            let category = try await catalog.addCategory("Kitchen")
            try await catalog.add(.fixture(category: .id(category.id)))
            let before = try await catalog.events()
            let edited = try await catalog.categories.edit(.slug("kitchen"), version: nil) { $0.description = "Pots" }
            #expect((edited.description, edited.path, edited.productCount) == ("Pots", ["Kitchen"], 1))
            let after = try await catalog.events()
            #expect(after == before + ["category.changed \(category.id)"])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `No category stands below itself`(kind: TestDatabase) async throws {
        try await TestCatalog.with(kind) { catalog in
            let root = try await catalog.addCategory("Root")
            let branch = try await catalog.addCategory("Branch", under: root)
            let leaf = try await catalog.addCategory("Leaf", under: branch)
            for parent in [root, branch, leaf] {
                await #expect(throws: CatalogError.categoryCycle) {
                    try await catalog.categories.edit(.id(root.id), version: nil) { $0.parentID = parent.id }
                }
            }
            await #expect(throws: ValidationError.self) {
                try await catalog.categories.edit(.id(root.id), version: nil) { $0.parentID = ID() }
            }
            await #expect(throws: CatalogError.categoryNotFound) {
                try await catalog.categories.edit(.id(ID()), version: nil) { _ in }
            }
            let list = try await catalog.categories.list()
            #expect(list.map(\.version) == [1, 1, 1])
            let freed = try await catalog.categories.edit(.id(leaf.id), version: nil) { $0.parentID = nil }
            #expect(freed.path == ["Leaf"])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `Who insists on a version that has passed changes nothing`(kind: TestDatabase) async throws {
        try await TestCatalog.with(kind) { catalog in
            let made = try await catalog.addCategory("Kitchen")
            let current = try await catalog.categories.edit(.id(made.id), version: 1) { $0.name = "Second" }
            for version in [1, 3, -1] {
                await #expect(throws: CatalogError.outdated(current: 2)) {
                    try await catalog.categories.edit(.id(made.id), version: version) { $0.name = "Third" }
                }
                await #expect(throws: CatalogError.outdated(current: 2)) {
                    try await catalog.categories.delete(.id(made.id), version: version)
                }
            }
            let read = try await catalog.categories.read(.id(made.id))
            #expect(read == current)
            try await catalog.categories.delete(.id(made.id), version: 2)
        }
    }

    private func chain(_ names: [String], in catalog: TestCatalog) async throws -> [Catalog.Category] {
        var chain: [Catalog.Category] = []
        for name in names { chain.append(try await catalog.addCategory(name, under: chain.last)) }
        return chain
    }

    @Test(arguments: TestDatabase.all)
    func `The tree is no deeper than it may be, not even after a move`(kind: TestDatabase) async throws {
        try await TestCatalog.with(kind) { catalog in
            let deep = try await chain((1...Category.maximumDepth).map { "d\($0)" }, in: catalog)
            await #expect(throws: ValidationError.self) { try await catalog.addCategory("too deep", under: deep.last) }
            let short = try await chain(["s1", "s2", "s3"], in: catalog)
            let parent = deep[Category.maximumDepth - 3]
            await #expect(throws: ValidationError.self) {
                try await catalog.categories.edit(.id(short[0].id), version: nil) { $0.parentID = parent.id }
            }
            let deepest = try await catalog.categories.list().map(\.path.count).max()
            #expect(deepest == Category.maximumDepth)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A category in use is not removed, and says by whom`(kind: TestDatabase) async throws {
        try await TestCatalog.with(kind) { catalog in
            let root = try await catalog.addCategory("Root")
            try await catalog.addCategory("Branch", under: root)
            await #expect(throws: CatalogError.categoryNotEmpty(names: ["Branch"], total: 1)) {
                try await catalog.categories.delete(.id(root.id), version: nil)
            }
            for index in 1...6 {
                try await catalog.add(.fixture(name: "product \(index)", category: .slug("root"), status: "draft"))
            }
            let names = ["Branch", "product 1", "product 2", "product 3", "product 4"]
            await #expect(throws: CatalogError.categoryNotEmpty(names: names, total: 7)) {
                try await catalog.categories.delete(.slug("root"), version: nil)
            }
            #expect(
                CatalogError.categoryNotEmpty(names: names, total: 7).message.hasSuffix("\"product 4\" and 2 more."))
        }
    }

    @Test(arguments: TestDatabase.all)
    func `An empty category is removed once`(kind: TestDatabase) async throws {
        try await TestCatalog.with(kind) { catalog in
            let root = try await catalog.addCategory("Root")
            let leaf = try await catalog.addCategory("Leaf", under: root)
            try await catalog.categories.delete(.id(leaf.id), version: nil)
            await #expect(throws: CatalogError.categoryNotFound) {
                try await catalog.categories.delete(.id(leaf.id), version: nil)
            }
            try await catalog.categories.delete(.slug("root"), version: nil)
            let list = try await catalog.categories.list()
            #expect(list.isEmpty)
        }
    }
}
