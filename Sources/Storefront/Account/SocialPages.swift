import HTTPTypes
import Hummingbird
import Identity
import Kernel
import WebSupport

/// There and back again: signing in through an account elsewhere, as a browser does it.
extension AccountPages {
    /// `GET /api/v1/auth/oauth/{provider}/authorize?return_to=…`
    func beginSocial(_ request: Request, _ context: ShopContext) async throws -> Response {
        try limits.take(.login, context)
        let wanted = ReturnPath(request.parameter("return_to"))
        let start = try await doors.socialLogins.begin(
            context.pathParameter("provider") ?? "", returnTo: wanted?.path ?? "/account")
        var response = Response(status: .found, headers: [.location: start.url, .cacheControl: "no-store"])
        response.headers.set(cookies.cookie(.ceremony, start.cookie, for: start.lifetime))
        return response
    }

    /// `GET /api/v1/auth/oauth/{provider}/callback?code=…&state=…`
    func finishSocial(_ request: Request, _ context: ShopContext) async throws -> Response {
        var response = try await backFromProvider(request, context)
        response.headers.set(cookies.removal(of: .ceremony))
        response.headers[.referrerPolicy] = "no-referrer"
        return response
    }

    private func backFromProvider(_ request: Request, _ context: ShopContext) async throws -> Response {
        do {
            let outcome = try await doors.socialLogins.finish(
                context.pathParameter("provider") ?? "",
                SocialAnswer(code: request.parameter("code"), state: request.parameter("state")),
                cookie: cookies.value(of: .ceremony, in: request.headers), as: context.caller.userID,
                from: client(request, context))
            guard let login = outcome.login else { return .seeOther(outcome.returnTo) }
            return go(on: login, to: ReturnPath(outcome.returnTo))
        } catch let error as IdentityError {
            guard let notice = Notice(refusal: error) else { throw error }
            let isSignedIn = try await visit(request, context) != nil
            return .seeOther((isSignedIn ? Room.connections.path : "/login") + "?done=\(notice.rawValue)")
        }
    }
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
