import Hummingbird
import Kernel
import Search
import WebSupport

/// Stopping the mails about a saved search, by the link in them.
extension AccountPages {
    /// `GET /saved-searches/{search}/stop/{code}`
    func stopping(_ request: Request, _ context: ShopContext) async throws -> Response {
        let id = try stopped(context)
        let form = Form(id: "stop", action: stopLink.path(for: id), button: "Stop these mails")
        return try await entry(
            EntryPage.Content(
                heading: "No more mails about this search?",
                lead: "The search stays among your saved searches, and you can have mails about it again at any time.",
                form: form), request, context)
    }

    /// `POST /saved-searches/{search}/stop/{code}`: answers itself, as mail programs do not follow (RFC 8058 §3.1).
    func stop(_ request: Request, _ context: ShopContext) async throws -> Response {
        try await searches.stopMail(for: try stopped(context))
        return try await entry(
            EntryPage.Content(
                heading: "The mails are stopped", lead: "You will get no more mails about this search.",
                links: [
                    Link(text: "To your saved searches", url: Room.searches.path), Link(text: "To the shop", url: "/"),
                ]), request, context)
    }

    private var stopLink: StopLink { StopLink(box) }

    /// - Throws: `RequestError.notFound` for a code that is not ours.
    private func stopped(_ context: ShopContext) throws(RequestError) -> ID<SavedSearch> {
        let (search, code) = (context.pathParameter("search"), context.pathParameter("code"))
        guard let id = stopLink.search(id: search, code: code) else { throw .notFound }
        return id
    }
}
