import Catalog
import Identity
import Kernel
import WebSupport

/// `GET /products`
struct ListProducts: Operation {
    static let declaration = Declaration(
        .get, "/products", "List products",
        description:
            "Drafts and archived products are shown to admins, and to a vendor its own when `vendor` names it. Beyond 10,000 products use the feed.",
        tag: .products, caching: .untilChange(of: "product", "category"))

    @Query("Id, slug or path of a category; what is below it is included.") var category: String?
    @Query("Only of this brand; several may be named.") var brand: [String]
    @Query("Only from this price on.") var minPrice: DecimalText?
    @Query("Only up to this price.") var maxPrice: DecimalText?
    @Query("Only what can be bought, or only what cannot.") var inStock: Bool?
    @Query("Only with this tag; several must all be there.") var tags: [String]
    @PrefixedQuery("attr.", "Only with this attribute: `attr.colour=Black`; several values are alternatives.")
    var attributes
    @Query("Only with this text in the name.", length: 1...200) var search: String?
    @Query("Only of this status; who may not see others gets what is published.") var status: ProductStatus?
    @Query("Only of this vendor, an account's id.") var vendor: ID<Vendor>?
    @Query("What to order by.") var sortBy = ProductSort.createdAt
    @Query("In which direction.") var sortOrder = SortOrder.descending
    @Query("Which page, from 1.", in: 1...10_000) var page = 1
    @Query("How many items make a page.", in: 1...100, alias: "limit") var pageSize = PageRequest.defaultSize

    func answer(_ products: Products, _ call: Call) async throws -> Reply<PageAnswer<ProductAnswer>> {
        let page = try await products.list(
            filter(for: call.caller), sort: sortBy, descending: sortOrder == .descending,
            page: PageRequest(number: page, size: pageSize))
        return .ok(
            PageAnswer(page.map(ProductAnswer.init)), links: Links(page: page.request.number, of: page.totalPages))
    }

    private func filter(for caller: Caller) throws -> ProductFilter {
        let isOwn = vendor != nil && vendor == caller.vendor
        var filter = ProductFilter(status: isOwn || caller.may(.manageCatalog) ? status : .published)
        filter.vendor = vendor
        filter.category = category.map { CategoryAddress($0) }
        (filter.minimumPrice, filter.maximumPrice) = try PriceRange.checked(minPrice, maxPrice, .usd)
        (filter.brands, filter.inStock, filter.tags, filter.nameContains) = (brand, inStock, tags, search)
        filter.attributes = attributes
        return filter
    }
}

extension ProductSort: TextInput {}

/// The direction of a list.
enum SortOrder: String, CaseIterable, TextInput {
    case ascending = "asc"
    case descending = "desc"
}

/// `GET /products/feed`
struct FeedProducts: Operation {
    static let declaration = Declaration(
        .get, "/products/feed", "Go through all products",
        description: "Newest first, without gaps or repetition while products are written.", tag: .products)

    @Query("Where to go on: the `next_cursor` of the answer before.", length: 1...1024) var cursor: String?
    @Query("How many at once.", in: 1...100) var limit = PageRequest.defaultSize

    func answer(_ products: Products, _ call: Call) async throws -> Reply<FeedAnswer<ProductAnswer>> {
        let place = try call.place(in: "products", cursor)
        let (items, next) = try await products.feed(
            before: place, status: call.caller.may(.manageCatalog) ? nil : .published, limit: limit)
        return call.stretch(of: "products", items, next: next, show: ProductAnswer.init)
    }
}

/// `POST /products`
struct CreateProduct: Operation {
    static let declaration = Declaration(
        .post, "/products", "Make a product", description: "It is a draft until it is published.", tag: .products,
        permission: .manageOwnProducts, errors: [CatalogError.slugTaken("sofa"), CatalogError.externalIDTaken("4711")])

    @Body("The new product.") var product: ProductBody

    func answer(_ products: Products, _ call: Call) async throws -> Created<ProductAnswer> {
        let made = try await namingFieldsAsHTTPDoes {
            try await products.written(by: call.caller).create(
                try ProductDraft(product.record, defaults: .overHTTP), receipt: call.receipt(Self.created))
        }
        return Self.created(made)
    }

    private static func created(_ product: Product) -> Created<ProductAnswer> {
        Created(ProductAnswer(product), at: "/api/v1/products/\(product.id)", version: product.version)
    }
}

extension ProductDraft.Defaults {
    /// New products are drafts over HTTP.
    static let overHTTP = ProductDraft.Defaults(status: .draft, currency: .usd)
}

