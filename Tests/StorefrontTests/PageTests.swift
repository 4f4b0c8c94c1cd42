import Catalog
import Foundation
import HTTPTypes
import Kernel
import Testing
import WebSupport

@testable import Storefront

@Suite struct PageTests {
    private static let kettles = [
        ProductRecord.fixture(name: "Copper Kettle", price: "49.95", brand: "Halden"),
        .fixture(name: "Steel Kettle", price: "120", brand: "Ovenwick"),
        .fixture(name: "Oak Chair", price: "219.99", brand: "Hearne & Wren", category: ["Furniture", "Chairs"]),
    ]

    @Test func `home shows departments with counts and products`() async throws {
        let page = try await TestShop.with(PageTests.kettles).get("/")
        #expect(page.status == 200)
        #expect(page.headers[.contentType] == "text/html; charset=utf-8")
        #expect(page.headers[.cacheControl] == "public, max-age=5")
        #expect(page.body.contains(#"<a href="/categories/kitchen">Kitchen</a></h3><p class="quiet small">2 products"#))
        #expect(page.body.contains(">Oak Chair</a>"))
        #expect(page.body.contains("3 products in 2 departments"))
    }

    @Test func `an empty shop says how to fill it`() async throws {
        #expect(try await TestShop.with([]).get("/").body.contains("souk demo"))
    }

    @Test func `search shows what was found, marked, with prices and facets`() async throws {
        let page = try await TestShop.with(PageTests.kettles).get("/search?q=kettle")
        #expect(page.body.contains("2 products"))
        #expect(page.body.contains("Copper <mark>Kettle</mark>"))
        #expect(page.body.contains("$49.95"))
        #expect(page.body.contains(#"name="brand" value="Ovenwick""#))
        #expect(page.body.contains(#"<meta name="robots" content="noindex, follow">"#))
    }

    @Test func `a brand narrows the results and the other brands stay on offer`() async throws {
        let page = try await TestShop.with(PageTests.kettles).get("/search?q=kettle&brand=Halden")
        #expect(page.body.contains("1 product<"))
        #expect(page.body.contains(#"name="brand" value="Halden" checked"#))
        #expect(page.body.contains(#"name="brand" value="Ovenwick">"#))
    }

    @Test func `a corrected query is said, and so are dropped words`() async throws {
        let shop = try await TestShop.with(PageTests.kettles, corrections: ["ketle": "kettle"])
        #expect(try await shop.get("/search?q=ketle").body.contains("Showing results for <strong>kettle</strong>"))
        #expect(try await shop.get("/search?q=kettle+zzz").body.contains("without <s>zzz</s>"))
    }

    @Test func `nothing found is said kindly, with a way on`() async throws {
        let page = try await TestShop.with(PageTests.kettles).get("/search?q=zzz")
        #expect(page.status == 200)
        #expect(page.body.contains("We found nothing for “zzz”"))
    }

    @Test func `pages lead on with the same words`() async throws {
        let many = (1...30).map { ProductRecord.fixture(name: "Kettle \($0)") }
        let shop = try await TestShop.with(many)
        let first = try await shop.get("/search?q=kettle&sort=price_asc")
        #expect(first.body.contains("1–24 of 30 products"))
        #expect(first.body.contains("/search?q=kettle&amp;sort=price_asc&amp;page=2"))
        #expect(try await shop.get("/search?q=kettle&page=2").body.contains("25–30 of 30 products"))
        #expect(try await shop.get("/search?q=kettle&page=7").body.contains("There is no such page"))
    }

    @Test func `a category shows its place, its parts and its products`() async throws {
        let page = try await TestShop.with(PageTests.kettles).get("/categories/kitchen")
        #expect(page.body.contains("<h1>Kitchen</h1>"))
        #expect(page.body.contains(#"href="/categories/kettles""#))
        #expect(page.body.contains("2 products") && !page.body.contains("Oak Chair</a>"))
        #expect(page.body.contains(#"<link rel="canonical" href="/categories/kitchen">"#))
    }

    @Test func `a new category has its page at once`() async throws {
        let shop = try await TestShop.with(PageTests.kettles)
        _ = try await shop.get("/")
        _ = try await shop.categories.create(Categories.Draft(name: "Garden"))
        #expect(try await shop.get("/categories/garden").status == 200)
    }

    @Test func `files have a name of their content and are kept for ever`() async throws {
        let shop = try await TestShop.with([])
        let file = try await shop.get(Asset.stylesheet.url)
        #expect(file.headers[.cacheControl] == "public, max-age=31536000, immutable")
        #expect(file.headers[.contentType] == "text/css; charset=utf-8")
        #expect(try await shop.get(Asset.script.url).headers[.contentType] == "text/javascript; charset=utf-8")
        #expect(try await shop.get("/assets/shop-000000000000.css").status == 404)
        #expect(try await shop.get("/favicon.svg").headers[.contentType] == "image/svg+xml")
        #expect(try await shop.get("/robots.txt").body.contains("Disallow: /api/"))
    }

    @Test(arguments: [
        "/nope", "/products/nope", "/categories/nope", "/products/%00", "/categories/%00", "/products/%FF",
        "/assets/%2e%2e", "/products/search", "/products/0190aaaa-0000-7000-8000-000000000000",
    ])
    func `what is not there is a page that says so`(uri: String) async throws {
        let page = try await TestShop.with([]).get(uri)
        #expect(page.status == 404)
        #expect(page.body.contains("There is nothing here"))
    }

    @Test func `programs get problem details instead of a page`() async throws {
        let answer = try await TestShop.with([]).get("/nope", accept: "application/json")
        #expect(answer.headers[.contentType] == "application/problem+json")
    }

    @Test(arguments: [
        (nil, true), ("text/html,*/*;q=0.8", true), ("*/*", true), ("text/*;q=0.1", true), ("application/json", false),
        ("text/html;q=0, */*", false), ("text/html; q=0.0", false), ("", true), (";;,,", false),
    ])
    func `the Accept header decides who gets pages`(accept: String?, isWanted: Bool) {
        #expect(ErrorPage.isWanted(by: accept) == isWanted)
    }

    @Test(arguments: ["a", "%F0%9F%91%8D", "%22", "%3C"])
    func `too long a search is a friendly 422`(piece: String) async throws {
        let query = String(repeating: piece, count: 4000)
        let page = try await TestShop.with(PageTests.kettles).get("/search?q=\(query)")
        #expect(page.status == 422)
        #expect(page.body.contains("That is a long search"))
    }

    @Test(arguments: [
        "q=%00", "q=%F0%9F%AB%96", "q='\"%60", "page=0", "page=9999999", "sort=up", "category=nope", "price=9-1",
        "min_rating=NaN", "brand=%00", "q=a&q=b", "in_stock=1", "q=*:*+OR+1%3D1--", "q=%E2%80%AE",
    ])
    func `any search gets a page`(query: String) async throws {
        #expect(try await TestShop.with(PageTests.kettles).get("/search?\(query)").status == 200)
    }

    @Test func `pages answer HEAD without a body and refuse to be written to`() async throws {
        let shop = try await TestShop.with([])
        let head = try await shop.get("/", method: .head)
        #expect(head.status == 200 && head.body.isEmpty)
        let post = try await shop.get("/search", method: .post)
        #expect(post.status == 405)
        #expect(post.headers[.allow] == "GET, HEAD, OPTIONS")
    }
}
