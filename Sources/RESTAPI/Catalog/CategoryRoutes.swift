import Catalog
import Identity
import Kernel
import WebSupport

/// A category as REST version 1 shows it.
struct CategoryAnswer: Answer {
    let category: Category

    init(_ category: Category) {
        self.category = category
    }

    static let example = CategoryAnswer(
        Category(
            id: ID(high: 0x0190_0A5D_AC96_774B, low: 0xBCCE_B302_099A_8001),
            parentID: ID(high: 0x0190_0A5D_AC96_774B, low: 0xBCCE_B302_099A_8000), name: "toner cartridge",
            slug: "toner-cartridge", path: ["Printing", "toner cartridge"], description: "", productCount: 1284,
            version: 1))

    func write(to object: inout AnswerWriter) {
        object.member("id", category.id, "Our identity for it.")
        object.member("name", category.name, "Its own name.")
        object.member("slug", category.slug, "Its name in addresses.")
        object.member("path", category.path, "The names from the root down.")
        object.member("parent_id", category.parentID, "What it stands under; null for a root.")
        object.member("description", category.description, "Plain text.")
        object.member("product_count", category.productCount, "Published products in it and below it.")
        object.member("version", category.version, "Counts the changes.")
    }
}

/// The whole tree as a list.
struct CategoriesAnswer: Answer {
    let categories: [Category]

    static let example = CategoriesAnswer(categories: [CategoryAnswer.example.category])

    func write(to object: inout AnswerWriter) {
        object.member("items", categories.map(CategoryAnswer.init), "Parents before children, siblings by name.")
        object.member("total", categories.count, "How many there are.")
    }
}

/// `GET /categories`
struct ListCategories: Operation {
    static let declaration = Declaration(
        .get, "/categories", "List all categories", tag: .categories, caching: .untilChange(of: "product", "category"))

    func answer(_ categories: Categories, _ call: Call) async throws -> Reply<CategoriesAnswer> {
        .ok(CategoriesAnswer(categories: try await categories.list()))
    }
}

/// What a client writes to make a category.
struct CategoryBody: InputObject {
    @Field("1 to 120 characters, unique among its siblings.") var name: String
    @Field("Its name in addresses; made from the name when absent.") var slug: String?
    @Field("What it stands under; a root when absent.") var parentId: ID<Catalog.Category>?
    @Field("Plain text, at most 2,000 characters.") var description: String?
}

/// `POST /categories`
struct CreateCategory: Operation {
    static let declaration = Declaration(
        .post, "/categories", "Make a category", tag: .categories, permission: .manageCatalog,
        errors: [CatalogError.categoryNameTaken("toner cartridge"), CatalogError.slugTaken("toner")])

    @Body("The new category.") var category: CategoryBody

    func answer(_ categories: Categories, _ call: Call) async throws -> Created<CategoryAnswer> {
        let draft = Categories.Draft(
            name: category.name, slug: category.slug, parentID: category.parentId,
            description: category.description ?? "")
        return Self.created(try await categories.create(draft, receipt: call.receipt(Self.created)))
    }

    private static func created(_ category: Catalog.Category) -> Created<CategoryAnswer> {
        Created(CategoryAnswer(category), at: "/api/v1/categories/\(category.id)", version: category.version)
    }
}

/// `GET /categories/{category}`
struct ReadCategory: Operation {
    static let declaration = Declaration(
        .get, "/categories/{category}", "Read a category", tag: .categories, errors: [CatalogError.categoryNotFound],
        caching: .untilChange(of: "product", "category"))

    @Path("Its id or slug.") var category: String

    func answer(_ categories: Categories, _ call: Call) async throws -> Reply<CategoryAnswer> {
        let found = try await categories.read(CategoryAddress(category))
        return .ok(CategoryAnswer(found), version: found.version)
    }
}

/// What a client writes to change a category.
struct CategoryPatch: InputObject {
    @Field("1 to 120 characters, unique among its siblings.") var name: Change<String>
    @Field("Its name in addresses.") var slug: Change<String>
    @Field("What it is to stand under, with everything below it; null makes it a root.")
    var parentId: Change<ID<Catalog.Category>?>
    @Field("Plain text, at most 2,000 characters.") var description: Change<String>
}

/// `PATCH /categories/{category}`
struct EditCategory: Operation {
    static let declaration = Declaration(
        .patch, "/categories/{category}", "Rename, describe or move a category",
        description: "Everything below it moves with it.", tag: .categories, permission: .manageCatalog,
        errors: [
            CatalogError.categoryNotFound, CatalogError.categoryNameTaken("toner cartridge"),
            CatalogError.slugTaken("toner"), CatalogError.categoryCycle, CatalogError.outdated(current: 4),
        ])

    @Path("Its id or slug.") var category: String
    @Body("What changes.") var change: CategoryPatch

    func answer(_ categories: Categories, _ call: Call) async throws -> Reply<CategoryAnswer> {
        let change = change
        let changed = try await categories.edit(
            CategoryAddress(category), version: call.ifMatch.version(orBody: nil)
        ) { draft in
            change.name.apply(to: &draft.name)
            change.slug.optional.apply(to: &draft.slug)
            change.parentId.apply(to: &draft.parentID)
            change.description.apply(to: &draft.description)
        }
        return .ok(CategoryAnswer(changed), version: changed.version)
    }
}

/// `DELETE /categories/{category}`
struct DeleteCategory: Operation {
    static let declaration = Declaration(
        .delete, "/categories/{category}", "Remove an empty category", tag: .categories, permission: .manageCatalog,
        errors: [
            CatalogError.categoryNotFound, CatalogError.outdated(current: 4),
            CatalogError.categoryNotEmpty(names: ["Xerox 006R90321 toner cartridge"], total: 1),
        ])

    @Path("Its id or slug.") var category: String

    func answer(_ categories: Categories, _ call: Call) async throws -> NoContent {
        try await categories.delete(CategoryAddress(category), version: call.ifMatch.version(orBody: nil))
        return NoContent()
    }
}
