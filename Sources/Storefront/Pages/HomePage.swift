import Catalog
import Hummingbird
import Kernel
import Search
import WebSupport

extension ShopPages {
    /// `/`
    func home(_ request: Request, _ context: ShopContext) async throws -> Response {
        let tree = try await departments.tree()
        let popular = try await search.search(.shelf(.popularity, count: HomePage.sample))
        let newest = try await search.search(.shelf(.newest, count: HomePage.rowLength))
        let count = try await search.productCount
        let page = HomePage(popular.hits.items, newest.hits.items, tree: tree, productCount: count, of: shop) {
            frame($0, tree)
        }
        return .page(page, .home)
    }
}

extension SearchRequest {
    /// The first products of everything, or of a category, in that order.
    static func shelf(_ sort: SearchSort, category: String? = nil, count: Int) -> SearchRequest {
        var request = SearchRequest()
        (request.sort, request.category, request.countsFacets) = (sort, category, false)
        request.page = PageRequest(size: count)
        return request
    }
}

/// The first page of the shop.
struct HomePage {
    let frame: Frame
    let greeting: String
    let isEmpty: Bool
    /// Four pictures beside the greeting, of different departments.
    let stall: [String]
    let hasStall: Bool
    let tiles: [Tile]
    let hasTiles: Bool
    let rows: [ShelfView]

    /// Popular products to look through for one picture per department.
    static let sample = 100
    /// Products in a row.
    static let rowLength = 12

    /// A department with its most popular picture.
    struct Tile: Equatable {
        let name: String
        let url: String
        let count: String
        let picture: String?
    }

    init(
        _ popular: [SearchHit], _ newest: [SearchHit], tree: CategoryTree, productCount: Int,
        of shop: ShopProfile, frame: (PageHead) -> Frame
    ) {
        let bare = frame(PageHead(title: ""))
        greeting = HomePage.greeting(products: productCount, departments: tree.roots.count)
        self.frame = frame(
            PageHead(
                title: bare.shopName, description: "\(bare.shopName): \(greeting)", path: "/", hasSearchBox: false))
        isEmpty = productCount == 0
        tiles = tree.roots.map { Tile($0, picture: HomePage.picture(of: $0, among: popular).map(shop.fetched)) }
        hasTiles = !tiles.isEmpty
        let pictures = HomePage.pictures(of: popular).map(shop.fetched)
        stall = pictures.count < 4 ? [] : Array(pictures.prefix(4))
        hasStall = !stall.isEmpty
        rows = [
            ShelfView(
                "Popular right now", url: "/search?sort=popularity", popular.prefix(HomePage.rowLength), of: shop),
            ShelfView("Just arrived", url: "/search?sort=newest", newest, of: shop),
        ].compactMap { $0 }
    }

    private static func greeting(products: Int, departments: Int) -> String {
        guard products > 0 else { return "Everything in one place." }
        let place = departments > 1 ? "in \(departments.counted("department"))" : "in one place"
        return "\(products.counted("product")) \(place), found in the blink of an eye."
    }

    /// The first picture of each department, in the order of the products.
    private static func pictures(of hits: [SearchHit]) -> [String] {
        var seen: Set<String> = []
        return hits.filter { $0.card.image != nil && seen.insert($0.card.category?.path.first ?? "").inserted }
            .compactMap { $0.card.image.flatMap { PictureView.checked($0.url) } }
    }

    private static func picture(of department: Category, among hits: [SearchHit]) -> String? {
        hits.lazy.filter { $0.card.category?.path.first == department.name }
            .compactMap { $0.card.image.flatMap { PictureView.checked($0.url) } }.first
    }
}

extension HomePage.Tile {
    init(_ department: Category, picture: String?) {
        self.init(
            name: department.name, url: Link.url(ofCategory: department.slug),
            count: department.productCount.counted("product"), picture: picture)
    }
}
