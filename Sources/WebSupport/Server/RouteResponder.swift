import Foundation
import HTTPTypes
import Hummingbird
import Identity
import Kernel
import NIOCore

/// Serves one operation: checks what is declared, reads the input, and calls it, or answers from what is kept.
struct RouteResponder: Sendable {
    let prefix: String
    let route: API.Route
    let services: APIServices

    func respond(to request: Request, context: ShopContext) async throws -> Response {
        try context.authorize(route.declaration.permission)
        if let page = route.page, !AcceptHeader.prefersJSON(request.headers[.accept]) {
            return try await page(request, context)
        }
        if route.writes, context.identity.isByCookie {
            try services.forms.check(request.headers[.csrfToken], of: request, context)
        }
        try route.deprecation?.check(at: services.clock.now)
        try accept(request.headers[.accept])
        let limit = route.declaration.isCountedLater ? nil : route.declaration.limit
        let status = try limit.flatMap { name throws(RequestError) in
            try services.limits.take(name, context)
        }
        var answer = try await answer(request, context)
        if route.declaration.answersSecrets { answer.headers[.cacheControl] = "no-store" }
        // "Not modified" would be untrue of what was just changed.
        var response = answer.response(ifNoneMatch: route.writes ? nil : request.headers[.ifNoneMatch])
        status?.add(to: &response.headers)
        route.deprecation?.add(to: &response.headers)
        return response
    }

    private func accept(_ header: String?) throws(RequestError) {
        guard let header, !header.isEmpty else { return }
        guard AcceptHeader.takesJSON(header) else { throw .notAcceptable }
    }

    /// What strangers read may be kept; what somebody in particular reads may not.
    private func answer(_ request: Request, _ context: ShopContext) async throws -> RenderedAnswer {
        guard let caching = route.declaration.caching, let cache = services.cache, context.caller == .anonymous else {
            return try await call(request, context)
        }
        // Versions may share an address, and say which is meant in a header.
        let address = prefix + " " + request.uri.string
        let (kept, now) = cache.answer(at: address)
        if let kept {
            kept.onRepetition?()
            return kept
        }
        let answer = try await call(request, context)
        cache.keep(answer, at: address, caching, since: now)
        return answer
    }

    private func call(_ request: Request, _ context: ShopContext) async throws -> RenderedAnswer {
        let (source, body) = try await input(of: request, context)
        var call = Call(request, context, services)
        guard route.declaration.method == .post,
            let once = try IdempotentRequest(request, body, context, services.box)
        else { return try await route.handle(source, call) }
        // What is kept lies in the database in the clear.
        guard let store = services.idempotency, route.takesKeys else { throw RequestError.keyNotTaken }
        return try await once.once(in: store) { claim in
            call.claim = claim
            return try await route.handle(source, call)
        }
    }
}

extension RouteResponder {
    /// The input, and the bytes that tell its body from another: those of the body, or a hash of a file.
    private func input(of request: Request, _ context: ShopContext) async throws -> (InputSource, body: [UInt8]) {
        var source = InputSource()
        for entry in route.layout.entries where entry.location == .path {
            source.pathParameters[entry.name] = context.pathParameter(entry.name)
            guard source.pathParameters[entry.name] != nil else { throw RequestError.notFound }
        }
        source.query = try QueryParameters(parsing: request.uri.query ?? "")
        if route.writes { refuseUnknownParameters(&source) }
        guard let body = route.body else { return (source, []) }
        let type = try mediaType(of: request, among: body.field.definition.types)
        if body.location == .file {
            let file = try await file(of: request, type, context)
            source.file = file
            return (source, file.checksum)
        }
        let bytes = try await self.bytes(of: request, context)
        do {
            source.body = try JSONValue(parsing: bytes)
        } catch {
            throw RequestError.malformed("The body is no JSON: \(error).")
        }
        return (source, bytes)
    }

    /// A mistyped parameter of a write must not be dropped silently; on reads it is ignored.
    private func refuseUnknownParameters(_ source: inout InputSource) {
        let definitions = route.layout.entries.map { ($0.name, $0.field.definition) }
        for item in source.query.items
        where !definitions.contains(where: { $1.takes(parameter: item.name, named: $0) }) {
            source.refuse(item.name, InputProblem("unknown_parameter", "is no parameter of this operation"))
        }
    }

