import Catalog
import Hummingbird
import Kernel
import Search
import WebSupport

extension ShopPages {
    /// `/products/{slug-or-id}`
    func product(_ request: Request, _ context: ShopContext) async throws -> Response {
        guard let name = context.pathParameter("product"), ProductAddress(name).canBeOne else {
            throw CatalogError.productNotFound
        }
        let product = try await products.read(ProductAddress(name))
        guard product.status == .published else { throw CatalogError.productNotFound }
        let tree = try await departments.tree()
        let category = product.category.flatMap { tree[$0.slug] }
        let similar = try await search.search(
            .shelf(.popularity, category: category?.slug, count: ProductPage.relatedCount + 1))
        return .page(ProductPage(product, similar.hits.items, in: tree, of: shop) { frame($0, tree) }, .product)
    }
}

extension ProductAddress {
    /// Whether a product can have this address; what cannot is not worth a question to the database.
    fileprivate var canBeOne: Bool {
        switch self {
        case .id: true
        case .slug(let slug): Slug.isValid(slug)
        }
    }
}

/// Everything about one product.
struct ProductPage {
    let frame: Frame
    let crumbs: [Link]
    let name: String
    let maker: Link?
    let rating: RatingView?
    let pictures: [PictureView]
    let hasThumbnails: Bool
    let price: String
    let before: Reduction?
    let stock: StockView
    let lead: String?
    let description: String?
    let optionNames: [String]
    let variants: [VariantView]
    let variantsTitle: String
    let hasVariants: Bool
    let attributes: [Fact]
    let hasAttributes: Bool
    let related: ShelfView?

    /// Products in the row below.
    static let relatedCount = 6
    /// Descriptions up to so many characters stand beside the picture; longer ones below it.
    private static let leadLength = 420

    init(
        _ product: Product, _ similar: [SearchHit], in tree: CategoryTree, of shop: ShopProfile,
        frame: (PageHead) -> Frame
    ) {
        let category = product.category.flatMap { tree[$0.slug] }
        crumbs =
            (category.map { Link.trail(to: $0, in: tree) } ?? [])
            + [Link(text: product.name, url: Link.url(ofProduct: product.slug), isCurrent: true)]
        name = product.name
        maker = product.brand.map { Link(text: $0, url: "/search" + AddressFields.query([("brand", $0)])) }
        rating = RatingView(product.rating, count: product.reviewCount)
        pictures = PictureView.all(of: product, in: shop)
        hasThumbnails = pictures.count > 1
        price =
            product.variants.contains { $0.price != product.price }
            ? "From \(product.price.display)" : product.price.display
        before = Reduction(of: product)
        stock = StockView(inStock: product.inStock, quantity: product.stockQuantity)
        let isShort = product.description.count <= ProductPage.leadLength
        lead = isShort && !product.description.isEmpty ? product.description : nil
        description = isShort ? nil : product.description
        optionNames = VariantView.optionNames(of: product).map(\.asLabel)
        variants = product.variants.map { VariantView($0, options: VariantView.optionNames(of: product)) }
        hasVariants = product.variants.count > 1 || !optionNames.isEmpty
        variantsTitle = "\(variants.count.counted("option")) to choose from"
        attributes = Fact.all(of: product)
        hasAttributes = !attributes.isEmpty
        related = ShelfView(
            category.map { "More in \($0.name)" } ?? "Popular right now",
            url: category.map { Link.url(ofCategory: $0.slug) } ?? "/search",
            similar.filter { $0.card.id != product.id.description }.prefix(ProductPage.relatedCount),
            of: shop)
        self.frame = frame(ProductPage.head(product, crumbs: crumbs, in: tree, of: shop))
    }

    private static func head(
        _ product: Product, crumbs: [Link], in tree: CategoryTree, of shop: ShopProfile
    ) -> PageHead {
        var head = PageHead(title: product.name, path: Link.url(ofProduct: product.slug))
        head.description =
            product.description.isEmpty
            ? "\(product.name) for \(product.price.display) at \(shop.name)." : product.description.excerpt(160)
        head.department = product.category.flatMap { tree[Array($0.path.prefix(1))]?.slug }
        head.picture = PictureView.all(of: product, in: shop).first?.url
        head.structuredData = StructuredData.text(for: product, crumbs: crumbs, of: shop)
        return head
    }
}
