import HTTPTypes
import HummingbirdTesting
import Kernel
import Persistence
import Search
import Souk
import TestSupport
import Testing

/// What a merchant does with search over HTTP, and what shoppers see of it.
struct SearchTuningRoutesTests {
    private static let products = [
        #"{"name": "Silver notebook", "price": 900, "status": "published", "category": "computers"}"#,
        #"{"name": "Black laptop", "price": 800, "status": "published", "category": "computers"}"#,
        #"{"name": "Laptop bag", "price": 30, "status": "published", "category": "computers"}"#,
    ]

    private func withShop(
        _ kind: TestDatabase = .sqlite, _ body: @escaping @Sendable (Shop, any TestClientProtocol) async throws -> Void
    ) async throws {
        try await TestShop.with(kind) { shop, client in
            _ = try await client.send(.post, "/categories", #"{"name": "Computers"}"#)
            for product in Self.products {
                let made = try await client.send(.post, "/products", product)
                #expect(made.status == 201)
            }
            try await shop.catchUp()
            try await body(shop, client)
        }
    }

    private func names(_ answer: JSONAnswer, in list: String = "results") -> [String] {
        answer[list]?.elements.compactMap { $0.members?.first { $0.name == "name" }?.value.text } ?? []
    }

    @Test(arguments: TestDatabase.all)
    func `synonyms are put, listed, searched by and removed`(_ kind: TestDatabase) async throws {
        try await withShop(kind) { shop, client in
            let body = #"{"words": ["Notebook", "laptop"]}"#
            let put = try await client.send(.put, "/admin/search/synonyms/computers", body)
            #expect(put.status == 200)
            #expect(put["kind"] == .string("multi_way"))
            #expect(put["version"] == .number("1"))
            try await shop.catchUp()
            let found = try await client.send(.get, "/search?q=notebook", asAdmin: false)
            #expect(names(found).count == 3)
            let list = try await client.send(.get, "/admin/search/synonyms?limit=1")
            #expect(list["items"]?.elements.count == 1)
            #expect(list["next_cursor"] == .null)
            let read = try await client.send(.get, "/admin/search/synonyms/computers")
            #expect(read["words"] == .array([.string("notebook"), .string("laptop")]))
            let stale = try await client.send(
                .put, "/admin/search/synonyms/computers", body, headers: [.ifMatch: "\"9-00000000\""])
            #expect(stale.status == 412)
            #expect(try await client.send(.delete, "/admin/search/synonyms/computers").status == 204)
            #expect(try await client.send(.delete, "/admin/search/synonyms/computers").status == 404)
            let wrong = try await client.send(.put, "/admin/search/synonyms/x", #"{"words": ["one"]}"#)
            #expect(wrong.status == 422)
            #expect(wrong.fields == ["words"])
            let both = try await client.send(
                .put, "/admin/search/synonyms/x", #"{"words": ["one", "two"], "replacements": ["three"]}"#)
            #expect(both.status == 422 && both.fields == ["replacements"])
            #expect(
                both["errors"]?.elements.first?.members?.first { $0.name == "message" }?.value.text?
                    .contains("takes none") == true)
        }
    }

    @Test func `pins move results of their query`() async throws {
        try await withShop { shop, client in
            let all = try await client.send(.get, "/search?q=laptop", asAdmin: false)
            let bag = try #require(
                all["results"]?.elements.first { $0.members?.contains { $0.value == .string("Laptop bag") } == true })
            let id = bag.members?.first { $0.name == "id" }?.value.text ?? ""
            let pin = try await client.send(
                .put, "/admin/search/pins/bags", #"{"query": "Laptop", "pinned": ["\#(id)"]}"#)
            #expect(pin.status == 200)
            let taken = try await client.send(
                .put, "/admin/search/pins/more", #"{"query": "LAPTOP", "hidden": ["\#(id)"]}"#)
            #expect(taken.code == "query_taken")
            try await shop.catchUp()
            let found = try await client.send(.get, "/search?q=laptop", asAdmin: false)
            #expect(names(found).first == "Laptop bag")
            let hide = try await client.send(
                .put, "/admin/search/pins/bags", #"{"query": "Laptop", "hidden": ["\#(id)"]}"#)
            #expect(hide["version"] == .number("2"))
            try await shop.catchUp()
            #expect(try await names(client.send(.get, "/search?q=laptop", asAdmin: false)) == ["Black laptop"])
            #expect(try await client.send(.get, "/admin/search/pins")["items"]?.elements.count == 1)
        }
    }

    @Test func `settings are read, replaced and tried out`() async throws {
        try await withShop { shop, client in
            let usual = try await client.send(.get, "/admin/search/settings")
            #expect(usual["version"] == .number("0"))
            #expect(usual["weights", "popularity"] == .number("0.15"))
            let trial = #"{"query": "laptop", "settings": {"weights": {"price": 10}}}"#
            let preview = try await client.send(.post, "/admin/search/preview", trial)
            #expect(preview.status == 200)
            #expect(preview["results"]?.elements.count == 2)
            let first = preview["results"]?.elements.first?.members
            #expect(first?.contains { $0.name == "rank_before" } == true)
            #expect(first?.contains { $0.name == "explanation" } == true)
            let unknown = try await client.send(.put, "/admin/search/settings", #"{"weights": {"luck": 1}}"#)
            #expect(unknown.fields == ["weights.luck"])
            let long = #"{"query": "\#(String(repeating: "ä", count: 300))"}"#
            #expect(try await client.send(.post, "/admin/search/preview", long).fields == ["query"])
            let stop = #"{"stop_words": ["as seen on toner", "the"]}"#
            #expect(try await client.send(.put, "/admin/search/settings", stop).fields == ["stop_words[0]"])
            let high = try await client.send(.put, "/admin/search/settings", #"{"boosts": {"name": 101}}"#)
            #expect(high.fields == ["boosts.name"])
            let put = try await client.send(
                .put, "/admin/search/settings", #"{"typos": {"on": false}, "stop_words": ["of"]}"#)
            #expect(put["version"] == .number("1"))
            try await shop.catchUp()
            let typo = try await client.send(.get, "/search?q=laptp", asAdmin: false)
            #expect(typo["total"] == .number("0"))
        }
    }

    @Test func `how a score came about is told to those who may tune search`() async throws {
        try await withShop { _, client in
            #expect(try await client.send(.get, "/search?q=laptop&explain=true", asAdmin: false).status == 401)
            let found = try await client.send(.get, "/search?q=laptop&explain=true")
            let members = try #require(found["results"]?.elements.first?.members)
            let explanation = try #require(members.first { $0.name == "explanation" }?.value.members)
            #expect(explanation.map(\.name) == ["text", "words", "factors", "pinned"])
            let score = members.first { $0.name == "score" }?.value.number ?? 0
            let factors = explanation.first { $0.name == "factors" }?.value.elements ?? []
            let product = factors.reduce(explanation.first { $0.name == "text" }?.value.number ?? 0) {
                product, factor in
                product * (factor.members?.first { $0.name == "factor" }?.value.number ?? 0)
            }
            #expect(abs(product - score) < score * 1e-4)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `what shoppers search for and click is reported and exported`(_ kind: TestDatabase) async throws {
        try await withShop(kind) { shop, client in
            for query in ["laptop", "Laptop", "zeppelin"] {
                _ = try await client.send(.get, "/search?q=\(query)", asAdmin: false)
            }
            let found = try await client.send(.get, "/search?q=notebook", asAdmin: false)
            let id = found["results"]?.elements.first?.members?.first { $0.name == "id" }?.value.text ?? ""
            let click = #"{"type": "click", "query": "laptop", "product_id": "\#(id)", "position": 1}"#
            let one = try await client.send(.post, "/events", click, asAdmin: false)
            #expect(one.status == 202)
            #expect(one["accepted"] == .number("1"))
            // From the same address the same click counts once; for another query it is another.
            let other = click.replacing("laptop", with: "silver laptop")
            let many = try await client.send(
                .post, "/events", #"{"events": [\#(click), \#(other)]}"#, asAdmin: false)
            #expect(many["accepted"] == .number("1"))
            let third = try await client.send(.post, "/events", click)
            #expect(third["accepted"] == .number("1"))
            try await shop.searchLog.flush()

            let report = try await client.send(.get, "/admin/search/analytics")
            #expect(report["searches"] == .number("4"))
            #expect(report["no_result_share"] == .number("0.25"))
            #expect(report["clicks"] == .number("3"))
            #expect(report["top"]?.elements.first?.members?.first?.value == .string("laptop"))
            #expect(report["no_result"]?.elements.count == 1)

            // Rows of the last seconds may still be joined by others with smaller numbers.
            let early = try await client.send(.get, "/admin/search/log?limit=3")
            #expect(early["items"]?.elements.isEmpty == true)
            let before = WallClock.system.now.advanced(by: .seconds(-10))
            _ = try await shop.database.write { try $0.execute("UPDATE search_log SET searched_at = \(before)") }
            let page = try await client.send(.get, "/admin/search/log?limit=3")
            #expect(page["items"]?.elements.count == 3)
            let cursor = try #require(page["next_cursor"]?.text)
            let rest = try await client.send(.get, "/admin/search/log?limit=3&cursor=\(cursor)")
            #expect(rest["items"]?.elements.count == 1)
            let long = try await client.send(.get, "/admin/search/analytics?from=2020-01-01&to=2026-01-01")
            #expect(long.status == 422)
        }
    }

    @Test(arguments: [
        #"{}"#, #"{"events": []}"#, #"{"type": "stare", "product_id": "01900a5d-ac96-774b-bcce-b302099a8057"}"#,
        #"{"type": "click"}"#, #"{"type": "search"}"#, #"{"events": [{"type": "click"}]}"#,
        #"{"type": "search", "query": "x", "events": [{"type": "search", "query": "x"}]}"#,
        #"{"type": "click", "product_id": "01900a5d-ac96-774b-bcce-b302099a8057", "position": 0}"#,
        #"{"events": [\#(Array(repeating: #"{"type": "search", "query": "x"}"#, count: 101).joined(separator: ","))]}"#,
    ])
    func `events that say nothing or too much are refused`(_ body: String) async throws {
        try await TestShop.with(.sqlite) { _, client async throws in
            #expect(try await client.send(.post, "/events", body, asAdmin: false).status == 422)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `similar products are others of the same sort that can be bought`(_ kind: TestDatabase) async throws {
        try await withShop(kind) { shop, client in
            let found = try await client.send(.get, "/search?q=black+laptop", asAdmin: false)
            let id = found["results"]?.elements.first?.members?.first { $0.name == "id" }?.value.text ?? ""
            let similar = try await client.send(.get, "/products/\(id)/similar", asAdmin: false)
            #expect(names(similar, in: "items").first == "Laptop bag")
            #expect(Set(names(similar, in: "items")) == ["Laptop bag", "Silver notebook"])
            let one = try await client.send(.get, "/products/\(id)/similar?limit=1", asAdmin: false)
            #expect(names(one, in: "items") == ["Laptop bag"])
            let nobody = "/products/01900a5d-ac96-774b-bcce-b302099a8057/similar"
            #expect(try await client.send(.get, nobody, asAdmin: false).code == "product_not_found")
        }
    }

    @Test func `test sets are kept and measured`() async throws {
        try await withShop { _, client in
            let body = #"{"queries": [{"query": "zeppelin", "grades": {"x": 3}}]}"#
            #expect(try await client.send(.put, "/admin/search/test-sets/office", body).status == 204)
            let list = try await client.send(.get, "/admin/search/test-sets")
            #expect(list["items"]?.elements.count == 1)
            let measured = try await client.send(.post, "/admin/search/test-sets/office/evaluation", "{}")
            #expect(measured["figures", "no_result_share"] == .number("1"))
            #expect(try await client.send(.delete, "/admin/search/test-sets/office").status == 204)
            #expect(try await client.send(.get, "/admin/search/test-sets/office").code == "test_set_not_found")
        }
    }

    @Test(arguments: [
        "synonyms", "synonyms/a", "pins", "pins/a", "settings", "analytics", "log", "test-sets", "test-sets/a",
    ])
    func `a stranger sees nothing of it`(_ path: String) async throws {
        try await TestShop.with(.sqlite) { _, client async throws in
            #expect(try await client.send(.get, "/admin/search/\(path)", asAdmin: false).status == 401)
        }
    }

    @Test func `while the index is not built the database answers, and says so`() async throws {
        try await TestShop.with(.sqlite) { shop, client in
            _ = try await client.send(.post, "/products", #"{"name": "Lamp", "price": 5, "status": "published"}"#)
            try await shop.fallbackFollower.start()
            let early = try await client.send(.get, "/search?q=lamp", asAdmin: false)
            #expect(early["degraded"] == .bool(true))
            #expect(names(early) == ["Lamp"])
            try await shop.catchUp()
            let late = try await client.send(.get, "/search?q=lamp", asAdmin: false)
            #expect(late["degraded"] == nil)
            #expect(names(late) == ["Lamp"])
        }
    }
}

extension JSONValue {
    fileprivate var number: Double? {
        guard case .number(let text) = self else { return nil }
        return Double(text)
    }
}
