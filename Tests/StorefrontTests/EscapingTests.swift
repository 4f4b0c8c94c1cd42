import Foundation
import Kernel
import Testing

@testable import Storefront

@Suite struct EscapingTests {
    @Test func `the five special characters become references`() {
        #expect(HTMLText.escape(#"<a href="x" id='y'>&"#) == "&lt;a href=&quot;x&quot; id=&#39;y&#39;&gt;&amp;")
    }

    /// For Swift `"` with an accent behind it is another character than `"`; for a browser it ends the attribute.
    @Test(arguments: ["<", ">", "&", "\"", "'"])
    func `a special character with an accent is escaped too`(character: String) {
        let escaped = HTMLText.escape(character + "\u{301}")
        #expect(!escaped.utf8.dropFirst().contains(character.utf8.first ?? 0))
        #expect(escaped.unicodeScalars.first == "&")
    }

    @Test func `a snippet may have marks and nothing else`() {
        #expect(HTMLText.snippet("a <mark>b</mark> &lt;") == "a <mark>b</mark> &lt;")
        #expect(HTMLText.snippet("<mark onclick=x>b</mark>") == "&lt;mark onclick=x&gt;b&lt;/mark&gt;")
        #expect(HTMLText.snippet("<img src=x>") == "&lt;img src=x&gt;")
        #expect(!HTMLText.snippet("<<mark>img src=x>").contains("<img"))
    }

    @Test func `structured data cannot end its element`() {
        let json = StructuredData.scriptSafe(#"{"name":"</script><!--<script>"}"#)
        #expect(!json.contains("<"))
        #expect(json == #"{"name":"\u003c/script\u003e\u003c!--\u003cscript\u003e"}"#)
    }

    @Test(arguments: [
        "<script>alert(1)</script>", "\"\u{301} onfocus=alert(1) autofocus x=\"\u{301}", "{{name}}{{{name}}}", "&amp;",
        "👩‍👩‍👧‍👦",
    ])
    func `a hostile name is text on every page`(name: String) async throws {
        let shop = try await TestShop.with([.fixture(name: "kettle " + name, brand: name, category: ["K " + name])])
        let slug = try await shop.get("/search?q=kettle").body.firstMatch(of: /\/products\/[a-z0-9-]+/)
        let product = try #require(slug.map { String($0.output) })
        for uri in ["/", "/search?q=kettle", product] {
            let page = try await shop.get(uri)
            #expect(page.status == 200)
            #expect(!page.body.contains("<script>alert"))
            let markup = page.body.replacing(/<script type="application.*/, with: "")
            #expect(!markup.unicodeScalars.split(separator: "\"").contains { $0.first == "\u{301}" })
        }
        #expect(try await shop.get(product).body.contains(HTMLText.escape(name)))
    }

    @Test func `what a shopper types comes back as text`() async throws {
        let shop = try await TestShop.with([.fixture()])
        let page = try await shop.get("/search?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&brand=%3Cb%3E")
        #expect(page.status == 200)
        #expect(page.body.contains("&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"))
        #expect(!page.body.contains("<script>alert") && !page.body.contains("<b>"))
    }
}
