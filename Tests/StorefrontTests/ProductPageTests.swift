import Catalog
import Foundation
import Kernel
import Testing

@testable import Storefront

@Suite struct ProductPageTests {
    @Test func `a product shows price, reduction, stock, rating, details and its place`() async throws {
        var record = ProductRecord.fixture()
        (record.compareAtPrice, record.stock, record.rating, record.reviewCount) = ("99.90", 3, 4.46, 1204)
        (record.sku, record.attributes) = ("CK-1", ["weight_kg": .number(1.2), "fsc_wood": .flag(true)])
        let page = try await TestShop.with([record]).get("/products/copper-kettle")
        for text in [
            "<h1>Copper Kettle</h1>", "$49.95", "$99.90", "Save 50 %", "Only 3 left", "(1,204)", "4.5", "CK-1",
            "<th scope=\"row\">Weight</th><td>1.2\u{A0}kg</td>", "<th scope=\"row\">Fsc wood</th><td>Yes</td>",
            #"<a href="/categories/kettles">Kettles</a>"#, "<title>Copper Kettle · Souk</title>",
        ] { #expect(page.body.contains(text), "\(text)") }
    }

    @Test func `variants stand in a table with their options, prices and stock`() async throws {
        var record = ProductRecord.fixture()
        record.price = nil
        record.variants = [("S", "10", 5), ("XL", "12.50", 0)].map { size, price, stock in
            var variant = VariantRecord()
            (variant.options, variant.price, variant.stock) = (["size": size], price, stock)
            return variant
        }
        let page = try await TestShop.with([record]).get("/products/copper-kettle")
        let texts = [
            "From $10.00", "2 options", "<td>XL</td>", "$12.50", "Out of stock", #"<th scope="col">Size</th>"#,
        ]
        for text in texts {
            #expect(page.body.contains(text), "\(text)")
        }
        #expect(page.body.contains(#""lowPrice":"10.00","highPrice":"12.50""#))
    }

    @Test(arguments: ["draft", "archived"])
    func `only published products have a page`(status: String) async throws {
        var record = ProductRecord.fixture()
        record.status = status
        let shop = try await TestShop.with([record])
        #expect(try await shop.get("/products/copper-kettle").status == 404)
        let id = try await shop.products.read(.slug("copper-kettle")).id
        #expect(try await shop.get("/products/\(id)").status == 404)
    }

    @Test func `a product is found by its id and known by its slug`() async throws {
        let shop = try await TestShop.with([.fixture()], publicURL: "https://souk.example/")
        let id = try await shop.products.read(.slug("copper-kettle")).id
        let page = try await shop.get("/products/\(id)")
        #expect(page.body.contains(#"<link rel="canonical" href="https://souk.example/products/copper-kettle">"#))
    }

    @Test func `structured data is JSON whatever the product is called`() async throws {
        var record = ProductRecord.fixture(name: #"</script><script>"\\"#)
        record.description = "</SCRIPT><!-- \u{2028}"
        let shop = try await TestShop.with([record])
        let page = try await shop.get("/products/script-script").body
        let json = try #require(page.firstMatch(of: /<script type="application\/ld\+json">(.*?)<\/script>/)?.1)
        let object = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
        let product = (object?["@graph"] as? [[String: Any]])?.first
        #expect(product?["name"] as? String == record.name)
        #expect((product?["offers"] as? [String: Any])?["price"] as? String == "49.95")
    }

    @Test func `pictures from strange places are not shown`() async throws {
        #expect(PictureView.checked("/images/a.jpg") != nil)
        #expect(PictureView.checked("https://a.example/b.jpg") != nil)
        #expect(PictureView.checked("//evil.example/a.jpg") == nil)
        #expect(PictureView.checked("javascript:alert(1)") == nil)
    }

    @Test(arguments: [
        (nil, true, "In stock"), (0, false, "Out of stock"), (5, true, "Only 5 left"), (6, true, "In stock"),
    ])
    func `stock is said in words`(quantity: Int?, inStock: Bool, text: String) {
        #expect(StockView(inStock: inStock, quantity: quantity).text == text)
    }

    @Test func `ratings are rounded to a tenth and never above five`() {
        #expect(RatingView(4.449, count: 10)?.value == "4.4")
        #expect(RatingView(4.96, count: 10)?.value == "5.0")
        #expect(RatingView(7, count: 1)?.value == "5.0")
        #expect(RatingView(4, count: 0) == nil)
        #expect(RatingView(nil, count: 3) == nil)
        #expect(RatingView(.nan, count: 3) == nil)
    }
}
