import HTTPTypes
package import Hummingbird
package import Identity
package import Kernel

/// Collects the operations of a face, mounts them and describes them.
///
/// ```swift
/// api.add(ListProducts.self, products)
/// api.add(CreateProduct.self, products)
/// ```
package struct API {
    /// Where the operations stand: `/api/v1`.
    package let prefix: String
    private let deprecation: Deprecation?
    private let services: APIServices
    private var routes: [Route] = []

    /// An API without operations.
    /// - Parameters:
    ///   - deprecation: of the whole version, when it is going to end.
    ///   - services: what all operations lean on.
    package init(prefix: String, deprecation: Deprecation? = nil, _ services: APIServices) {
        (self.prefix, self.deprecation, self.services) = (prefix, deprecation, services)
    }

    /// An operation ready to serve: its description, and its handler with the door inside.
    struct Route: Sendable {
        let name: String
        let declaration: Declaration
        let layout: InputLayout
        let status: HTTPResponse.Status
        let otherStatuses: [HTTPResponse.Status]
        let schema: Schema?
        let example: [UInt8]?
        let deprecation: Deprecation?
        let bodyLimit: Int
        var page: PageHandler?
        let handle: @Sendable (InputSource, Call) async throws -> RenderedAnswer
    }

    /// Adds an operation and the use cases that it calls, at its address and at its alias.
    /// - Parameter page: what answers at the same address whoever does not ask for JSON by name: a browser, which wants
    ///   pages and cookies.
    package mutating func add<Added: Operation>(_ operation: Added.Type, _ door: Added.Door, page: PageHandler? = nil) {
        let name = shortName(of: Added.self)
        routes.append(route(operation, door, name: name, Added.declaration))
        routes[routes.endIndex - 1].page = page
        if let alias = Added.declaration.atAlias {
            routes.append(route(operation, door, name: name + "Alias", alias))
        }
    }

    private func route<Added: Operation>(
        _ operation: Added.Type, _ door: Added.Door, name: String, _ declaration: Declaration
    ) -> Route {
        let layout = InputLayout(of: Added())
        return Route(
            name: name, declaration: declaration, layout: layout, status: Added.Output.status,
            otherStatuses: Added.Output.otherStatuses, schema: Added.Output.schema, example: Added.Output.example,
            deprecation: declaration.deprecation ?? deprecation,
            bodyLimit: declaration.bodyLimit ?? services.bodyLimit
        ) { source, call in
            let operation = try layout.make(Added.self, from: source)
            return try await operation.answer(door, call).rendered(at: call.address)
        }
    }

    /// What is declared, an entry for each address and method.
    package var declarations: [Declaration] { routes.map(\.declaration) }

    /// Mounts every operation, `HEAD` wherever `GET` is, `OPTIONS` everywhere, and 405 for the rest.
    package func mount(on router: Router<ShopContext>) {
        for (path, responders) in responders {
            for (method, responder) in responders {
                router.on(RouterPath(prefix + path), method: method) { request, context in
                    try context.count(as: .address)
                    return try await responder.respond(to: request, context: context)
                }
            }
        }
    }

    /// Every path below the prefix, with what answers each method there.
    var responders: [String: [HTTPRequest.Method: CallbackResponder<ShopContext>]] {
        Dictionary(grouping: routes, by: \.declaration.path).mapValues { routes in
            var methods = routes.map(\.declaration.method.rawValue)
            if methods.contains("GET") { methods.append("HEAD") }
            let allowed = (methods + ["OPTIONS"]).sorted()
            var responders: [HTTPRequest.Method: CallbackResponder<ShopContext>] = [:]
            for method in HTTPRequest.Method.all {
                responders[method] = CallbackResponder { _, _ in throw RequestError.methodNotAllowed(allowed) }
            }
            responders[.options] = CallbackResponder { _, _ in
                Response(status: .noContent, headers: [.allow: allowed.joined(separator: ", ")])
            }
            for route in routes { add(route, to: &responders) }
            return responders
        }
    }

    private func add(_ route: Route, to responders: inout [HTTPRequest.Method: CallbackResponder<ShopContext>]) {
        let responder = RouteResponder(prefix: prefix, route: route, services: services)
        responders[route.declaration.method.http] = CallbackResponder {
            try await responder.respond(to: $0, context: $1)
        }
        guard route.declaration.method == .get else { return }
        // The same without its body (RFC 9110 §9.3.2).
        responders[.head] = CallbackResponder { try await responder.respond(to: $0, context: $1).createHeadResponse() }
    }

    /// The document that describes every operation: OpenAPI 3.1, as JSON.
    /// - Parameters:
    ///   - title: the name of the API.
    ///   - version: of the API.
    package func openAPI(title: String, version: String) -> String {
        OpenAPIDocument(title: title, version: version, prefix: prefix, routes: routes).json
    }
}

/// What all operations of an API lean on, beside their own doors.
package struct APIServices: Sendable {
    /// Signs the cursors of feeds.
    package var cursors: CursorSigner
    /// Counts what operations with a limit of their own are asked for.
    package var limits: RateLimits
    /// Where answers under idempotency keys are kept; without one the header is refused.
    package var idempotency: IdempotencyStore?
    /// Where answers to anonymous readers are kept.
    package var cache: AnswerCache?
    /// The most bytes that a body may have where its operation says nothing else.
    package var bodyLimit: Int
    /// The time of day.
    package var clock: WallClock
    /// Signs what must not be made up by others; every node needs the same.
    package var box: SecretBox
    /// How cookies are named and set.
    package var cookies: CookieRules
    /// Guards what is sent with the cookie of a session.
    package var forms: FormGuard

    /// Services.
    /// - Parameter publicURL: how browsers reach the shop.
    package init(
        box: SecretBox, cursors: CursorSigner, limits: RateLimits = RateLimits(.off),
        idempotency: IdempotencyStore? = nil, cache: AnswerCache? = nil, bodyLimit: Int = 1 << 20,
        clock: WallClock = .system, cookies: CookieRules = CookieRules(isSecure: false), publicURL: String? = nil
    ) {
        (self.cursors, self.limits, self.idempotency) = (cursors, limits, idempotency)
        (self.cache, self.bodyLimit, self.clock, self.box, self.cookies) = (cache, bodyLimit, clock, box, cookies)
        forms = FormGuard(box, cookies: cookies, publicURL: publicURL)
    }
}
