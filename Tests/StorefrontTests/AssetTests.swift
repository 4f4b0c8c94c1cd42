import Catalog
import Foundation
import HTTPTypes
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

    @Test func `behind a content delivery network browsers fetch files and the shop's own pictures there`() async throws
    {
        let cdn = "https://cdn.example/shop"
        var here = ProductRecord.fixture()
        here.images = [ProductImage(url: "/images/kettle.jpg", alt: "")]
        let shop = try await TestShop.with([here], publicURL: "https://shop.example", cdnURL: cdn + "/")
        for uri in ["/", "/search?q=kettle", "/products/copper-kettle", "/categories/kitchen"] {
            let page = try await shop.get(uri).body
            #expect(page.contains("<link rel=\"stylesheet\" href=\"\(cdn)/assets/"), "\(uri)")
            #expect(page.contains("<script type=\"module\" src=\"\(cdn)/assets/"), "\(uri)")
            #expect(page.contains("<img src=\"\(cdn)/images/kettle.jpg\""), "\(uri)")
            #expect(!page.contains("\"/images/") && !page.contains("shop.example/images/"), "\(uri)")
        }
        let script = try #require(try await shop.get("/").body.firstMatch(of: /src="[^"]*(\/assets\/[^"]+\.js)"/))
        #expect(try await shop.get(String(script.1)).headers[.accessControlAllowOrigin] == "*")
    }

    @Test func `pictures of other sites stay where they are`() async throws {
        var elsewhere = ProductRecord.fixture()
        elsewhere.images = [ProductImage(url: "https://maker.example/kettle.jpg", alt: "")]
        let shop = try await TestShop.with([elsewhere], cdnURL: "https://cdn.example")
        #expect(try await shop.get("/products/copper-kettle").body.contains("src=\"https://maker.example/kettle.jpg\""))
    }
}
