import HTTPTypes
import Hummingbird
import Identity
import Kernel
import WebSupport

/// A request to a personal page, by the person whose it is.
struct Visit: Sendable {
    let user: User
    let session: ID<Session>
    let request: Request
    let context: ShopContext
    let client: Client

    /// What is to be said about what was just done.
    var notice: Notice? { request.notice }
}

extension AccountPages {
    /// A page for its owner only: others are shown the way in, and come back afterwards.
    func signedIn(_ show: @escaping @Sendable (Visit) async throws -> Response) -> PageHandler {
        { request, context in
            guard let owner = try await visit(request, context) else { return signInFirst(request) }
            return try await show(owner)
        }
    }

    /// The same for what takes a form.
    func signedIn(_ submit: @escaping @Sendable (FormFields, Visit) async throws -> Response) -> FormHandler {
        { fields, request, context in
            guard let owner = try await visit(request, context) else {
                throw RequestError.outdatedForm
            }
            return try await submit(fields, owner)
        }
    }

    /// Who is signed in; `nil` for strangers, and for machines, which have no pages.
    func visit(_ request: Request, _ context: ShopContext) async throws -> Visit? {
        try context.authorize(.anyone)
        guard case .user(let caller) = context.caller else { return nil }
        do {
            let user = try await doors.accounts.read(caller.id)
            return Visit(
                user: user, session: caller.session, request: request, context: context,
                client: client(request, context))
        } catch IdentityError.userNotFound {
            return nil
        }
    }

    /// That somebody signed in a short while ago; `nil` when they have to do it once more.
    func recentLogin(_ visit: Visit) async throws -> RecentLogin? {
        do {
            return try await doors.sessions.recentLogin(visit.session, of: visit.user.id)
        } catch IdentityError.loginNotRecent {
            return nil
        }
    }

    /// From where somebody asks.
    func client(_ request: Request, _ context: ShopContext) -> Client {
        Client(
            address: context.client, userAgent: request.headers[.userAgent].map { String($0.prefix(400)) },
            deviceProof: cookies.value(of: .device, in: request.headers))
    }

    private func signInFirst(_ request: Request) -> Response {
        let query = request.uri.query.map { "?" + $0 } ?? ""
        return .seeOther(ReturnPath(request.uri.path + query).after("/login"))
    }

    /// Begins to speak for a session: cookies of the session and of the device, and on to where somebody wanted to go.
    /// The session that this browser had until then ends: nothing would lead to it any more.
    func enter(
        _ login: SignedIn, to address: String, _ request: Request, _ context: ShopContext
    ) async throws -> Response {
        if case .user(let caller) = context.caller {
            try await doors.sessions.logOut(caller.session, of: caller.id, from: client(request, context))
        }
        var response = Response.seeOther(address)
        response.headers.set(cookies.cookie(.session, doors.sessions.cookie(for: login), for: Session.lifetime))
        response.headers.set(cookies.cookie(.device, login.deviceProof, for: SignedIn.deviceLifetime))
        response.headers.set(cookies.removal(of: .step))
        return response
    }

    /// On to a page for strangers, without the cookie of the session.
    func leave(to address: String) -> Response {
        var response = Response.seeOther(address)
        response.headers.set(cookies.removal(of: .session))
        return response
    }
}
