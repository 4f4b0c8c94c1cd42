import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Kernel
import NIOCore
import Testing

@testable import WebSupport

struct APITests {
    private static let json: HTTPFields = [.contentType: "application/json"]
    private static let adminJSON: HTTPFields = [
        .contentType: "application/json", .authorization: "Bearer \(Things.adminToken)",
    ]
    private static let id = "01890a5d-ac96-774b-bcce-b302099a8057"

    private func send(
        _ method: HTTPRequest.Method, _ uri: String, _ headers: HTTPFields = [:], body: String? = nil
    ) async throws -> TestResponse {
        let received = Received()
        try await Things.serve { client in
            await received.keep(
                try await client.execute(
                    uri: uri, method: method, headers: headers, body: body.map { ByteBuffer(string: $0) }))
        }
        return try #require(await received.response)
    }

    /// Carries an answer out of the closure that the client lives in.
    private actor Received {
        private(set) var response: TestResponse?

        func keep(_ response: TestResponse) {
            self.response = response
        }
    }

    private func problem(_ response: TestResponse) throws -> JSONValue {
        #expect(response.headers[.contentType] == "application/problem+json")
        #expect(response.headers[.cacheControl] == "no-store")
        return try JSONValue(parsing: Array(response.body.readableBytesView))
    }

    @Test func `A read answers JSON that caches must ask about`() async throws {
        let response = try await send(.get, "/api/v1/things?page=2&search=abc&unknown=ignored")
        #expect(response.status == .ok)
        #expect(response.headers[.contentType] == "application/json; charset=utf-8")
        #expect(response.headers[.cacheControl] == "no-cache")
        let json = try JSONValue(parsing: Array(response.body.readableBytesView))
        #expect(json["echo", "page"] == .string("2"))
        #expect(json["echo", "search"] == .string("abc"))
    }

    @Test(arguments: ["/api/v1/things/", "/api/v1/goods/"])
    func `An operation is served at its address and at its alias`(path: String) async throws {
        let response = try await send(.get, path + APITests.id)
        #expect(response.status == .ok)
        let tag = try #require(response.headers[.eTag])
        #expect(tag.hasPrefix("\"7-"))
        let again = try await send(.get, path + APITests.id, [.ifNoneMatch: tag])
        #expect(again.status == .notModified)
        #expect(again.headers[.eTag] == tag)
        #expect(again.body.readableBytes == 0)
        let other = try await send(.get, path + APITests.id, [.ifNoneMatch: "\"6-x\""])
        #expect(other.status == .ok)
    }

    @Test(arguments: [
        ("a%20b", "a b"), ("a%2Fb", "a/b"), ("a+b", "a+b"), ("%C3%A9", "é"), ("a%2520b", "a%20b"), ("a%2Bb", "a+b"),
    ])
    func `A part of the path is decoded once`(part: String, name: String) async throws {
        let response = try await send(.get, "/api/v1/names/" + part)
        let json = try JSONValue(parsing: Array(response.body.readableBytesView))
        #expect(json["echo", "name"] == .string(name))
    }

    @Test(arguments: [
        "/api/v1/things/1", "/api/v1/things/not-an-id", "/api/v1/absent", "/api/v1", "/api/v1/things/\(id)/more",
        "/api/v2/things", "/api/v1/names/%FF",
    ])
    func `What is at no address is 404, a malformed id too`(path: String) async throws {
        let response = try await send(.get, path)
        #expect(response.status == .notFound)
        let json = try problem(response)
        #expect(json["code"] == .string("not_found"))
    }

