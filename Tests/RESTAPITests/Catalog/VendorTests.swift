import HTTPTypes
import HummingbirdTesting
import Identity
import Kernel
import Souk
import TestSupport
import Testing

/// Vendors write their own products, and nobody else's.
struct VendorTests {
    private static let sofa = #"{"name": "Sofa", "price": 80}"#

    @Test(arguments: TestDatabase.all)
    func `a vendor makes, changes, publishes and removes its own products`(kind: TestDatabase) async throws {
        try await TestShop.with(kind) { shop, client in
            let vendor = try await shop.member(.vendor)
            let made = try await client.send(.post, "/products", Self.sofa, asAdmin: false, headers: vendor.bearer)
            #expect(made.status == 201 && made["vendor_id"]?.text == vendor.id.description)
            let path = "/products/\(try #require(made["id"]?.text))"
            let draft = try await client.send(.get, path, asAdmin: false, headers: vendor.bearer)
            #expect(draft.status == 200)
            let drafts = try await client.send(
                .get, "/products?vendor=\(vendor.id)&status=draft", asAdmin: false, headers: vendor.bearer)
            #expect(drafts["total"] == .number("1"))
            let changed = try await client.send(
                .patch, path, #"{"price": 70}"#, asAdmin: false, headers: vendor.bearer)
            #expect(changed["price"] == .number("70.00") && changed["vendor_id"]?.text == vendor.id.description)
            let published = try await client.send(.post, path + "/publish", asAdmin: false, headers: vendor.bearer)
            #expect(published.status == 200)
            let removed = try await client.send(.delete, path, asAdmin: false, headers: vendor.bearer)
            #expect(removed.status == 204)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a vendor gives nothing away, an admin may`(kind: TestDatabase) async throws {
        try await TestShop.with(kind) { shop, client in
            let vendor = try await shop.member(.vendor)
            func send(_ method: HTTPRequest.Method, _ path: String, _ body: String) async throws -> JSONAnswer {
                try await client.send(method, path, body, asAdmin: false, headers: vendor.bearer)
            }
            let free = try await send(.post, "/products", #"{"name": "Sofa", "price": 0}"#)
            #expect(free.status == 422 && free.fields == ["price"])
            let variants = #"[{"sku": "a", "price": 1}, {"sku": "b", "options": {"x": "y"}, "price": 0}]"#
            let some = try await send(.post, "/products", #"{"name": "Sofa", "variants": \#(variants)}"#)
            #expect(some.status == 422 && some.fields == ["variants[1].price"])
            let made = try await send(.post, "/products", Self.sofa)
            let path = "/products/\(try #require(made["id"]?.text))"
            let changed = try await send(.patch, path, #"{"price": 0}"#)
            #expect(changed.status == 422 && changed.fields == ["price"])
            let given = try await client.send(.patch, path, #"{"price": 0}"#)
            #expect(given.status == 200)
            // What the shop made free, its vendor may still describe.
            let described = try await send(.patch, path, #"{"description": "Soft"}"#)
            #expect(described.status == 200)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `to others a vendor's drafts and changes are closed`(kind: TestDatabase) async throws {
        try await TestShop.with(kind) { shop, client in
            let (owner, other) = (try await shop.member(.vendor), try await shop.member(.vendor))
            let made = try await client.send(.post, "/products", Self.sofa, asAdmin: false, headers: owner.bearer)
            let path = "/products/\(try #require(made["id"]?.text))"
            for headers in [other.bearer, [:], try await shop.member().bearer] as [HTTPFields] {
                let read = try await client.send(.get, path, asAdmin: false, headers: headers)
                #expect(read.status == 404)
                let list = try await client.send(
                    .get, "/products?vendor=\(owner.id)&status=draft", asAdmin: false, headers: headers)
                #expect(list["total"] == .number("0"))
            }
            for (method, suffix, body) in [
                (.put, "", Self.sofa), (.patch, "", #"{"price": 1}"#), (.delete, "", nil), (.post, "/publish", nil),
            ] as [(HTTPRequest.Method, String, String?)] {
                let answer = try await client.send(method, path + suffix, body, asAdmin: false, headers: other.bearer)
                #expect(answer.status == 404 && answer.code == "product_not_found")
            }
            let shopOwned = try await client.send(.post, "/products", Self.sofa)
            #expect(shopOwned["vendor_id"] == .null)
            let foreign = try await client.send(
                .patch, "/products/\(try #require(shopOwned["id"]?.text))", #"{"price": 1}"#, asAdmin: false,
                headers: other.bearer)
            #expect(foreign.status == 404)
            let admin = try await client.send(.patch, path, #"{"price": 60}"#)
            #expect(admin.status == 200 && admin["vendor_id"]?.text == owner.id.description)
        }
    }

    @Test func `categories are the shop's`() async throws {
        try await TestShop.with(.sqlite) { shop, client in
            let vendor = try await shop.member(.vendor)
            let answer = try await client.send(
                .post, "/categories", #"{"name": "Sofas"}"#, asAdmin: false, headers: vendor.bearer)
            #expect(answer.status == 403)
        }
    }
}
