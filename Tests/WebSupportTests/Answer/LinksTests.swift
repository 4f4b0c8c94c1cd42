import Testing

@testable import WebSupport

struct LinksTests {
    private func header(_ links: Links, path: String = "/api/v1/things", query: String) -> String? {
        links.header(at: RequestAddress(path: path, query: query))
    }

    @Test(arguments: [
        (1, 1, nil), (1, 0, nil), (1, 3, "</t?page=2>; rel=\"next\""),
        (2, 3, "</t?page=1>; rel=\"prev\", </t?page=3>; rel=\"next\""), (3, 3, "</t?page=2>; rel=\"prev\""),
        (4, 3, "</t?page=3>; rel=\"prev\""), (9, 3, nil),
    ])
    func `a page links to those beside it that are there`(page: Int, count: Int, expected: String?) {
        #expect(header(Links(page: page, of: count), path: "/t", query: "") == expected)
    }

    @Test func `the other parameters stay as they were sent, and the old page goes`() {
        let made = header(Links(page: 1, of: 2), query: "q=a+b&page=1&brand=%C3%84&page_size=5")
        #expect(made == "</api/v1/things?q=a+b&brand=%C3%84&page_size=5&page=2>; rel=\"next\"")
    }

    @Test func `nothing that is sent can end the link early`() {
        let made = header(Links(nextCursor: "c"), path: "/t>x", query: "a=>;rel=\"evil\"<")
        #expect(made == "</t%3Ex?a=%3E;rel=%22evil%22%3C&cursor=c>; rel=\"next\"")
    }
}
