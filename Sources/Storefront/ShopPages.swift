package import Catalog
import HTTPTypes
package import Hummingbird
import Kernel
import NIOCore
package import Search
package import WebSupport

/// The shop as people see it: pages made on the server, which need no JavaScript.
///
/// ```swift
/// let pages = ShopPages(search: search, products: products, categories: categories, shop: profile)
/// pages.mount(on: router)
/// ```
package struct ShopPages: Sendable {
    let search: ProductSearch
    let products: Products
    let departments: RecentTree
    let shop: ShopProfile

    /// The pages of that shop.
    /// - Precondition: the templates in the binary are sound; a broken one stops the start.
    package init(search: ProductSearch, products: Products, categories: Categories, shop: ShopProfile) {
        (self.search, self.products, self.shop) = (search, products, shop)
        departments = RecentTree(categories)
        Templates.check()
    }

    /// Mounts every page and file.
    package func mount(on router: Router<ShopContext>) {
        router.readable("/", limit: .pages, home)
        router.readable("/search", limit: .pages, search)
        router.readable("/categories/{category}", limit: .pages, category)
        router.readable("/products/{product}", limit: .pages, product)
        router.readable("/assets/{name}") { _, context in try Asset.response(named: context.pathParameter("name")) }
        router.readable("/favicon.svg") { _, _ in Asset.favicon.response(cacheFor: .days(1)) }
        router.readable("/robots.txt") { _, _ in Asset.robots.response(cacheFor: .days(1)) }
    }

    /// What surrounds a page of this shop.
    func frame(_ head: PageHead, _ tree: CategoryTree = CategoryTree([])) -> Frame {
        Frame(head, shop: shop, departments: tree.roots)
    }
}

extension Response {
    /// A page. Shared caches may keep it for seconds only: prices and stock change.
    /// - Parameter isPersonal: whether it is for one person, and so for no cache.
    static func page(
        _ view: some Any, _ template: Templates, status: HTTPResponse.Status = .ok, isPersonal: Bool = false
    ) -> Response {
        var response = Response(
            status: status,
            headers: [
                .contentType: "text/html; charset=utf-8",
                .cacheControl: status == .ok && !isPersonal ? "public, max-age=5" : "no-store",
            ], body: ResponseBody(byteBuffer: ByteBuffer(string: template.render(view))))
        // The address of such a page may hold the token of a mail, which is nobody else's business.
        if isPersonal { response.headers[.referrerPolicy] = "same-origin" }
        return response
    }
}
