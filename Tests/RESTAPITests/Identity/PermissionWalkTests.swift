import HTTPTypes
import HummingbirdTesting
import Identity
import Kernel
import NIOCore
import Souk
import TestSupport
import Testing
import WebSupport

/// Every route that there is, as everybody who there is. The routes are those of the API itself, so that a new one is
/// walked through without being named here.
struct PermissionWalkTests {
    /// Somebody who calls, and what he may.
    private struct Person: Sendable {
        let name: String
        let token: String?
        let may: @Sendable (Permission) -> Bool
    }

    @Test func `each route lets in exactly those whose role or key allows it`() async throws {
        try await TestShop.with(.sqlite, adjust: { $0.limits.address = nil }) { shop, client in
            let people = try await Self.people(of: shop)
            for declaration in ShopServer.declarations(of: shop) {
                for person in people {
                    let answer = try await Self.call(declaration, as: person, client)
                    let code = try Self.code(of: answer)
                    let isLetIn = answer.status.code != 403 && code != "unauthenticated"
                    let name = "\(declaration.method.rawValue) \(declaration.path) as \(person.name)"
                    #expect(isLetIn == person.may(declaration.permission), "\(name): \(answer.status.code)")
                    guard !isLetIn else { continue }
                    #expect(answer.status.code == (person.token == nil ? 401 : 403), "\(name)")
                }
            }
        }
    }

    @Test func `strangers change nothing but by the ways in, and by telling what they look at`() async throws {
        try await TestShop.with(.sqlite) { shop, _ in
            let open = ShopServer.declarations(of: shop).filter { $0.method != .get && $0.permission == .anyone }
            for declaration in open {
                let isKnown = declaration.path.hasPrefix("/auth/") || declaration.path == "/events"
                #expect(isKnown, "\(declaration.path)")
            }
            #expect(!open.isEmpty)
        }
    }

    /// A token that proves nothing is refused by all of them, also by those that need none.
    @Test func `no route takes a token that proves nothing for none at all`() async throws {
        try await TestShop.with(.sqlite, adjust: { $0.limits.address = nil }) { shop, client in
            let person = Person(name: "a forger", token: "sk_made_up") { _ in false }
            for declaration in ShopServer.declarations(of: shop) {
                let answer = try await Self.call(declaration, as: person, client)
                #expect(answer.status.code == 401, "\(declaration.path)")
                #expect(answer.headers[.wwwAuthenticate]?.contains("invalid_token") == true)
            }
        }
    }

    /// Roles are tried with a new session each, so that one that signs itself out does not end the walk of the next.
    private static func people(of shop: Shop) async throws -> [Person] {
        var people = [Person(name: "a stranger", token: nil) { $0 == .anyone }]
        for role in Role.allCases {
            let member = try await shop.member(role)
            people.append(Person(name: "a \(role)", token: member.token) { Caller.may($0, role: role) })
            for scope in Permission.scopes where role.permissions.contains(scope) {
                let key = try await shop.identity.apiKeys.create(
                    for: member.id, name: scope.rawValue, scopes: [scope.rawValue])
                people.append(
                    Person(name: "a \(role)'s key for \(scope.rawValue)", token: key.text) { permission in
                        Caller.apiKey(APIKeyCaller(id: key.key.id, user: member.id, role: role, scopes: [scope]))
                            .may(permission)
                    })
            }
        }
        return people
    }

    /// Sends nothing that is valid: whoever is let in is told what is wrong, or that nothing is there, and changes
    /// nothing. What takes no body and ends the own session is left out for that.
    private static func call(
        _ declaration: Declaration, as person: Person, _ client: any TestClientProtocol
    ) async throws -> TestResponse {
        let path = declaration.path.replacing(/\{[a-z_]+\}/, with: ID<Product>().description)
        var headers: HTTPFields = [.contentType: "application/json"]
        headers[.authorization] = person.token.map { "Bearer \($0)" }
        let endsSession = declaration.path.hasPrefix("/auth/logout")
        // Refused before the operation runs, but not before the caller is known.
        if endsSession { headers[.accept] = "text/html" }
        return try await client.execute(
            uri: "/api/v1" + path, method: try #require(HTTPRequest.Method(declaration.method.rawValue)),
            headers: headers, body: declaration.method == .get ? nil : ByteBuffer(string: #"{"unknown_member": 1}"#))
    }

    private static func code(of answer: TestResponse) throws -> String? {
        guard answer.body.readableBytes > 0, answer.headers[.contentType]?.contains("json") == true else { return nil }
        let json = try JSONValue(parsing: Array(answer.body.readableBytesView))
        return json.members?.first { $0.name == "code" }?.value.text
    }
}

private enum Product {}

extension Caller {
    fileprivate static func may(_ permission: Permission, role: Role) -> Bool {
        Caller.user(UserCaller(id: ID(), role: role, session: ID())).may(permission)
    }
}
