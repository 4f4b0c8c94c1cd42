import HTTPTypes
package import Hummingbird
import Identity
package import Search
package import WebSupport

/// The pages on which a merchant sees and tunes search. Only for those who may.
///
/// ```swift
/// let pages = MerchantPages(
///     pages, analytics: analytics, merchandising: merchandising, preview: preview, guarding: guarding)
/// pages.mount(on: router)
/// ```
package struct MerchantPages: Sendable {
    let shop: ShopPages
    let analytics: SearchAnalytics
    let merchandising: Merchandising
    let preview: SearchPreview
    let guarding: FormGuard

    /// Pages in the frame of those of the shop.
    package init(
        _ shop: ShopPages, analytics: SearchAnalytics, merchandising: Merchandising, preview: SearchPreview,
        guarding: FormGuard
    ) {
        (self.shop, self.analytics, self.merchandising, self.preview) = (shop, analytics, merchandising, preview)
        self.guarding = guarding
    }

    /// Mounts every page.
    package func mount(on router: Router<ShopContext>) {
        router.readable("/admin/search", limit: .pages, report)
        router.form("/admin/search/tuning", guarding, show: tuning, submit: saveTuning)
    }

    /// - Throws: `RequestError.unauthenticated`, `.forbidden`.
    func admit(_ context: ShopContext) throws(RequestError) {
        guard !context.caller.may(.manageSearch) else { return }
        throw context.caller == .anonymous ? .unauthenticated : .forbidden
    }

    /// A page that no cache keeps.
    func page(_ view: some Any, _ template: Templates, status: HTTPResponse.Status = .ok) -> Response {
        var response = Response.page(view, template, status: status)
        response.headers[.cacheControl] = "no-store"
        return response
    }

    func frame(_ title: String) -> Frame { shop.frame(PageHead(title: title, hasSearchBox: false)) }
}
