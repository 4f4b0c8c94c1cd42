import Foundation
import HTTPTypes
package import Hummingbird
package import Kernel
import NIOCore

/// Collects the operations of a face, mounts them and describes them.
///
/// ```swift
/// api.add(ListProducts.self, products)
/// api.add(CreateProduct.self, products)
/// ```
package struct API {
    /// Where the operations stand: `/api/v1`.
    package let prefix: String
    private let cursors: CursorSigner
    private var routes: [Route] = []

    /// An API without operations.
    /// - Parameter cursors: signs the cursors of its feeds.
    package init(prefix: String, cursors: CursorSigner) {
        self.prefix = prefix
        self.cursors = cursors
    }

    /// An operation ready to serve: its description, and its handler with the door inside.
    struct Route: Sendable {
        let name: String
        let declaration: Declaration
        let layout: InputLayout
        let status: HTTPResponse.Status
        let schema: Schema?
        let example: [UInt8]?
        let handle: @Sendable (InputSource, Call, String?) async throws -> Response
    }

    /// Adds an operation and the use cases that it calls, at its address and at its alias.
    package mutating func add<Added: Operation>(_ operation: Added.Type, _ door: Added.Door) {
        let name = String(describing: Added.self)
        routes.append(route(operation, door, name: name, Added.declaration))
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
            schema: Added.Output.schema, example: Added.Output.example
        ) { source, call, ifNoneMatch in
            let operation = try layout.make(Added.self, from: source)
            return try await operation.answer(door, call).response(ifNoneMatch: ifNoneMatch)
        }
    }

    /// Mounts every operation, `HEAD` wherever `GET` is, `OPTIONS` everywhere, and 405 for the rest.
    package func mount(on router: Router<ShopContext>) {
        for (path, routes) in Dictionary(grouping: routes, by: \.declaration.path) {
            let place = RouterPath(prefix + path)
            var missing: Set<HTTPRequest.Method> = [.get, .head, .post, .put, .patch, .delete]
            var methods = routes.map(\.declaration.method.rawValue)
            if methods.contains("GET") { methods.append("HEAD") }
            for route in routes {
                let responder = RouteResponder(route: route, cursors: cursors)
                router.on(place, method: route.declaration.method.http, responder: responder)
                missing.remove(route.declaration.method.http)
                if route.declaration.method == .get {
                    router.on(place, method: .head, responder: HeadResponder(get: responder))
                    missing.remove(.head)
                }
            }
            let allowed = (methods + ["OPTIONS"]).sorted()
            for method in missing { router.on(place, method: method, use: refusal(allowed)) }
            router.on(place, method: .options) { _, _ in
                Response(status: .noContent, headers: [.allow: allowed.joined(separator: ", ")])
            }
        }
    }

    private func refusal(_ allowed: [String]) -> @Sendable (Request, ShopContext) async throws -> Response {
        { _, _ in throw RequestError.methodNotAllowed(allowed) }
    }

    /// The document that describes every operation: OpenAPI 3.1, as JSON.
    /// - Parameters:
    ///   - title: the name of the API.
    ///   - version: of the API.
    package func openAPI(title: String, version: String) -> String {
        OpenAPIDocument(title: title, version: version, prefix: prefix, routes: routes).json
    }
}

/// Runs the handler of a `GET` and leaves the body out (RFC 9110 §9.3.2).
private struct HeadResponder: HTTPResponder {
    let get: RouteResponder

    func respond(to request: Request, context: ShopContext) async throws -> Response {
        try await get.respond(to: request, context: context).createHeadResponse()
    }
}

/// Reads the input of one operation from the request, checks what is declared, and calls it.
private struct RouteResponder: HTTPResponder {
    let route: API.Route
    let cursors: CursorSigner

    func respond(to request: Request, context: ShopContext) async throws -> Response {
        try authorize(context.caller)
        try accept(request.headers[.accept])
        var source = InputSource()
        for entry in route.layout.entries where entry.field.definition.location == .path {
            source.pathParameters[entry.name] = context.pathParameter(entry.name)
            guard source.pathParameters[entry.name] != nil else { throw RequestError.notFound }
        }
        source.query = try QueryParameters(parsing: request.uri.query ?? "")
        if route.writes { refuseUnknownParameters(&source) }
        if route.hasBody { source.body = try await body(of: request) }
        let call = Call(
            caller: context.caller, requestID: context.requestID, cursors: cursors,
            ifMatch: IfMatch(request.headers[.ifMatch]))
        return try await route.handle(source, call, request.headers[.ifNoneMatch])
    }

    private func authorize(_ caller: Caller) throws(RequestError) {
        guard !caller.may(route.declaration.permission) else { return }
        throw caller == .anonymous ? .unauthenticated : .forbidden
    }

    private func accept(_ header: String?) throws(RequestError) {
        guard let header, !header.isEmpty else { return }
        let taken = header.split(separator: ",").contains { range in
            let type = MediaType.name(in: String(range))
            return ["*/*", "application/*", "application/json", "application/problem+json"].contains(type)
        }
        guard taken else { throw .notAcceptable }
    }

    /// A mistyped parameter of a write must not be dropped silently; on reads it is ignored.
    private func refuseUnknownParameters(_ source: inout InputSource) {
        let definitions = route.layout.entries.map { ($0.name, $0.field.definition) }
        for item in source.query.items
        where !definitions.contains(where: { $1.takes(parameter: item.name, named: $0) }) {
            source.refuse(item.name, InputProblem("unknown_parameter", "is no parameter of this operation"))
        }
    }

    private func body(of request: Request) async throws -> JSONValue {
        let limit = route.declaration.bodyLimit
        let type = request.headers[.contentType] ?? "nothing"
        guard MediaType.name(in: type) == "application/json" else { throw RequestError.unsupportedType(type) }
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limit {
            throw RequestError.tooLarge(limit: limit)
        }
        let buffer: ByteBuffer
        do {
            buffer = try await request.body.collect(upTo: limit)
        } catch is NIOTooManyBytesError {
            throw RequestError.tooLarge(limit: limit)
        } catch {
            throw RequestError.malformed("The body ended too early.")
        }
        do {
            return try JSONValue(parsing: Array(buffer.readableBytesView))
        } catch {
            throw RequestError.malformed("The body is no JSON: \(error).")
        }
    }
}

extension API.Route {
    var writes: Bool { declaration.method != .get }
    var hasBody: Bool { layout.entries.contains { $0.field.definition.location == .body } }
}

/// Media types in headers (RFC 9110 §8.3.1).
private enum MediaType {
    /// The type without its parameters, in small letters: `application/json` for `Application/JSON; charset=utf-8`.
    static func name(in header: String) -> String {
        let type = header.prefix { $0 != ";" }
        return type.filter { $0 != " " && $0 != "\t" }.lowercased()
    }
}
