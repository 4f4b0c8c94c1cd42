import HTTPTypes
import HummingbirdTesting
import NIOCore
import TestSupport
import Testing

/// The merchant's pages about search, on a whole shop.
struct MerchantPagesTests {
    private func page(_ client: any TestClientProtocol, _ uri: String, asOperator: Bool = true) async throws -> (
        status: Int, body: String, headers: HTTPFields
    ) {
        var headers: HTTPFields = [.accept: "text/html"]
        if asOperator { headers[.authorization] = "Bearer \(TestSupport.TestShop.operatorKey)" }
        let response = try await client.execute(uri: uri, method: .get, headers: headers, body: nil)
        return (response.status.code, String(buffer: response.body), response.headers)
    }

    @Test(arguments: ["/admin/search", "/admin/search/tuning"])
    func `a stranger sees none of them, and no cache keeps them`(_ uri: String) async throws {
        try await TestSupport.TestShop.with(.sqlite) { _, client in
            let refused = try await page(client, uri, asOperator: false)
            #expect(refused.status == 401)
            let shown = try await page(client, uri)
            #expect(shown.status == 200)
            #expect(shown.headers[.cacheControl] == "no-store")
            #expect(shown.body.contains("<h1>"))
            #expect(!shown.body.contains("<script>"))
        }
    }

    @Test func `the report tells of a period that makes no sense, and shows the usual one`() async throws {
        try await TestSupport.TestShop.with(.sqlite) { _, client in
            let page = try await page(client, "/admin/search?from=2026-02-01&to=2026-01-01")
            #expect(page.status == 200)
            #expect(page.body.contains(#"role="alert""#))
            #expect(page.body.contains("Nobody searched in this time."))
        }
    }

    @Test func `weights are tried out, and what is typed cannot break out of the page`() async throws {
        try await TestSupport.TestShop.with(.sqlite) { _, client in
            let uri = "/admin/search/tuning?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&weight.price=2.5&weight.rating=x"
            let tried = try await page(client, uri)
            #expect(tried.status == 200)
            #expect(!tried.body.contains("<script>alert"))
            #expect(tried.body.contains(#"name="weight.price" value="2.5""#))
            #expect(tried.body.contains(#"name="weight.rating" value="0.1""#))
            let refused = try await page(client, "/admin/search/tuning?q=lamp&weight.price=11")
            #expect(refused.body.contains("weights.price"))
        }
    }
}
