import Foundation
import FoundationNetworking
import TestSupport
import Testing

/// `souk user` and `souk keys`, as an operator types them.
@Suite(.timeLimit(.minutes(3)))
struct UserCommandTests {
    private struct Account: Decodable {
        let email: String
        let role: String
        let status: String
        let emailVerified: Bool
    }

    private struct Key: Decodable { let apiKey: String }
    private struct Tokens: Decodable { let accessToken: String }

    private static func create(_ place: ShopPlace, _ email: String, role: String) throws -> SoukBinary.Outcome {
        try place.run(
            ["user", "create", "--email", email, "--role", role, "--password-stdin", "--json"],
            input: "four words of a test\n")
    }

    private static func read<Value: Decodable>(_ type: Value.Type, _ data: Data) throws -> Value {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(type, from: data)
    }

    private static func account(_ outcome: SoukBinary.Outcome) throws -> Account {
        try read(Account.self, Data(outcome.output.utf8))
    }

    @Test(arguments: TestDatabase.all)
    func `the first admin is made, and others are looked after`(kind: TestDatabase) async throws {
        try await ShopPlace.with(kind) { place in
            let ada = try Self.account(Self.create(place, "ada@shop.example", role: "admin"))
            #expect(ada.role == "admin" && ada.status == "active" && ada.emailVerified)
            #expect(try Self.create(place, "eve@shop.example", role: "customer").status == 0)
            let again = try Self.create(place, "ADA@shop.example", role: "admin")
            #expect(again.status == 1 && again.errors.contains("already"))

            let list = try place.run(["user", "list", "--role", "customer"])
            #expect(list.output.hasPrefix("eve@shop.example\tcustomer\tactive\t") && list.status == 0)
            let vendor = try place.run(["user", "role", "vendor", "--email", "eve@shop.example", "--json"])
            #expect(try Self.account(vendor).role == "vendor")
            let out = try place.run(["user", "disable", "--email", "eve@shop.example", "--json"])
            #expect(try Self.account(out).status == "suspended")
            let back = try place.run(["user", "enable", "--email", "eve@shop.example", "--json"])
            #expect(try Self.account(back).status == "active")
            let last = try place.run(["user", "disable", "--email", "ada@shop.example"])
            #expect(last.status == 1 && last.errors.contains("last active admin"))
        }
    }

    @Test func `what cannot be an account is told, and no password stands on the command line`() async throws {
        try await ShopPlace.with(.sqlite) { place in
            let short = try place.run(
                ["user", "create", "--email", "a@b.example", "--password-stdin"], input: "short\n")
            #expect(short.status == 1 && short.errors.contains("8 characters"))
            let empty = try place.run(["user", "create", "--email", "a@b.example", "--password-stdin"])
            #expect(empty.status == 1)
            let without = try place.run(["user", "create", "--email", "a@b.example"])
            #expect(without.status == 64)
            for command in ["disable", "reset-mfa"] {
                let nobody = try place.run(["user", command, "--email", "nobody@shop.example"])
                #expect(nobody.status == 1 && nobody.errors.contains("no such user"))
            }
            _ = try Self.create(place, "ada@shop.example", role: "admin")
            let bare = try place.run(["user", "reset-mfa", "--email", "ada@shop.example"])
            #expect(bare.status == 1 && bare.errors.contains("no second factor"))
        }
    }

    @Test func `at a terminal the password is asked for, twice`() async throws {
        try await ShopPlace.with(.sqlite) { place in
            func create(_ email: String, typing text: String) throws -> SoukBinary.Outcome {
                try SoukBinary.runAtTerminal(
                    ["user", "create", "--email", email, "--data", place.data], typing: text)
            }
            let made = try create("ada@shop.example", typing: "four words of a test\nfour words of a test\n")
            #expect(made.status == 0 && made.output.contains("Password: "))
            #expect(made.output.contains("Made ada@shop.example, customer."))
            let other = try create("eve@shop.example", typing: "four words of a test\nfour words of a text\n")
            #expect(other.status == 1 && other.output.contains("That was another one."))
            let none = try create("eve@shop.example", typing: "\n")
            #expect(none.status == 1 && none.output.contains("No password was typed."))
            let list = try place.run(["user", "list"])
            #expect(list.output.contains("ada@shop.example") && !list.output.contains("eve@shop.example"))
        }
    }

    @Test func `a key made on the command line works, and rotated keys sign nobody out`() async throws {
        try await ShopPlace.with(.sqlite) { place in
            _ = try Self.create(place, "ada@shop.example", role: "admin")
            let made = try place.run([
                "user", "api-key", "--email", "ada@shop.example", "--name", "ci", "--scope", "users:write", "--json",
            ])
            let key = try Self.read(Key.self, Data(made.output.utf8)).apiKey
            for scope in ["bogus", "signed-in"] {
                let refused = try place.run([
                    "user", "api-key", "--email", "ada@shop.example", "--name", "ci", "--scope", scope,
                ])
                #expect(refused.status != 0 && refused.errors.contains("shop:run"))
                #expect(!refused.errors.contains("anyone") && !refused.errors.contains("- signed-in"))
            }
            let (server, address) = try await place.serve()
            let login = try await Self.send(
                "POST", address + "/api/v1/auth/login",
                #"{"email": "ada@shop.example", "password": "four words of a test"}"#)
            let token = try Self.read(Tokens.self, login.data).accessToken
            #expect(try await Self.send("GET", address + "/api/v1/admin/users", token: key).status == 200)
            #expect(try await Self.send("GET", address + "/api/v1/admin/audit", token: key).status == 403)
            #expect(try place.run(["keys", "rotate"]).status == 0)
            #expect(try await Self.send("GET", address + "/api/v1/auth/me", token: token).status == 200)
            let keys = try await Self.send("GET", address + "/.well-known/jwks.json")
            #expect(String(decoding: keys.data, as: UTF8.self).contains("\"keys\""))
            server.stop()
        }
    }

    private static func send(
        _ method: String, _ address: String, _ body: String? = nil, token: String? = nil
    ) async throws -> (status: Int, data: Data) {
        var request = URLRequest(url: try #require(URL(string: address)), timeoutInterval: 30)
        request.httpMethod = method
        request.httpBody = body.map { Data($0.utf8) }
        if body != nil { request.setValue("application/json", forHTTPHeaderField: "Content-Type") }
        if let token { request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization") }
        let (data, response) = try await URLSession.shared.data(for: request)
        return ((response as? HTTPURLResponse)?.statusCode ?? 0, data)
    }
}
