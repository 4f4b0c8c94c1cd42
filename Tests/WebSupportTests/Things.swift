import Hummingbird
import HummingbirdTesting
import Identity
import Kernel
import Logging
import NIOCore

@testable import WebSupport

/// A face in small: every sort of input, answer and failure, and nothing behind it.
enum Things {
    /// The token of an admin.
    static let adminToken = "test-admin-token"
    static let admin = Caller.user(UserCaller(id: ID(high: 1, low: 1), role: .admin, session: ID(high: 1, low: 2)))
    static let box = SecretBox(secret: Array(0..<32))

    /// Knows two people, by token and by cookie.
    static let authenticator = Authenticator { credential in
        switch credential {
        case .bearer(adminToken), .cookie("admin"): admin
        case .bearer("test-customer-token"), .cookie("customer"):
            .user(UserCaller(id: ID(high: 2, low: 1), role: .customer, session: ID(high: 2, low: 2)))
        case .bearer("away"): throw Failure(kind: .unavailable)
        default: throw Failure(kind: .unauthenticated)
        }
    }

    static var services: APIServices { APIServices(box: box, cursors: CursorSigner(secret: Array(0..<16))) }

    static var api: API {
        var api = API(prefix: "/api/v1", services)
        api.add(ListThings.self, Shelf())
        api.add(ReadThing.self, Shelf())
        api.add(MakeThing.self, Shelf())
        api.add(ChangeThing.self, Shelf())
        api.add(RemoveThing.self, Shelf())
        api.add(ReadByName.self, Shelf())
        api.add(Fail.self, Shelf())
        return api
    }

    /// Runs `body` with a client of a router that serves them.
    static func serve(_ body: @escaping @Sendable (any TestClientProtocol) async throws -> Void) async throws {
        let router = Router(context: ShopContext.self)
        router.add(
            middleware: Gateway(GatewaySettings(authenticator: authenticator)) { problem, _, _ in
                Response(
                    status: problem.status,
                    body: ResponseBody(byteBuffer: ByteBuffer(string: "a page about \(problem.code)")))
            })
        api.mount(on: router)
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        try await Application(router: router, logger: logger).test(.router, body)
    }

    static let tag = Tag("Things", "What tests are about.")
}

/// The use cases of the operations: there are none.
struct Shelf: Sendable {}

enum Thing {}

/// Shows what an operation was given.
struct EchoAnswer: Answer {
    var texts: [String: String?] = [:]
    var note: String?

    static let example = EchoAnswer(texts: ["name": "kettle"])

    func write(to object: inout AnswerWriter) {
        object.member("echo", texts, "What was read.")
        object.optional("note", note, "Left out when there is none.")
    }
}

enum Order: String, CaseIterable, TextInput, AnswerValue {
    case name
    case price
}

struct ListThings: WebSupport.Operation {
    static let declaration = Declaration(.get, "/things", "List things", tag: Things.tag)

    @Query("Which page.", in: 1...500) var page = 1
    @Query("How many.", in: 1...100, alias: "limit") var pageSize = 20
    @Query("Only with this text.", length: 2...5) var search: String?
    @Query("Only of these.") var brand: [String]
    @Query("Only what is there.") var inStock: Bool?
    @Query("From this price on.") var minPrice: DecimalText?
    @Query("By what.") var sortBy = Order.name
    @Query("Below which.") var parent: ID<Thing>?
    @PrefixedQuery("attr.", "With this attribute.") var attributes

    func answer(_ door: Shelf, _ call: Call) async throws -> Reply<EchoAnswer> {
        .ok(
            EchoAnswer(texts: [
                "page": "\(page)", "page_size": "\(pageSize)", "search": search, "brand": brand.joined(separator: "|"),
            ]))
    }
}

struct ReadThing: WebSupport.Operation {
    static let declaration = Declaration(
        .get, "/things/{thing}", alias: "/goods/{thing}", "Read a thing", tag: Things.tag)

    @Path("Its id.") var thing: ID<Thing>

    func answer(_ door: Shelf, _ call: Call) async throws -> Reply<EchoAnswer> {
        .ok(EchoAnswer(texts: ["thing": thing.description]), version: 7)
    }
}

