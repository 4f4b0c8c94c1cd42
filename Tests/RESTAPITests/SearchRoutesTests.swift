import HTTPTypes
import HummingbirdTesting
import Kernel
import Souk
import TestSupport
import Testing

/// Search over HTTP: what is written is found, in the promised shape.
struct SearchRoutesTests {
    private static let speakers = [
        #"{"name": "Bluetooth speaker", "price": 80, "brand": "Halden", "status": "published", "tags": ["audio"]}"#,
        #"{"name": "Garden speaker", "price": 120, "brand": "Orvik", "status": "published", "sku": "DV7-1211EA"}"#,
        #"{"name": "Secret speaker", "price": 120, "brand": "Orvik", "status": "draft"}"#,
    ]

    @Test(arguments: TestDatabase.all)
    func `published products are found, drafts are not, and changes follow`(_ kind: TestDatabase) async throws {
        try await TestShop.with(kind) { shop, client in
            for body in Self.speakers { _ = try await client.send(.post, "/products", body) }
            try await shop.catchUp()
            let found = try await client.send(.get, "/products/search?q=speaker", asAdmin: false)
            #expect(found["total"] == .number("2"))
            #expect(found["facets", "brands"]?.elements.count == 2)

            _ = try await client.send(.patch, "/products/garden-speaker", #"{"name": "Garden lamp"}"#)
            _ = try await client.send(.delete, "/products/bluetooth-speaker")
            try await shop.catchUp()
            let after = try await client.send(.get, "/search?q=speaker", asAdmin: false)
            #expect(after["total"] == .number("0"))
            let lamp = try await client.send(.get, "/search?q=lamp", asAdmin: false)
            #expect(lamp["total"] == .number("1"))
        }
    }

    @Test func `the counts of a facet ignore the filter on it`() async throws {
        try await TestShop.with(.sqlite) { shop, client in
            for body in Self.speakers { _ = try await client.send(.post, "/products", body) }
            try await shop.catchUp()
            let found = try await client.send(.get, "/products/search?q=speaker&brand=Halden", asAdmin: false)
            #expect(found["total"] == .number("1"))
            #expect(found["facets", "brands"]?.elements.count == 2)
            #expect(found["facets", "price_ranges"]?.elements.count == 1)
        }
    }

    @Test func `a SKU is found however it is hyphenated`() async throws {
        try await TestShop.with(.sqlite) { shop, client in
            for body in Self.speakers { _ = try await client.send(.post, "/products", body) }
            try await shop.catchUp()
            for query in ["dv7-1211ea", "dv7%201211ea", "DV71211EA"] {
                let found = try await client.send(.get, "/products/search?q=\(query)", asAdmin: false)
                #expect(
                    found["results"]?.elements.first?.members?.first { $0.name == "name" }?.value.text
                        == "Garden speaker")
            }
        }
    }

    @Test func `suggestions complete what was begun, even misspelt`() async throws {
        try await TestShop.with(.sqlite) { shop, client in
            for body in Self.speakers { _ = try await client.send(.post, "/products", body) }
            try await shop.catchUp()
            let begun = try await client.send(.get, "/products/suggestions?q=spea", asAdmin: false)
            #expect(begun["suggestions"]?.elements.isEmpty == false)
            let short = try await client.send(.get, "/search/suggestions?q=s", asAdmin: false)
            #expect(short.status == 422)
        }
    }

    @Test(arguments: [
        "page=0", "sort=cheapest", "min_price=9&max_price=1", "min_rating=6", "category=nowhere",
        "page=600&page_size=20",
        "q=\(String(repeating: "a", count: 513))",
    ])
    func `a search refuses parameters that are not what they should be`(_ query: String) async throws {
        try await TestShop.with(.sqlite) { _, client in
            let answer = try await client.send(.get, "/products/search?\(query)", asAdmin: false)
            #expect(answer.status == 422)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `NUL is refused where it comes in, by every route of search`(_ kind: TestDatabase) async throws {
        try await TestShop.with(kind) { _, client in
            let id = ID<Void>()
            let refused = [
                try await client.send(.get, "/products?attr.colour=%00", asAdmin: false),
                try await client.send(.get, "/products?attr.%00=x", asAdmin: false),
                try await client.send(.get, "/products/search?attr.colour=%00", asAdmin: false),
                try await client.send(
                    .post, "/events", #"{"type":"click","product_id":"\#(id)","query":"\u0000"}"#, asAdmin: false),
                try await client.send(.put, "/admin/search/pins/x", #"{"query":"\u0000","pinned":["\#(id)"]}"#),
            ]
            #expect(refused.map(\.status) == [422, 422, 422, 422, 422])
        }
    }

    @Test(arguments: [
        "%00", "%22%20OR%201=1", "%F0%9F%9B%8D", "%E0%A4%95", "((((", "-", "%25", String(repeating: "a", count: 500),
    ])
    func `whatever is typed gets an answer`(_ query: String) async throws {
        try await TestShop.with(.sqlite) { _, client in
            let answer = try await client.send(.get, "/products/search?q=\(query)", asAdmin: false)
            #expect([200, 422].contains(answer.status))
        }
    }
}
