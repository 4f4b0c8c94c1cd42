import HTTPTypes
package import Hummingbird
import Kernel
import NIOCore

/// The fields of a form that a page sent.
package struct FormFields: Sendable {
    private let parameters: QueryParameters

    /// Reads `name=value&…`. The message of a failure repeats nothing of it: there may be a password in it.
    /// - Throws: `RequestError`; `ValidationError` for NUL in a field.
    init(_ text: String) throws {
        do {
            parameters = try QueryParameters(parsing: text)
        } catch {
            throw RequestError.malformed("The form cannot be read.")
        }
        let wrong = parameters.items.filter { $0.name.utf8.contains(0) || $0.value.utf8.contains(0) }
        guard wrong.isEmpty else {
            throw ValidationError(wrong.map { FieldError(String($0.name.prefix(120)), .holdsNUL) })
        }
    }

    /// The value of a field, the first when there are several; `nil` when there is none.
    package subscript(_ name: String) -> String? {
        parameters.values(of: name).first
    }

    /// All values of a field.
    package func all(_ name: String) -> [String] {
        parameters.values(of: name)
    }
}

/// What shows a page.
package typealias PageHandler = @Sendable (Request, ShopContext) async throws -> Response
/// What takes a form.
package typealias FormHandler = @Sendable (FormFields, Request, ShopContext) async throws -> Response

extension Router where Context == ShopContext {
    /// Mounts what takes a form (`application/x-www-form-urlencoded`, at most 64 KiB) and the page that shows it, if that
    /// has the same address. The field `csrf` must hold the token of the page (`FormGuard`); who has another gets 403
    /// before the handler hears of it, `form_outdated` where it was ours once and `csrf_failed` where it was not. Other
    /// methods are 405. Every request counts as one of a page.
    package func form(
        _ path: RouterPath, _ guarding: FormGuard, show: PageHandler? = nil, submit: @escaping FormHandler
    ) {
        mount(path, show: show) { request, context in
            try await submit(try await fields(of: request, context, guarding), request, context)
        }
    }

    /// Mounts what a link in a mail leads to: a page that asks, and what does it. Whoever has the address may, since nobody
    /// can guess it; so no token of a page is needed, and no account. Nothing happens by `GET`, which programs that look
    /// through mails send as well. A mail program's one click is a `POST` without more (RFC 8058); its body is not read.
    package func secretLink(_ path: RouterPath, show: @escaping PageHandler, submit: @escaping PageHandler) {
        mount(path, show: show, submit: submit)
    }

    private func mount(_ path: RouterPath, show: PageHandler?, submit: @escaping PageHandler) {
        let allowed = (show == nil ? [] : ["GET", "HEAD"]) + ["OPTIONS", "POST"]
        if let show {
            let counted: PageHandler = { request, context in
                try context.count(as: .pages)
                return try await show(request, context)
            }
            get(path, use: counted)
            head(path) { try await counted($0, $1).createHeadResponse() }
        }
        post(path) { request, context in
            try context.count(as: .pages)
            return try await submit(request, context)
        }
        on(path, method: .options) { _, context in
            try context.count(as: .pages)
            return Response(status: .noContent, headers: [.allow: allowed.joined(separator: ", ")])
        }
        for method in HTTPRequest.Method.all where !allowed.contains(method.rawValue) {
            on(path, method: method) { _, context -> Response in
                try context.count(as: .pages)
                throw RequestError.methodNotAllowed(allowed)
            }
        }
    }
}

private func fields(
    of request: Request, _ context: ShopContext, _ guarding: FormGuard
) async throws -> FormFields {
    let type = request.headers[.contentType] ?? "nothing"
    guard MediaType.name(in: type) == "application/x-www-form-urlencoded" else {
        throw RequestError.unsupportedType(type, allowed: ["application/x-www-form-urlencoded"])
    }
    context.askForBody(of: request)
    let limit = 64 << 10
    do {
        let fields = try FormFields(String(buffer: try await request.body.collect(upTo: limit)))
        try guarding.check(form: fields["csrf"], of: request, context)
        return fields
    } catch is NIOTooManyBytesError {
        throw RequestError.tooLarge(limit: limit)
    }
}
