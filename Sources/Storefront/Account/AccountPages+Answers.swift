import HTTPTypes
import Hummingbird
import Kernel
import NIOCore
import WebSupport

/// What the forms of one page share.
struct FormSheet {
    let csrf: String
    let refused: Refused?

    /// A form with the token, and with what was typed if it is the one that was sent.
    func view(_ form: Form) -> FormView { FormView(form, csrf: csrf, refused: refused) }

    /// Whoever does not see the page hears first that something is wrong.
    func title(_ title: String) -> String { refused == nil ? title : "Error: \(title)" }
}

extension AccountPages {
    /// A card with a form for a stranger.
    func entry(
        _ content: EntryPage.Content, _ request: Request, _ context: ShopContext, _ refused: Refused? = nil
    ) async throws -> Response {
        let tree = try await shop.departments.tree()
        return personal(request, context, refused, .entry) { forms in
            EntryPage(content, notice: refused == nil ? request.notice : nil, forms: forms) { shop.frame($0, tree) }
        }
    }

    /// A room of the account.
    func room(
        _ room: Room, lead: String? = nil, for visit: Visit, _ refused: Refused? = nil,
        _ panels: (FormSheet) throws -> [Panel]
    ) async throws -> Response {
        let tree = try await shop.departments.tree()
        return try personal(visit.request, visit.context, refused, .account) { forms in
            AccountPage(room, lead: lead, try panels(forms), for: visit, forms: forms) { shop.frame($0, tree) }
        }
    }

    private func personal<View>(
        _ request: Request, _ context: ShopContext, _ refused: Refused?, _ template: Templates,
        _ view: (FormSheet) throws -> View
    ) rethrows -> Response {
        let (token, cookie) = guarding.token(for: request, context)
        let page = try view(FormSheet(csrf: token, refused: refused))
        var response = Response.page(page, template, status: refused?.errors.status ?? .ok, isPersonal: true)
        for field in refused?.errors.headers ?? [:] { response.headers[field.name] = field.value }
        if let cookie { response.headers.set(cookie) }
        return response
    }

    /// Answers a form; when it is not taken for a reason that its sender can do something about, shows it again.
    func answering(
        _ form: String, _ fields: FormFields, places: [String: String] = [:],
        _ answer: () async throws -> Response, again: (Refused) async throws -> Response
    ) async throws -> Response {
        do {
            return try await answer()
        } catch {
            guard let errors = FormErrors(error, places: places) else { throw error }
            return try await again(Refused(form: form, fields: fields, errors: errors))
        }
    }
}

extension Response {
    /// On to another page, with `GET`, so that going back or reloading sends nothing twice.
    static func seeOther(_ address: String) -> Response {
        Response(status: .seeOther, headers: [.location: address, .cacheControl: "no-store"])
    }
}
