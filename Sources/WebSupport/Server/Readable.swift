import HTTPTypes
package import Hummingbird

extension HTTPRequest.Method {
    /// Every method that is either served or refused by name.
    static let all: [HTTPRequest.Method] =
        [.get, .head, .post, .put, .patch, .delete, .trace, .connect] + [HTTPRequest.Method("QUERY")].compactMap(\.self)
}

extension Router where Context == ShopContext {
    /// Mounts something that can only be read: `GET`, `HEAD` without the body, `OPTIONS` that says so, and 405 for the
    /// rest.
    package func readable(
        _ path: RouterPath, _ handler: @escaping @Sendable (Request, ShopContext) async throws -> Response
    ) {
        get(path, use: handler)
        head(path) { try await handler($0, $1).createHeadResponse() }
        on(path, method: .options) { _, _ in
            Response(status: .noContent, headers: [.allow: readableMethods.joined(separator: ", ")])
        }
        for method in HTTPRequest.Method.all where method != .get && method != .head {
            on(path, method: method) { _, _ -> Response in throw RequestError.methodNotAllowed(readableMethods) }
        }
    }
}

private let readableMethods = ["GET", "HEAD", "OPTIONS"]