/// `GET /products/{product}`
struct ReadProduct: Operation {
    static let declaration = Declaration(
        .get, "/products/{product}", "Read a product", tag: .products, errors: [CatalogError.productNotFound],
        caching: .untilSubjectChanges(orAny: "category"))

    @Path("Its id or slug.") var product: String

    func answer(_ products: Products, _ call: Call) async throws -> Reply<ProductAnswer> {
        let found = try await products.read(ProductAddress(product))
        guard found.isVisible(to: call.caller) else { throw CatalogError.productNotFound }
        return .ok(ProductAnswer(found), version: found.version, subject: found.id.description)
    }
}

/// `PUT /products/{product}`
struct ReplaceProduct: Operation {
    static let declaration = Declaration(
        .put, "/products/{product}", "Replace a product",
        description: "What is left out is emptied, but for slug, status, currency and rating.",
        tag: .products,
        permission: .manageOwnProducts, errors: CatalogError.ofProductChanges)

    @Path("Its id or slug.") var product: String
    @Body("The product as it is to be.") var replacement: ProductBody

    func answer(_ products: Products, _ call: Call) async throws -> Reply<ProductAnswer> {
        let changed = try await namingFieldsAsHTTPDoes {
            try await products.written(by: call.caller).replace(
                ProductAddress(product), with: replacement.record,
                version: call.ifMatch.version(orBody: replacement.version))
        }
        return .ok(ProductAnswer(changed), version: changed.version)
    }
}

/// `PATCH /products/{product}`
struct EditProduct: Operation {
    static let declaration = Declaration(
        .patch, "/products/{product}", "Change parts of a product", description: "What is left out stays.",
        tag: .products, permission: .manageOwnProducts, errors: CatalogError.ofProductChanges)

    @Path("Its id or slug.") var product: String
    @Body("What changes.") var change: ProductPatch

    func answer(_ products: Products, _ call: Call) async throws -> Reply<ProductAnswer> {
        let change = change
        let changed = try await namingFieldsAsHTTPDoes {
            try await products.written(by: call.caller).edit(
                ProductAddress(product), version: call.ifMatch.version(orBody: change.version)
            ) { try change.apply(to: &$0) }
        }
        return .ok(ProductAnswer(changed), version: changed.version)
    }
}

/// `DELETE /products/{product}`
struct DeleteProduct: Operation {
    static let declaration = Declaration(
        .delete, "/products/{product}", "Remove a product", tag: .products, permission: .manageOwnProducts,
        errors: [CatalogError.productNotFound, CatalogError.outdated(current: 4)])

    @Path("Its id or slug.") var product: String

    func answer(_ products: Products, _ call: Call) async throws -> NoContent {
        try await products.written(by: call.caller).delete(
            ProductAddress(product), version: call.ifMatch.version(orBody: nil))
        return NoContent()
    }
}

/// `POST /products/{product}/publish`
struct PublishProduct: Operation {
    static let declaration = Declaration(
        .post, "/products/{product}/publish", "Show a product to everybody", tag: .products,
        permission: .manageOwnProducts, errors: [CatalogError.productNotFound, CatalogError.outdated(current: 4)])

    @Path("Its id or slug.") var product: String

    func answer(_ products: Products, _ call: Call) async throws -> Reply<ProductAnswer> {
        try await products.reply(showing: product, as: .published, call)
    }
}

/// `POST /products/{product}/unpublish`
struct UnpublishProduct: Operation {
    static let declaration = Declaration(
        .post, "/products/{product}/unpublish", "Hide a product from shoppers", tag: .products,
        permission: .manageOwnProducts, errors: [CatalogError.productNotFound, CatalogError.outdated(current: 4)])

    @Path("Its id or slug.") var product: String

    func answer(_ products: Products, _ call: Call) async throws -> Reply<ProductAnswer> {
        try await products.reply(showing: product, as: .draft, call)
    }
}

extension Products {
    /// Changes who may see a product, and shows it.
    fileprivate func reply(
        showing product: String, as status: ProductStatus, _ call: Call
    ) async throws -> Reply<ProductAnswer> {
        let changed = try await written(by: call.caller).edit(
            ProductAddress(product), version: call.ifMatch.version(orBody: nil)
        ) { $0.status = status.rawValue }
        return .ok(ProductAnswer(changed), version: changed.version)
    }
}

extension CatalogError {
    /// What any change of a product may meet.
    fileprivate static let ofProductChanges: [CatalogError] = [
        .productNotFound, .slugTaken("sofa"), .externalIDTaken("4711"), .outdated(current: 4),
        .ambiguous(field: "price"),
    ]
}
