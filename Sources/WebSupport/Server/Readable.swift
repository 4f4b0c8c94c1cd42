import HTTPTypes
package import Hummingbird

extension HTTPRequest.Method {
    /// Every method that is either served or refused by name: those of HTTP, and those of WebDAV, UPnP and caches that
    /// the parser takes. It refuses any other.
    static let all: [HTTPRequest.Method] =
        [.get, .head, .post, .put, .patch, .delete, .trace, .connect]
        + [
            "ACL", "BIND", "CHECKOUT", "COPY", "LINK", "LOCK", "M-SEARCH", "MERGE", "MKACTIVITY", "MKCALENDAR", "MKCOL",
            "MOVE", "NOTIFY", "PROPFIND", "PROPPATCH", "PURGE", "QUERY", "REBIND", "REPORT", "SEARCH", "SOURCE",
            "SUBSCRIBE", "UNBIND", "UNLINK", "UNLOCK", "UNSUBSCRIBE",
        ].compactMap { HTTPRequest.Method($0) }
}

extension Router where Context == ShopContext {
    /// Mounts something that can only be read: `GET`, `HEAD` without the body, `OPTIONS` that says so, and 405 for the
    /// rest.
    /// - Parameter limit: what a request counts against; nothing by default, as files and health.
    package func readable(
        _ path: RouterPath, limit: LimitName? = nil,
        _ handler: @escaping @Sendable (Request, ShopContext) async throws -> Response
    ) {
        let counted = { @Sendable (request: Request, context: ShopContext) async throws -> Response in
            try context.count(as: limit)
            return try await handler(request, context)
        }
        get(path, use: counted)
        head(path) { try await counted($0, $1).createHeadResponse() }
        on(path, method: .options) { _, context in
            try context.count(as: limit)
            return Response(status: .noContent, headers: [.allow: readableMethods.joined(separator: ", ")])
        }
        for method in HTTPRequest.Method.all where method != .get && method != .head {
            on(path, method: method) { _, context -> Response in
                try context.count(as: limit)
                throw RequestError.methodNotAllowed(readableMethods)
            }
        }
    }
}

private let readableMethods = ["GET", "HEAD", "OPTIONS"]
