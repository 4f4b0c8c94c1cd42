import Kernel
import Search
import Testing

@testable import Storefront

@Suite struct BrowsingTests {
    private static let full =
        "q=red+kettle&category=kitchen&brand=A%26B&brand=Halden&price=50-100&min_rating=4&in_stock=true&sort=newest&page=3"

    @Test func `everything in an address is read and written the same`() {
        let browsing = Browsing(query: BrowsingTests.full, currency: .usd)
        #expect(browsing.brands == ["A&B", "Halden"])
        #expect(AddressFields.query(browsing.fields) == "?" + BrowsingTests.full)
    }

    @Test func `a link to a page keeps every filter`() throws {
        let place = ResultsPlace(path: "/search", browsing: Browsing(query: BrowsingTests.full, currency: .usd))
        let next = try #require(PageLink.all(of: 9, at: place).first { $0.relation == "next" })
        #expect(next.url == "/search?" + BrowsingTests.full.replacing("page=3", with: "page=4"))
    }

    @Test func `taking away one filter keeps the others and goes back to the first page`() throws {
        let place = ResultsPlace(path: "/search", browsing: Browsing(query: BrowsingTests.full, currency: .usd))
        let chip = try #require(Link.chips(at: place).first { $0.text == "A&B" })
        let rest = BrowsingTests.full.replacing("&brand=A%26B", with: "").replacing("&page=3", with: "")
        #expect(chip.url == "/search?" + rest)
    }

    @Test func `every filter has a chip that takes away just that one`() {
        let browsing = Browsing(query: BrowsingTests.full, currency: .usd)
        let chips = Link.chips(at: ResultsPlace(path: "/search", browsing: browsing))
        #expect(chips.map(\.text) == ["A&B", "Halden", "$50 – $100", "4 stars and more", "In stock"])
        for chip in chips {
            let query = String(chip.url.drop { $0 != "?" }.dropFirst())
            #expect(Browsing(query: query, currency: .usd).fields.count == browsing.fields.count - 2)
        }
    }

    @Test(arguments: [
        "page=0", "page=-1", "page=abc", "page=99999999999999999999", "sort=evil", "min_rating=9", "price=x-y", "q=",
        "q=%", "q=%FF%FE", "&&&=&=x", "in_stock=maybe", "page", "%00=%00",
    ])
    func `what cannot be understood is left out`(query: String) {
        let browsing = Browsing(query: query, currency: .usd)
        #expect((1...Browsing.lastPage).contains(browsing.page))
        #expect(browsing.sort == nil)
        #expect(browsing.minimumRating == nil)
        #expect(!browsing.onlyInStock)
    }

    @Test func `control characters do not reach the search`() {
        #expect(Browsing(query: "q=%00a%00b%1F", currency: .usd).text == "a b")
    }

    @Test func `the last page is one that search still answers`() {
        let browsing = Browsing(query: "page=99999", currency: .usd)
        let page = SearchRequest(browsing, category: nil).page
        #expect(page.offset + page.size <= PageRequest.maximumDepth)
    }

    @Test(arguments: [
        (1, 1, ""), (1, 2, "1 2 Next ›"), (2, 2, "‹ Previous 1 2"), (5, 9, "‹ Previous 1 … 4 5 6 … 9 Next ›"),
        (1, 9, "1 2 … 9 Next ›"), (9, 9, "‹ Previous 1 … 8 9"), (2, 3, "‹ Previous 1 2 3 Next ›"), (4, 3, ""),
    ])
    func `pages are the ends and the neighbours`(current: Int, count: Int, text: String) {
        let place = ResultsPlace(path: "/search", browsing: Browsing(query: "page=\(current)", currency: .usd))
        #expect(PageLink.all(of: count, at: place).map(\.text).joined(separator: " ") == text)
    }
}
