import HTTPTypes
import HummingbirdTesting
import Kernel
import TestSupport
import Testing

/// Products over HTTP, from the socket's side of the router down to both databases.
struct ProductRoutesTests {
    private static let toner = #"{"name": "Toner 006R90321", "price": 49.95, "sku": "006R90321", "stock_quantity": 12}"#

    @Test(arguments: TestDatabase.all)
    func `a product is made as a draft, published, read, changed and removed`(_ kind: TestDatabase) async throws {
        try await TestShop.with(kind) { _, client in
            let made = try await client.send(.post, "/products", Self.toner)
            #expect(made.status == 201)
            #expect(made["status"]?.text == "draft")
            #expect(made["price"] == .number("49.95"))
            let address = try #require(made.headers[.location])

            let hidden = try await client.send(.get, address, asAdmin: false)
            #expect(hidden.status == 404)
            #expect(hidden.code == "product_not_found")

            let published = try await client.send(.post, address + "/publish")
            #expect(published["version"] == .number("2"))
            let shown = try await client.send(.get, address, asAdmin: false)
            #expect(shown.status == 200)
            #expect(shown["stock_quantity"] == .number("12"))

            let changed = try await client.send(.patch, address, #"{"price": 45, "tags": ["office"]}"#)
            #expect(changed["price"] == .number("45.00"))
            #expect(changed["name"]?.text == "Toner 006R90321")

            let removed = try await client.send(.delete, address)
            #expect(removed.status == 204)
            let gone = try await client.send(.get, address)
            #expect(gone.status == 404)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `two writes on the same version do not overwrite one another`(_ kind: TestDatabase) async throws {
        try await TestShop.with(kind) { _, client in
            let made = try await client.send(.post, "/products", Self.toner)
            let address = try #require(made.headers[.location])
            let tag = try #require(made.headers[.eTag])
            let first = try await client.send(.patch, address, #"{"name": "A"}"#, headers: [.ifMatch: tag])
            let second = try await client.send(.patch, address, #"{"name": "B"}"#, headers: [.ifMatch: tag])
            let third = try await client.send(.patch, address, #"{"name": "C", "version": 1}"#)
            #expect(first.status == 200)
            #expect(second.status == 412)
            #expect(third.status == 412)
            #expect(second.code == "version_outdated")
            let now = try await client.send(.get, address)
            #expect(now["name"]?.text == "A")
        }
    }

    @Test func `a change that wants nothing to be there fits no product that is`() async throws {
        try await TestShop.with(.sqlite) { _, client in
            let made = try await client.send(.post, "/products", Self.toner)
            let address = try #require(made.headers[.location])
            for method in [HTTPRequest.Method.patch, .delete] {
                let body = method == .patch ? #"{"name": "A"}"# : nil
                let refused = try await client.send(method, address, body, headers: [.ifNoneMatch: "*"])
                #expect(refused.status == 412)
            }
            let nowhere = try await client.send(
                .patch, "/products/nowhere", #"{"name": "A"}"#, headers: [.ifNoneMatch: "*"])
            #expect(nowhere.status == 404)
            #expect(try await client.send(.patch, address, #"{"name": "B"}"#).status == 200)
        }
    }

    @Test func `an unchanged product is not sent again`() async throws {
        try await TestShop.with(.sqlite) { _, client in
            let made = try await client.send(.post, "/products", Self.toner)
            let address = try #require(made.headers[.location])
            let tag = try #require(try await client.send(.get, address).headers[.eTag])
            let again = try await client.send(.get, address, headers: [.ifNoneMatch: tag])
            #expect(again.status == 304)
            #expect(again.body == .null)
        }
    }

    @Test(arguments: [
        (#"{"name": "x", "price": 19.999}"#, "price"),
        (#"{"name": "x", "price": 5.5, "currency": "JPY"}"#, "price"),
        (#"{"name": "x", "price": 1e309}"#, "price"),
        (#"{"name": "x", "price": -0}"#, "price"),
        (#"{"name": "x", "price": "free"}"#, "price"),
        (#"{"name": "x"}"#, "price"),
        (#"{"price": 1}"#, "name"),
        (#"{"name": "x\u0000y", "price": 1}"#, "name"),
        (#"{"name": "x", "price": 1, "category": "\u0000"}"#, "category"),
        (#"{"name": "x", "price": 1, "colour": "red"}"#, "colour"),
        (#"{"name": "x", "price": 1, "currency": "XYZ"}"#, "currency"),
        (#"{"name": "x", "price": 1, "category": "nowhere"}"#, "category"),
        (#"{"name": "x", "price": 1, "stock_quantity": -1}"#, "stock_quantity"),
        (#"{"name": "x", "variants": [{"sku": "a", "price": 1}, {"sku": "a", "price": 2}]}"#, "variants[1].sku"),
        (#"{"name": "x", "variants": [{"price": 1, "weight": 2}]}"#, "variants[0].weight"),
        (#"{"name": "x", "price": 1, "images": [{"url": "javascript:alert(1)"}]}"#, "images[0].url"),
    ])
    func `what cannot be a product is refused with the field that is wrong`(_ body: String, _ field: String)
        async throws
    {
        try await TestShop.with(.sqlite) { _, client in
            let answer = try await client.send(.post, "/products", body)
            #expect(answer.status == 422)
            #expect(answer.fields.contains(field))
        }
    }

    @Test func `everything that is wrong is said at once`() async throws {
        try await TestShop.with(.sqlite) { _, client in
            let answer = try await client.send(
                .post, "/products", #"{"price": 19.999, "rating": 3, "tags": [1], "released": "soon"}"#)
            #expect(Set(answer.fields) == ["name", "rating", "tags[0]"])
        }
    }

    @Test func `without a key nothing is written`() async throws {
        try await TestShop.with(.sqlite) { _, client in
            let refused = try await client.send(.post, "/products", Self.toner, asAdmin: false)
            let wrong = try await client.send(
                .post, "/products", Self.toner, asAdmin: false, headers: [.authorization: "Bearer wrong"])
            #expect(refused.status == 401)
            #expect(wrong.status == 401)
            #expect(refused.headers[.wwwAuthenticate] != nil)
        }
    }

    @Test func `bodies that cannot be read are refused as such`() async throws {
        try await TestShop.with(.sqlite) { _, client in
            let half = try await client.send(.post, "/products", #"{"name": "x","#)
            let twice = try await client.send(.post, "/products", #"{"name": "x", "name": "y"}"#)
            let form = try await client.send(.post, "/products", "name=x", headers: [.contentType: "text/plain"])
            let large = try await client.send(
                .post, "/products", #"{"name": ""# + String(repeating: "a", count: 10 << 20) + #""}"#)
            #expect([half.status, twice.status, form.status, large.status] == [400, 400, 415, 413])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `the feed shows every product once while others are written`(_ kind: TestDatabase) async throws {
        try await TestShop.with(kind) { _, client in
            for number in 1...7 {
                _ = try await client.send(
                    .post, "/products", #"{"name": "P\#(number)", "price": 1, "status": "published"}"#)
            }
            var names: [String] = []
            var cursor: String?
            repeat {
                let query = cursor.map { "&cursor=\($0)" } ?? ""
                let page = try await client.send(.get, "/products/feed?limit=3\(query)")
                names +=
                    page["items"]?.elements.compactMap { $0.members?.first { $0.name == "name" }?.value.text } ?? []
                cursor = page["next_cursor"]?.text
                _ = try await client.send(.post, "/products", #"{"name": "new", "price": 1, "status": "published"}"#)
            } while cursor != nil
            #expect(names == (1...7).reversed().map { "P\($0)" })
        }
    }

    @Test(arguments: [
        "page=0", "page_size=101", "sort_by=colour", "min_price=cheap", "min_price=2&max_price=1", "in_stock=maybe",
    ])
    func `a list refuses parameters that are not what they should be`(_ query: String) async throws {
        try await TestShop.with(.sqlite) { _, client in
            let answer = try await client.send(.get, "/products?\(query)")
            #expect(answer.status == 422)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a replaced product stays where it was found, and its mistakes are named as they were sent`(
        _ kind: TestDatabase
    ) async throws {
        try await TestShop.with(kind) { _, client in
            let made = try await client.send(.post, "/products", Self.toner)
            let address = try #require(made.headers[.location])
            _ = try await client.send(.post, address + "/publish")
            let replaced = try await client.send(.put, address, #"{"name": "Drum", "price": 5}"#)
            #expect(replaced["status"]?.text == "published")
            #expect(replaced["slug"] == made["slug"])
            #expect(replaced["stock_quantity"] == .null)
            let refused = try await client.send(.put, address, #"{"name": "D", "price": 5, "barcodes": ["a\u0000"]}"#)
            #expect(refused.fields == ["barcodes[0]"])
        }
    }

    @Test(arguments: TestDatabase.all, ["nan", "inf", "1e999", "Black", "'; DROP TABLE products; --"])
    func `any text may be asked for in an attribute`(_ kind: TestDatabase, _ value: String) async throws {
        try await TestShop.with(kind) { _, client in
            let body = #"{"name": "x", "price": 1, "attributes": {"yield": 23000, "colour": "Black"}}"#
            _ = try await client.send(.post, "/products", body)
            let query = value.replacing(" ", with: "%20").replacing("'", with: "%27").replacing(";", with: "%3B")
            for name in ["yield", "colour"] {
                let found = try await client.send(.get, "/products?attr.\(name)=\(query)")
                #expect(found["total"] == .number(name == "colour" && value == "Black" ? "1" : "0"))
            }
        }
    }
}
