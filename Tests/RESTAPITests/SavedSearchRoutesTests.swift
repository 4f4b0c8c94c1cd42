import HTTPTypes
import HummingbirdTesting
import Kernel
import Persistence
import Search
import Souk
import TestSupport
import Testing

/// Saved searches over HTTP.
struct SavedSearchRoutesTests {
    private static let path = "/users/me/saved-searches"

    @Test(arguments: TestDatabase.all)
    func `a search is saved once, listed and removed`(_ kind: TestDatabase) async throws {
        try await TestShop.with(kind) { shop, client in
            _ = try await client.send(.post, "/categories", #"{"name": "Office"}"#)
            let member = try await shop.member()
            func send(_ method: HTTPRequest.Method, _ path: String, _ body: String? = nil) async throws -> JSONAnswer {
                try await client.send(method, path, body, asAdmin: false, headers: member.bearer)
            }
            let body = """
                {"q": " Red  Toner", "category": "office", "brand": ["Xerox", "Brother"], "max_price": 99.90,
                 "min_rating": 3.5, "in_stock": true, "attributes": {"colour": ["Red"]}, "sort": "price_asc"}
                """
            let saved = try await send(.post, Self.path, body)
            #expect(saved.status == 201)
            let id = try #require(saved["id"]?.text)
            #expect(saved.headers[.location] == "/api/v1\(Self.path)/\(id)")
            #expect(saved["name"]?.text == "Red Toner" && saved["q"]?.text == "red toner")
            #expect(saved["brand"] == .array([.string("Brother"), .string("Xerox")]))
            #expect(saved["max_price"] == .number("99.90") && saved["min_price"] == .null)
            #expect(saved["min_rating"] == .number("3.5") && saved["notify"] == .bool(false))
            #expect(saved["attributes", "colour"] == .array([.string("Red")]))
            let again = try await send(.post, Self.path, body)
            #expect(again.status == 201 && again["id"]?.text == id)
            let list = try await send(.get, Self.path)
            #expect(list["items"]?.elements.count == 1)

            let other = try await shop.member()
            let strange = try await client.send(.delete, "\(Self.path)/\(id)", asAdmin: false, headers: other.bearer)
            #expect(strange.status == 404 && strange.code == "saved_search_not_found")
            #expect(try await send(.delete, "\(Self.path)/\(id)").status == 204)
            #expect(try await send(.delete, "\(Self.path)/\(id)").status == 404)
            #expect(try await send(.get, Self.path)["items"] == .array([]))
        }
    }

    @Test func `what the search route refuses is refused by the same fields`() async throws {
        try await TestShop.with(.sqlite) { shop, client in
            let member = try await shop.member()
            let cases: [(String, String)] = [
                (#"{}"#, "q"), (#"{"q": " "}"#, "q"), (#"{"q": "!!!", "notify": true}"#, "q"),
                (#"{"q": "\#(String(repeating: "a", count: 513))"}"#, "q"),
                (#"{"q": "a", "category": "no-such"}"#, "category"),
                (#"{"q": "a", "min_price": 2, "max_price": 1}"#, "min_price"),
                (#"{"q": "a", "max_price": 1.999}"#, "max_price"), (#"{"q": "a", "min_rating": 6}"#, "min_rating"),
                (#"{"q": "a", "sort": "best"}"#, "sort"), (#"{"q": "a", "name": ""}"#, "name"),
                (#"{"q": "a", "colour": "red"}"#, "colour"),
                (#"{"tags": [\#((1...11).map { "\"\($0)\"" }.joined(separator: ","))]}"#, "filters"),
            ]
            for (body, field) in cases {
                let answer = try await client.send(.post, Self.path, body, asAdmin: false, headers: member.bearer)
                #expect(answer.status == 422 && answer.fields == [field], "\(body): \(answer.fields)")
            }
            let stranger = try await client.send(.post, Self.path, #"{"q": "a"}"#, asAdmin: false)
            #expect(stranger.status == 401)
            let machine = try await client.send(.post, Self.path, #"{"q": "a"}"#)
            #expect(machine.status == 403 && machine.code == "forbidden")
            #expect(machine["detail"]?.text?.contains("account that is signed in") == true)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `they are in the account's export, and go with it`(_ kind: TestDatabase) async throws {
        try await TestShop.with(kind) { shop, client in
            let member = try await shop.member()
            let body = #"{"q": "toner", "name": "For the office", "notify": true}"#
            let saved = try await client.send(.post, Self.path, body, asAdmin: false, headers: member.bearer)
            #expect(saved.status == 201)
            let export = try await client.send(.get, "/users/me/export", asAdmin: false, headers: member.bearer)
            #expect(export["saved_searches"]?.elements.count == 1)
            let erased = try await client.send(
                .delete, "/users/me", #"{"password": "\#(Member.password)"}"#, asAdmin: false, headers: member.bearer)
            #expect(erased.status == 204)
            #expect(try await shop.savedSearches.list(of: ID(member.id)).isEmpty)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a mail goes to a confirmed address, and its link stops the next`(_ kind: TestDatabase) async throws {
        try await TestShop.with(kind) { shop, client in
            try await shop.catchUp()
            let members = [try await shop.member(), try await shop.member()]
            let wish = #"{"email": "new@shop.example", "password": "\#(Member.password)"}"#
            _ = try await client.send(.post, "/users/me/email", wish, asAdmin: false, headers: members[0].bearer)
            let token = try await shop.mailedToken(to: "new@shop.example")
            _ = try await client.send(.post, "/auth/verify-email", #"{"token": "\#(token)"}"#, asAdmin: false)
            let unproven = members[1].id
            _ = try await shop.database.write {
                try $0.execute("UPDATE users SET email_verified_at = NULL WHERE id = \(unproven)")
            }
            for member in members {
                let body = #"{"q": "kettle", "notify": true}"#
                _ = try await client.send(.post, Self.path, body, asAdmin: false, headers: member.bearer)
            }
            let product = #"{"name": "Copper kettle", "price": 49.95, "status": "published"}"#
            #expect(try await client.send(.post, "/products", product).status == 201)
            try await shop.catchUp()
            let watch = SavedSearchWatch(shop.database, search: shop.search)
            #expect(try #require(try await watch.run()) == (2, 2))

            #expect(try await shop.mails(to: members[1].email).filter { $0.contains("kettle") }.isEmpty)
            let mail = try #require(try await shop.mails(to: "new@shop.example").last)
            #expect(mail.contains("Copper kettle") && mail.contains("Auto-Submitted: auto-generated"))
            #expect(mail.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"))
            let link = try #require(
                mail.firstMatch(of: #/http:\/\/localhost:8080(\/saved-searches\/\S+\/stop\/[\w-]{43})/#))
            let path = String(link.output.1)
            let asked = try await client.execute(uri: path, method: .get)
            #expect(asked.status == .ok && asked.headers[.cacheControl] == "no-store")
            let own = ID<Shopper>(members[0].id)
            #expect(try await shop.savedSearches.list(of: own).first?.sendsMail == true)
            let code = path.suffix(43)
            let other = path.dropLast(43) + (code.hasPrefix("A") ? "B" : "A") + code.dropFirst()
            let forged = try await client.execute(uri: String(other), method: .post)
            #expect(forged.status == .notFound)
            let stopped = try await client.execute(uri: path, method: .post)
            #expect(stopped.status == .ok)
            #expect(try await shop.savedSearches.list(of: own).first?.sendsMail == false)
        }
    }
}
