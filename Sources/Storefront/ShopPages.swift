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
        serve("/", on: router, home)
        serve("/search", on: router, search)
        serve("/categories/{category}", on: router, category)
        serve("/products/{product}", on: router, product)
        serve("/assets/{name}", on: router) { _, context in try Asset.response(named: context.pathParameter("name")) }
        serve("/favicon.svg", on: router) { _, _ in Asset.favicon.response(cacheFor: .days(1)) }
        serve("/robots.txt", on: router) { _, _ in Asset.robots.response(cacheFor: .days(1)) }
    }

    /// `GET` and `HEAD`; the other methods are refused by name.
    private func serve(
        _ path: RouterPath, on router: Router<ShopContext>,
        _ handler: @escaping @Sendable (Request, ShopContext) async throws -> Response
    ) {
        router.get(path, use: handler)
        router.head(path) { try await handler($0, $1).createHeadResponse() }
        for method in [HTTPRequest.Method.post, .put, .patch, .delete] {
            router.on(path, method: method) { _, _ -> Response in
                throw RequestError.methodNotAllowed(["GET", "HEAD"])
            }
        }
    }

    /// What surrounds a page of this shop.
    func frame(_ head: PageHead, _ tree: CategoryTree = CategoryTree([])) -> Frame {
        Frame(head, shop: shop, departments: tree.roots)
    }
}

extension Response {
    /// A page. Shared caches may keep it for seconds only: prices and stock change.
    static func page(_ view: some Any, _ template: Templates, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status,
            headers: [
                .contentType: "text/html; charset=utf-8",
                .cacheControl: status == .ok ? "public, max-age=5" : "no-store",
            ], body: ResponseBody(byteBuffer: ByteBuffer(string: template.render(view))))
    }
}
