import HTTPTypes
import HummingbirdTesting
import Kernel
import TestSupport
import Testing

/// The tree of categories over HTTP.
struct CategoryRoutesTests {
    @Test(arguments: TestDatabase.all)
    func `a subtree moves with its root, and products show the new path`(_ kind: TestDatabase) async throws {
        try await TestShop.with(kind) { _, client in
            let printing = try await client.send(.post, "/categories", #"{"name": "Printing"}"#)
            let parent = try #require(printing["id"]?.text)
            let toner = try await client.send(.post, "/categories", #"{"name": "Toner", "parent_id": "\#(parent)"}"#)
            #expect(toner["path"] == .array([.string("Printing"), .string("Toner")]))
            let product = try await client.send(
                .post, "/products", #"{"name": "T", "price": 1, "category": ["Printing", "Toner"]}"#)
            #expect(product.status == 201)

            let moved = try await client.send(.patch, "/categories/printing", #"{"name": "Office printing"}"#)
            #expect(moved.status == 200)
            let address = try #require(product.headers[.location])
            let shown = try await client.send(.get, address)
            #expect(shown["category", "path"] == .array([.string("Office printing"), .string("Toner")]))
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a category in use is not removed, and what uses it is named`(_ kind: TestDatabase) async throws {
        try await TestShop.with(kind) { _, client in
            _ = try await client.send(.post, "/categories", #"{"name": "Printing"}"#)
            _ = try await client.send(.post, "/products", #"{"name": "Toner", "price": 1, "category": "printing"}"#)
            let refused = try await client.send(.delete, "/categories/printing")
            #expect(refused.status == 409)
            #expect(refused["detail"]?.text?.contains("\"Toner\"") == true)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `two siblings of one name and a cycle are refused`(_ kind: TestDatabase) async throws {
        try await TestShop.with(kind) { _, client in
            let root = try await client.send(.post, "/categories", #"{"name": "A"}"#)
            let twin = try await client.send(.post, "/categories", #"{"name": "A"}"#)
            #expect(twin.code == "category_name_taken")
            let id = try #require(root["id"]?.text)
            let child = try await client.send(.post, "/categories", #"{"name": "B", "parent_id": "\#(id)"}"#)
            let below = try #require(child["id"]?.text)
            let cycle = try await client.send(.patch, "/categories/\(id)", #"{"parent_id": "\#(below)"}"#)
            #expect(cycle.code == "category_cycle")
        }
    }
}
