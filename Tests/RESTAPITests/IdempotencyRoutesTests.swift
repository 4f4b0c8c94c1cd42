import HTTPTypes
import HummingbirdTesting
import Kernel
import TestSupport
import Testing

/// The same request, sent more than once.
@Suite(.timeLimit(.minutes(2)))
struct IdempotencyRoutesTests {
    private static let key = HTTPField.Name.idempotency
    private static let sofa = #"{"name": "Sofa", "price": 80}"#

    @Test(arguments: TestDatabase.all)
    func `the same request twice makes one product, and is answered the same`(_ kind: TestDatabase) async throws {
        try await TestShop.with(kind) { _, client in
            let first = try await client.send(.post, "/products", Self.sofa, headers: [Self.key: "a"])
            let second = try await client.send(.post, "/products", Self.sofa, headers: [Self.key: "a"])
            #expect(first.status == 201 && second.status == 201)
            #expect(second.body == first.body)
            for name in [HTTPField.Name.location, .eTag, .contentType] {
                #expect(second.headers[name] == first.headers[name] && first.headers[name] != nil)
            }
            #expect(first.headers[.replayed] == nil && second.headers[.replayed] == "true")
            let third = try await client.send(.post, "/products", Self.sofa, headers: [Self.key: "b"])
            #expect(third.status == 201 && third["id"] != first["id"])
            let list = try await client.send(.get, "/products")
            #expect(list["total"] == .number("2"))
        }
    }

    @Test(arguments: TestDatabase.all)
    func `another body or another address under the same key is refused, and does nothing`(
        _ kind: TestDatabase
    ) async throws {
        try await TestShop.with(kind) { _, client in
            let made = try await client.send(.post, "/products", Self.sofa, headers: [Self.key: "a"])
            let id = try #require(made["id"]?.text)
            for (path, body) in [
                ("/products", #"{"name": "Sofa", "price": 81}"#), ("/categories", #"{"name": "Sofa"}"#),
                ("/products/\(id)/publish", nil),
            ] {
                let refused = try await client.send(.post, path, body, headers: [Self.key: "a"])
                #expect(refused.status == 422 && refused.code == "idempotency_key_reused")
            }
            let shown = try await client.send(.get, "/products/\(id)")
            #expect(shown["status"]?.text == "draft")
        }
    }

    @Test(arguments: TestDatabase.all)
    func `of many at once one takes effect, and the others are told to wait or get its answer`(
        _ kind: TestDatabase
    ) async throws {
        try await TestShop.with(kind) { _, client in
            for round in 0..<5 {
                let answers = try await withThrowingTaskGroup(of: JSONAnswer.self) { group in
                    for _ in 0..<8 {
                        group.addTask {
                            try await client.send(.post, "/products", Self.sofa, headers: [Self.key: "round-\(round)"])
                        }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                #expect(answers.allSatisfy { $0.status == 201 || $0.code == "idempotency_key_in_use" })
                #expect(Set(answers.compactMap { $0["id"]?.text }).count == 1)
                #expect(answers.filter { $0.status == 201 && $0.headers[.replayed] == nil }.count == 1)
                #expect(answers.filter { $0.status == 409 }.allSatisfy { $0.headers[.retryAfter] == "1" })
            }
            let list = try await client.send(.get, "/products")
            #expect(list["total"] == .number("5"))
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a refusal is an answer like any other, until what it refused comes under another key`(
        _ kind: TestDatabase
    ) async throws {
        try await TestShop.with(kind) { _, client in
            let body = #"{"name": "Sofa", "price": 80, "slug": "sofa"}"#
            _ = try await client.send(.post, "/products", body)
            let taken = try await client.send(.post, "/products", body, headers: [Self.key: "a"])
            #expect(taken.status == 409 && taken.code == "slug_taken")
            _ = try await client.send(.delete, "/products/sofa")
            let again = try await client.send(.post, "/products", body, headers: [Self.key: "a"])
            #expect(again.status == 409 && again.headers[.replayed] == "true" && again.body == taken.body)
            let fresh = try await client.send(.post, "/products", body, headers: [Self.key: "b"])
            #expect(fresh.status == 201)
            let invalid = try await client.send(.post, "/products", #"{"nme": 1}"#, headers: [Self.key: "c"])
            let still = try await client.send(.post, "/products", #"{"nme": 1}"#, headers: [Self.key: "c"])
            #expect(invalid.status == 422 && still.status == 422 && still.headers[.replayed] == "true")
        }
    }

    @Test(arguments: ["", " ", "a b", "ä", String(repeating: "k", count: 256)])
    func `a key of another form is refused`(key: String) async throws {
        try await TestShop.with(.sqlite) { _, client in
            let refused = try await client.send(.post, "/products", Self.sofa, headers: [Self.key: key])
            #expect(refused.status == 400 && refused.code == "malformed")
            let list = try await client.send(.get, "/products")
            #expect(list["total"] == .number("0"))
        }
    }

    @Test func `strangers never get the answer of an admin`() async throws {
        try await TestShop.with(.sqlite) { _, client in
            _ = try await client.send(.post, "/products", Self.sofa, headers: [Self.key: "a"])
            let stranger = try await client.send(
                .post, "/products", Self.sofa, asAdmin: false, headers: [Self.key: "a"])
            #expect(stranger.status == 401 && stranger["id"] == nil)
        }
    }

    @Test func `a change is answered with what it made, whatever the client has`() async throws {
        try await TestShop.with(.sqlite) { _, client in
            let made = try await client.send(.post, "/products", Self.sofa)
            let path = "/products/" + (try #require(made["id"]?.text))
            let published = try await client.send(.post, path + "/publish")
            let tag = try #require(published.headers[.eTag])
            let again = try await client.send(.post, path + "/publish", headers: [.ifNoneMatch: tag])
            #expect(again.status == 200)
        }
    }
}

extension HTTPField.Name {
    fileprivate static let idempotency = HTTPField.Name("Idempotency-Key") ?? .accept
    fileprivate static let replayed = HTTPField.Name("Idempotency-Replayed") ?? .accept
}