    @Test(arguments: [
        (HTTPRequest.Method.delete, "/api/v1/things", "GET, HEAD, OPTIONS, POST"),
        (.put, "/api/v1/things", "GET, HEAD, OPTIONS, POST"),
        (.post, "/api/v1/things/\(id)", "DELETE, GET, HEAD, OPTIONS, PATCH"),
        (.post, "/api/v1/names/x", "GET, HEAD, OPTIONS"),
    ])
    func `A method that an address does not take is 405 and says which it takes`(
        method: HTTPRequest.Method, path: String, allowed: String
    ) async throws {
        let response = try await send(method, path)
        #expect(response.status == .methodNotAllowed)
        #expect(response.headers[.allow] == allowed)
        let json = try problem(response)
        #expect(json["code"] == .string("method_not_allowed"))
        let options = try await send(.options, path)
        #expect(options.status == .noContent)
        #expect(options.headers[.allow] == allowed)
    }

    @Test func `HEAD is GET without the body`() async throws {
        for path in ["/api/v1/things", "/api/v1/things/" + APITests.id] {
            let (get, head) = (try await send(.get, path), try await send(.head, path))
            #expect(head.status == .ok)
            #expect(head.body.readableBytes == 0)
            for name in [HTTPField.Name.contentType, .eTag, .cacheControl] {
                #expect(head.headers[name] == get.headers[name])
            }
        }
        let missing = try await send(.head, "/api/v1/things/1")
        #expect(missing.status == .notFound)
    }

    @Test(arguments: [
        "", "*/*", "application/json", "application/*", "text/html, application/json;q=0.5", "APPLICATION/JSON",
        "text/html,*/*;q=0.1", "application/problem+json", " application/json ",
    ])
    func `Who takes JSON is served`(accept: String) async throws {
        let response = try await send(.get, "/api/v1/things", [.accept: accept])
        #expect(response.status == .ok)
    }

    @Test(arguments: ["text/html", "image/*", "application/xml", "text/html;q=1, application/xml", "text/*"])
    func `Who takes no JSON is told so`(accept: String) async throws {
        let response = try await send(.get, "/api/v1/things", [.accept: accept])
        #expect(response.status == .notAcceptable)
        let json = try problem(response)
        #expect(json["code"] == .string("not_acceptable"))
    }

    /// In a process of its own, because what it guards against is a trap that would end the server.
    @Test func `A header Accept without sense is no danger`() async {
        await #expect(processExitsWith: .success) {
            try await Things.serve { client in
                for accept in [";", ",", ";,;", ";q=1", "text/html,;q=1", ",,", " "] {
                    _ = try await client.execute(uri: "/api/v1/things", method: .get, headers: [.accept: accept])
                }
            }
        }
    }

    @Test func `Every answer has its request id and the security headers`() async throws {
        for path in ["/api/v1/things", "/api/v1/absent", "/absent", "/api/v1/failures/surprise"] {
            let response = try await send(.get, path)
            #expect(response.headers[.xContentTypeOptions] == "nosniff")
            #expect(response.headers[.contentSecurityPolicy] != nil)
            #expect((response.headers[.requestID] ?? "").count == 36)
        }
    }

    @Test(arguments: [
        ("abc-1.2_3", true), (String(repeating: "a", count: 64), true), ("", false), ("a b", false), ("a\tb", false),
        ("é", false), (String(repeating: "a", count: 65), false),
    ])
    func `A sound request id is kept, any other replaced`(sent: String, isKept: Bool) async throws {
        let response = try await send(.get, "/api/v1/names/x", [.requestID: sent])
        let answered = try #require(response.headers[.requestID])
        #expect((answered == sent) == isKept)
        let json = try JSONValue(parsing: Array(response.body.readableBytesView))
        #expect(json["note"] == .string(answered), "the operation knows it by the same name")
    }

    @Test(arguments: ErrorKind.allCases)
    func `A failure is problem details with its status`(kind: ErrorKind) async throws {
        let response = try await send(.get, "/api/v1/failures/\(kind.rawValue)")
        #expect(response.status == Problem(Failure(kind: kind)).status)
        let json = try problem(response)
        #expect(json["code"] == .string("failed_\(kind.rawValue)"))
        #expect(json["instance"] == .string("/api/v1/failures/\(kind.rawValue)"))
        #expect(json["request_id"]?.text == response.headers[.requestID])
    }

    @Test func `An error that nobody expects leaks nothing`() async throws {
        let response = try await send(.get, "/api/v1/failures/surprise")
        #expect(response.status == .internalServerError)
        let json = try problem(response)
        #expect(json["code"] == .string("internal_error"))
        let everything = String(buffer: response.body) + response.headers.map { "\($0.name): \($0.value)" }.joined()
        for word in Secret.words.split(separator: " ").map(String.init) + ["Secret", "Error:"] {
            #expect(!everything.contains(word), "\(word)")
        }
    }

    @Test func `A cursor of somebody else is 422 at its field`() async throws {
        let response = try await send(.get, "/api/v1/failures/cursor")
        #expect(response.status.code == 422)
        let json = try problem(response)
        #expect(json["errors"]?.elements.first?["field"] == .string("cursor"))
    }

    @Test func `People get a page, programs get problem details`() async throws {
        let page = try await send(.get, "/absent")
        #expect(page.status == .notFound)
        #expect(String(buffer: page.body) == "a page about not_found")
    }

    @Test(arguments: ["page=%", "page=%FF", "search=%C3%28"])
    func `A query that cannot be read is 400`(query: String) async throws {
        let response = try await send(.get, "/api/v1/things?" + query)
        #expect(response.status == .badRequest)
        let json = try problem(response)
        #expect(json["code"] == .string("malformed"))
    }
}

