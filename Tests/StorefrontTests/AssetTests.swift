import Foundation
import Testing

@testable import Storefront

@Suite struct AssetTests {
    @Test func `a page's style and script stay far below 50 kB even uncompressed`() {
        #expect(PackageResources.shop_css.count + PackageResources.shop_js.count < 50_000)
    }

    @Test func `nothing is inline that the content security policy forbids`() async throws {
        let shop = try await TestShop.with([.fixture()])
        for uri in ["/", "/search?q=kettle", "/products/copper-kettle", "/categories/kitchen", "/nope"] {
            let page = try await shop.get(uri).body
            #expect(!page.contains(" style="), "\(uri)")
            #expect(page.firstMatch(of: /\son[a-z]+=/) == nil, "\(uri)")
            for script in page.matches(of: /<script([^>]*)>/) {
                #expect(script.1.contains("src=") || script.1.contains("ld+json"), "\(uri)")
            }
        }
    }
}
