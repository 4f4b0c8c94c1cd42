import HTTPTypes
package import Hummingbird
import Identity
import Kernel
package import WebSupport

/// There and back again: signing in through an account elsewhere, as a browser does it. Both addresses belong to the
/// API, which answers programs there; the composition root hands it these for everybody else.
extension AccountPages {
    /// `GET /api/v1/auth/oauth/{provider}/authorize?return_to=…`
    package func beginSocial(_ request: Request, _ context: ShopContext) async throws -> Response {
        try await explaining(request, context) {
            try limits.take(.login, context)
            let wanted = ReturnPath(request.parameter("return_to"))
            let start = try await doors.socialLogins.begin(
                context.pathParameter("provider") ?? "", returnTo: wanted?.path ?? "/account")
            var response = Response(status: .found, headers: [.location: start.url, .cacheControl: "no-store"])
            response.headers.set(cookies.cookie(.ceremony, start.cookie, for: start.lifetime))
            return response
        }
    }

    /// `GET /api/v1/auth/oauth/{provider}/callback?code=…&state=…`
    package func finishSocial(_ request: Request, _ context: ShopContext) async throws -> Response {
        var response = try await explaining(request, context) { try await backFromProvider(request, context) }
        response.headers.set(cookies.removal(of: .ceremony))
        response.headers[.referrerPolicy] = "no-referrer"
        return response
    }

    private func backFromProvider(_ request: Request, _ context: ShopContext) async throws -> Response {
        let outcome = try await doors.socialLogins.finish(
            context.pathParameter("provider") ?? "",
            SocialAnswer(
                code: request.parameter("code"), state: request.parameter("state"), issuer: request.parameter("iss")),
            cookie: cookies.value(of: .ceremony, in: request.headers), as: context.caller.userID,
            from: client(request, context))
        guard let login = outcome.login else { return .found(outcome.returnTo) }
        return try await go(on: login, to: ReturnPath(outcome.returnTo), request, context).found
    }

    /// Says what goes wrong where it can be tried again. What cannot is a page for who names pages, and problem details
    /// for all others, as at any address of the API.
    private func explaining(
        _ request: Request, _ context: ShopContext, _ answer: () async throws -> Response
    ) async throws -> Response {
        do {
            return try await answer()
        } catch let error as any DomainError {
            if let notice = (error as? IdentityError).flatMap(Notice.init(refusal:)) {
                let isSignedIn = try await visit(request, context) != nil
                return .found((isSignedIn ? Room.connections.path : "/login") + "?done=\(notice.rawValue)")
            }
            guard request.headers[.accept]?.lowercased().contains("text/html") == true,
                let page = shop.errorPage(Problem(error), request, context)
            else { throw error }
            return page
        }
    }
}

extension Response {
    /// The same way on, in the words in which the API documents it: a `GET` has nothing that could be sent twice.
    fileprivate var found: Response {
        var response = self
        response.status = .found
        return response
    }

    fileprivate static func found(_ address: String) -> Response { seeOther(address).found }
}

extension Notice {
    /// Why nobody came in through an account elsewhere.
    fileprivate init?(refusal: IdentityError) {
        switch refusal {
        case .socialLoginRefused: self = .socialRefused
        case .socialEmailMissing: self = .socialEmailMissing
        case .linkNeedsPassword: self = .linkNeedsPassword
        case .identityTaken: self = .identityTaken
        case .providerUnavailable: self = .providerUnavailable
        case .incorrectCredentials: self = .socialRefused
        default: return nil
        }
    }
}