/// What a request that writes must bring.
struct APIWriteTests {
    private static let key = "Bearer \(Things.adminToken)"

    private func post(
        _ body: String?, to uri: String = "/api/v1/things", type: String? = "application/json",
        authorization: String? = key
    ) async throws -> (status: Int, headers: HTTPFields, json: JSONValue?) {
        var headers: HTTPFields = [:]
        headers[.contentType] = type
        headers[.authorization] = authorization
        let sent = headers
        let (answers, continuation) = AsyncStream.makeStream(of: TestResponse.self)
        try await Things.serve { client in
            continuation.yield(
                try await client.execute(
                    uri: uri, method: .post, headers: sent, body: body.map { ByteBuffer(string: $0) }))
        }
        continuation.finish()
        let response = try #require(await answers.first { _ in true })
        return (response.status.code, response.headers, try? JSONValue(parsing: Array(response.body.readableBytesView)))
    }

    @Test func `Something made is 201 with its address and its tag`() async throws {
        let answer = try await post(
            #"{"name":"Kettle"}"#, to: "/api/v1/things?dry_run=true", type: "application/json; charset=utf-8")
        #expect(answer.status == 201)
        #expect(answer.headers[.location] == "/api/v1/things/1")
        #expect(answer.headers[.eTag]?.hasPrefix("\"1-") == true)
        #expect(answer.json?["echo", "name"] == .string("Kettle"))
    }

    @Test(arguments: [
        nil, "", "Bearer", "Bearer ", "Bearer wrong", "Basic \(Things.adminToken)", Things.adminToken,
        "Bearer \(Things.adminToken)x",
    ])
    func `without a token that is known nothing is written`(authorization: String?) async throws {
        let answer = try await post(#"{"name":"Kettle"}"#, authorization: authorization)
        #expect(answer.status == 401)
        #expect(answer.headers[.wwwAuthenticate]?.hasPrefix("Bearer") == true)
        let isMissing = authorization == nil
        #expect(answer.json?["code"] == .string(isMissing ? "unauthenticated" : "invalid_token"))
    }

    @Test func `The scheme's name is taken in any case`() async throws {
        let answer = try await post(#"{"name":"Kettle"}"#, authorization: "bearer \(Things.adminToken)")
        #expect(answer.status == 201)
    }

    @Test(arguments: [
        nil, "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/xml",
        "application/json-patch+json", "application/jsonx",
    ])
    func `A body of another type is 415`(type: String?) async throws {
        let answer = try await post(#"{"name":"Kettle"}"#, type: type)
        #expect(answer.status == 415)
        #expect(answer.json?["code"] == .string("unsupported_media_type"))
    }

    @Test(arguments: [
        nil, "", "{", "{\"name\":", "{\"name\":\"a\"}}", "\u{FEFF}{}", "name=a", "{\"name\":\"a\",\"name\":\"b\"}",
        String(repeating: "[", count: 300),
    ])
    func `A body that is no JSON is 400`(body: String?) async throws {
        let answer = try await post(body)
        #expect(answer.status == 400)
        #expect(answer.json?["code"] == .string("malformed"))
    }

    @Test func `A body is as large as its operation allows and no larger`() async throws {
        let (opening, closing) = (#"{"name":"a","extra":""#, #""}"#)
        func body(_ size: Int) -> String {
            opening + String(repeating: "x", count: size - opening.count - closing.count) + closing
        }
        let most = try await post(body(400))
        #expect(most.status == 201)
        for size in [401, 1000, 10_000_000] {
            let answer = try await post(body(size))
            #expect(answer.status == 413)
            #expect(answer.json?["code"] == .string("body_too_large"))
        }
    }

    @Test func `Where an operation says nothing, the setting says how large a body may be`() async throws {
        var services = Things.services
        services.bodyLimit = 30
        var api = API(prefix: "/api/v1", services)
        api.add(ChangeThing.self, Shelf())
        try await Layers.serve([], api: api) { client in
            for (size, status) in [(30, 200), (31, 413), (2_000_000, 413)] {
                let text = #"{"name":"a"}"#
                let body = text + String(repeating: " ", count: size - text.utf8.count)
                let response = try await client.execute(
                    uri: "/api/v1/things/\(ID<Thing>())", method: .patch, headers: [.contentType: "application/json"],
                    body: ByteBuffer(string: body))
                #expect(response.status.code == status, "\(size)")
            }
        }
        #expect(api.openAPI(title: "", version: "").contains("30 bytes"))
    }

    @Test func `The security policy lets the content delivery network in, and nobody else`() async throws {
        var settings = GatewaySettings(authenticator: Things.authenticator)
        settings.cdn = "https://cdn.example"
        try await Layers.serve([], settings) { client in
            let policy = try await client.execute(uri: "/page", method: .get).headers[.contentSecurityPolicy]
            let parts = policy?.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) } ?? []
            #expect(parts.contains("script-src 'self' https://cdn.example/"))
            #expect(parts.contains("style-src 'self' https://cdn.example/"))
            #expect(parts.contains("default-src 'self'"))
        }
        try await Layers.serve([]) { client in
            let policy = try await client.execute(uri: "/page", method: .get).headers[.contentSecurityPolicy]
            #expect(policy?.contains("cdn.example") == false && policy?.contains("script-src") == false)
        }
    }

    @Test func `Mistakes in the query and in the body are reported together`() async throws {
        let answer = try await post(#"{"name":"","colour":1}"#, to: "/api/v1/things?dry_run=x&typo=1")
        #expect(answer.status == 422)
        let fields = answer.json?["errors"]?.elements.compactMap { $0["field"]?.text }
        #expect(fields?.sorted() == ["colour", "dry_run", "name", "typo"])
    }

    @Test func `An unknown parameter of a write is refused`() async throws {
        let answer = try await post(#"{"name":"a"}"#, to: "/api/v1/things?dryrun=true")
        #expect(answer.status == 422)
        #expect(answer.json?["errors"]?.elements.map { $0["code"] } == [.string("unknown_parameter")])
    }

    @Test func `A parameter's second name is known on writes too`() async throws {
        let answer = try await post(#"{"name":"a"}"#, to: "/api/v1/things?notify=me")
        #expect(answer.status == 201)
        #expect(answer.json?["echo", "tell"] == .string("me"))
    }
}