    /// - Throws: `RequestError.unsupportedType`; `.tooLarge` for a body that says so itself.
    private func mediaType(of request: Request, among allowed: [String]) throws -> String {
        let header = request.headers[.contentType] ?? "nothing"
        let type = MediaType.name(in: header)
        guard allowed.contains(type) else { throw RequestError.unsupportedType(header, allowed: allowed) }
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > route.bodyLimit {
            throw RequestError.tooLarge(limit: route.bodyLimit)
        }
        return type
    }

    private func bytes(of request: Request, _ context: ShopContext) async throws -> [UInt8] {
        context.askForBody(of: request)
        do {
            return Array(try await request.body.collect(upTo: route.bodyLimit).readableBytesView)
        } catch is NIOTooManyBytesError {
            throw RequestError.tooLarge(limit: route.bodyLimit)
        } catch {
            throw RequestError.malformed("The body ended too early.")
        }
    }

    private func file(of request: Request, _ type: String, _ context: ShopContext) async throws -> UploadedFile {
        let coding = request.headers[.contentEncoding]?.lowercased() ?? "identity"
        guard ["identity", "gzip", "x-gzip"].contains(coding) else {
            throw RequestError.unsupportedType("compressed with " + coding, allowed: ["plain", "compressed with gzip"])
        }
        let writer = try UploadWriter(limit: route.bodyLimit)
        context.askForBody(of: request)
        do {
            for try await piece in request.body { try await writer.append(piece.readableBytesView) }
        } catch let error as any DomainError {
            throw error
        } catch {
            throw RequestError.malformed("The body ended too early.")
        }
        return await writer.finish(type: type)
    }
}

extension API.Route {
    var writes: Bool { declaration.method != .get }
    /// Whether its answers may be kept under idempotency keys.
    var takesKeys: Bool { declaration.method == .post && !declaration.answersSecrets }
    /// The input that is the body.
    var body: InputLayout.Entry? { layout.entries.first { $0.location == .body || $0.location == .file } }
}

/// Media types in headers (RFC 9110 §8.3.1).
enum MediaType {
    /// The type without its parameters, in small letters: `application/json` for `Application/JSON; charset=utf-8`.
    static func name(in header: String) -> String {
        let type = header.prefix { $0 != ";" }
        return type.filter { $0 != " " && $0 != "\t" }.lowercased()
    }
}

/// `Accept` (RFC 9110 §12.5.1).
enum AcceptHeader {
    /// Whether the most specific range that fits JSON has a weight above zero.
    static func takesJSON(_ header: String) -> Bool {
        let ranges = header.split(separator: ",").map { range in
            (type: MediaType.name(in: String(range)), weight: QualityValue.of(range))
        }
        for type in ["application/json", "application/problem+json", "application/*", "*/*"] {
            if let range = ranges.first(where: { $0.type == type }) { return range.weight > 0 }
        }
        return ranges.contains { $0.type.hasPrefix("application/vnd.souk+json") }
    }

    /// Whether JSON is asked for by name, and a page no more than that. Browsers name pages; whoever takes anything has
    /// named neither.
    static func prefersJSON(_ header: String?) -> Bool {
        let ranges = (header ?? "").split(separator: ",").map { range in
            (type: MediaType.name(in: String(range)), weight: QualityValue.of(range))
        }
        func weight(_ isMeant: (String) -> Bool) -> Double {
            ranges.filter { isMeant($0.type) }.map(\.weight).max() ?? 0
        }
        let json = weight {
            ["application/json", "application/problem+json"].contains($0)
                || $0.hasPrefix("application/vnd.souk+json")
        }
        return json > 0 && json >= weight { $0 == "text/html" }
    }
}

/// The weight of an item in a header of preferences (RFC 9110 §12.4.2).
enum QualityValue {
    /// What stands behind `;q=`; 1 without it.
    static func of(_ item: Substring) -> Double {
        for parameter in item.split(separator: ";").dropFirst() {
            let plain = parameter.filter { $0 != " " && $0 != "\t" }.lowercased()
            if plain.hasPrefix("q=") { return Double(plain.dropFirst(2)) ?? 1 }
        }
        return 1
    }
}
