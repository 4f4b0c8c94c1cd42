package import Hummingbird
import Identity

/// What shoppers are told while the shop is closed for maintenance.
package struct MaintenanceNotice: Hashable, Sendable {
    /// One sentence for people; `nil` for ours.
    package let message: String?
    /// When to come again, in seconds from the question.
    package let retryAfter: Int

    /// A notice.
    package init(message: String?, retryAfter: Int) {
        (self.message, self.retryAfter) = (message, retryAfter)
    }
}

/// Closes the shop for shoppers while there is a notice: 503 with `Retry-After` (RFC 9110 §15.6.4). Who may run
/// the shop, the way to sign in as such, those who watch the process, and the files of the error page get through.
///
/// It stands behind the `Gateway`, which knows who is calling.
package struct Maintenance: Sendable {
    private let notice: @Sendable () -> MaintenanceNotice?
    private let pages: @Sendable (Problem, Request, ShopContext) -> Response?

    private static let openPaths: Set = [
        "/healthz", "/readyz", "/version", "/metrics", "/favicon.svg", "/robots.txt",
        "/api/v1/auth/login", "/api/v1/auth/login/mfa", "/api/v1/auth/refresh",
        "/api/v1/auth/passkeys/login/options", "/api/v1/auth/passkeys/login/verify",
        "/login", "/login/code", "/login/recovery-code", "/login/passkey", "/login/passkey/options",
    ]
    /// Files of the pages, and signing in through another provider, whatever it is called.
    private static let openFolders = ["/assets/", "/api/v1/auth/oauth/"]

    /// A gate.
    /// - Parameters:
    ///   - notice: asked for every request, so it must answer from memory; `nil` while the shop is open.
    ///   - pages: an error page for people, where the address is not the API's.
    package init(
        notice: @escaping @Sendable () -> MaintenanceNotice?,
        pages: @escaping @Sendable (Problem, Request, ShopContext) -> Response?
    ) {
        (self.notice, self.pages) = (notice, pages)
    }

    private func isOpen(_ request: Request, _ context: ShopContext) -> Bool {
        let path = request.uri.path
        return context.caller.may(.runShop) || Maintenance.openPaths.contains(path)
            || Maintenance.openFolders.contains { path.hasPrefix($0) }
    }
}

extension Maintenance: RouterMiddleware {
    package func handle(
        _ request: Request, context: ShopContext, next: (Request, ShopContext) async throws -> Response
    ) async throws -> Response {
        guard let notice = notice(), !isOpen(request, context) else { return try await next(request, context) }
        // An answer and no error: it is meant to be so, and a log of errors would hide the others.
        let problem = Problem(RequestError.maintenance(notice))
        let page = request.isForPrograms ? nil : pages(problem, request, context)
        return page ?? problem.response(instance: request.uri.path, requestID: context.requestID)
    }
}