struct VariantBody: InputObject {
    @Field("Its number.", length: 1...5) var sku: String
    @Field("What it costs.") var price: DecimalText
}

struct ThingBody: InputObject {
    @Field("Its name.", length: 1...10) var name: String
    @Field("How many.", in: 0...9) var count = 1
    @Field("What it stands under.") var parent: ID<Thing>?
    @Field("Its forms.") var variants: [VariantBody]
    @Field("Facts.") var facts: [String: String] = [:]
    @Field("Whether it is new.") var isNew = false
    @Field("Anything.") var extra: JSONValue?
    @Field("The first form.") var main: VariantBody?
}

struct MakeThing: WebSupport.Operation {
    static let declaration = Declaration(
        .post, "/things", "Make a thing", description: "Makes *one*.", tag: Things.tag, permission: .manageCatalog,
        errors: [Failure(kind: .conflict)], bodyLimit: 400)

    @Body("The new thing.") var body: ThingBody
    @Query("Only to see what would be.") var dryRun = false
    @Query("Whom to tell.", alias: "notify") var tell: String?

    func answer(_ door: Shelf, _ call: Call) async throws -> Created<EchoAnswer> {
        Created(EchoAnswer(texts: ["name": body.name, "tell": tell]), at: "/api/v1/things/1", version: 1)
    }
}

struct ThingPatch: InputObject {
    @Field("Its name.", length: 1...10) var name: Change<String>
    @Field("What it stands under.") var parent: Change<ID<Thing>?>
    @Field("The version that must be there.") var version: Int?
}

struct ChangeThing: WebSupport.Operation {
    static let declaration = Declaration(.patch, "/things/{thing}", "Change a thing", tag: Things.tag)

    @Path("Its id.") var thing: ID<Thing>
    @Body("What changes.") var patch: ThingPatch

    func answer(_ door: Shelf, _ call: Call) async throws -> Reply<EchoAnswer> {
        .ok(
            EchoAnswer(texts: [
                "name": "\(patch.name)", "version": call.ifMatch.version(orBody: patch.version).map { "\($0)" },
            ]))
    }
}

struct RemoveThing: WebSupport.Operation {
    static let declaration = Declaration(
        .delete, "/things/{thing}", "Remove a thing", tag: Things.tag, permission: .manageCatalog)

    @Path("Its id.") var thing: ID<Thing>

    func answer(_ door: Shelf, _ call: Call) async throws -> NoContent { NoContent() }
}

struct ReadByName: WebSupport.Operation {
    static let declaration = Declaration(.get, "/names/{name}", "Read by name", tag: Things.tag)

    @Path("Its name.") var name: String

    func answer(_ door: Shelf, _ call: Call) async throws -> Reply<EchoAnswer> {
        .ok(EchoAnswer(texts: ["name": name], note: call.requestID))
    }
}

/// Fails with an error of the kind that the path names, or with one that nobody expects.
struct Fail: WebSupport.Operation {
    static let declaration = Declaration(.get, "/failures/{kind}", "Fail", tag: Things.tag)

    @Path("The kind.") var kind: String

    func answer(_ door: Shelf, _ call: Call) async throws -> NoContent {
        if kind == "cursor" { throw InvalidCursor() }
        throw ErrorKind(rawValue: kind).map { Failure(kind: $0) } ?? Secret() as any Error
    }
}

struct Failure: DomainError {
    let kind: ErrorKind
    var code: String { "failed_\(kind.rawValue)" }
    var message: String { "It failed, as it was told to." }
    var fields: [FieldError] { kind == .invalid ? [FieldError("kind", code: "wrong", message: "is wrong")] : [] }
}

struct Secret: Error, CustomStringConvertible {
    static let words = "SELECT password FROM users /srv/souk/secret.key"
    var description: String { Secret.words }
}

extension JSONValue {
    /// What stands under those names, one inside the other.
    subscript(_ names: String...) -> JSONValue? {
        names.reduce(self) { value, name in value?.members?.first { $0.name == name }?.value }
    }

    var elements: [JSONValue] {
        guard case .array(let elements) = self else { return [] }
        return elements
    }

    var text: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    init(_ text: String) throws {
        try self.init(parsing: Array(text.utf8))
    }
}
