import HTTPTypes
package import Hummingbird
package import Identity
package import Kernel

/// Sees to it that what a browser sends with the cookie of a session was meant by its user and not by another site
/// (cross-site request forgery): a token that only our own pages can know, and the headers in which browsers say where a
/// request comes from (OWASP CSRF cheat sheet: signed token, Fetch Metadata).
package struct FormGuard: Sendable {
    private let box: SecretBox
    private let origin: String?
    private let cookies: CookieRules

    /// A guard.
    /// - Parameters:
    ///   - box: signs the tokens; every node needs the same.
    ///   - publicURL: how browsers reach the shop, where a proxy may change the header `Host`.
    package init(_ box: SecretBox, cookies: CookieRules, publicURL: String? = nil) {
        (self.box, self.cookies) = (box, cookies)
        origin = publicURL.map(FormGuard.origin)
    }

    /// The token for forms of that session, and for `X-CSRF-Token`.
    package func token(for session: ID<Session>) -> String {
        box.code(of: FormGuard.subject(of: session), for: "csrf").base64URL
    }

    /// The token for the forms of a page, and the cookie that must be set with the page when there is one.
    package func token(for request: Request, _ context: ShopContext) -> (token: String, cookie: Cookie?) {
        if case .user(let caller) = context.caller { return (token(for: caller.session), nil) }
        let known = cookies.value(of: .form, in: request.headers)
        let value = known ?? [UInt8].random(count: 16).base64URL
        let token = box.code(of: FormGuard.subject(of: value), for: "csrf").base64URL
        return (token, known == nil ? cookies.cookie(.form, value, for: nil) : nil)
    }

    /// Checks a request that changes something, with the token that it brings.
    /// - Throws: `RequestError.crossSite`.
    package func check(_ token: String?, of request: Request, _ context: ShopContext) throws(RequestError) {
        guard isFromHere(request), let code = token.flatMap({ [UInt8](base64URL: $0) }),
            let subject = subject(of: request, context), box.isCode(code, of: subject, for: "csrf")
        else { throw .crossSite }
    }

    /// Checks the form of a page, with the token that it brings. One that is forged and one that is merely old are told
    /// apart, so that whoever comes back after a day to a page that was left open is shown the way in and not a refusal.
    /// - Throws: `RequestError.crossSite`, `.outdatedForm`; neither is carried out.
    func check(form token: String?, of request: Request, _ context: ShopContext) throws(RequestError) {
        do {
            try check(token, of: request, context)
        } catch {
            throw isOutdated(token, request) ? .outdatedForm : error
        }
    }

    /// Whether a token that does not count was ours once: the browser says that a page of ours sent it, or it is the token
    /// of the session that the cookie still names. Other sites can have neither said. Who signed out since, or whose
    /// browser ended, has no cookie any more, and then only the browser's word tells.
    private func isOutdated(_ token: String?, _ request: Request) -> Bool {
        guard isFromHere(request), let code = token.flatMap({ [UInt8](base64URL: $0) }), code.count == 32 else {
            return false
        }
        if request.headers[.secFetchSite] == "same-origin" || request.headers[.origin] != nil { return true }
        guard let session = cookies.value(of: .session, in: request.headers).flatMap(Session.named(by:)) else {
            return false
        }
        return box.isCode(code, of: FormGuard.subject(of: session), for: "csrf")
    }

    private func subject(of request: Request, _ context: ShopContext) -> [UInt8]? {
        if case .user(let caller) = context.caller { return FormGuard.subject(of: caller.session) }
        return cookies.value(of: .form, in: request.headers).map(FormGuard.subject)
    }

    private static func subject(of session: ID<Session>) -> [UInt8] { Array("session \(session)".utf8) }

    /// Whoever sets the cookie of a stranger cannot make it that of a session.
    private static func subject(of cookie: String) -> [UInt8] { Array("stranger \(cookie)".utf8) }

    /// What the browser says about where the request comes from, if it says anything: older ones send neither header.
    private func isFromHere(_ request: Request) -> Bool {
        if let site = request.headers[.secFetchSite], site != "same-origin", site != "none" { return false }
        guard let sender = request.headers[.origin] else { return true }
        if sender.lowercased() == origin { return true }
        guard let host = request.head.authority?.lowercased() else { return false }
        return ["https://" + host, "http://" + host].contains(sender.lowercased())
    }

    /// `https://shop.example` of `https://Shop.example/somewhere`.
    private static func origin(of url: String) -> String {
        let parts = url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        return parts.prefix(3).joined(separator: "/").lowercased()
    }
}

extension HTTPField.Name {
    static let csrfToken = HTTPField.Name(known: "X-CSRF-Token")
    static let secFetchSite = HTTPField.Name(known: "Sec-Fetch-Site")
    /// A proof that somebody signed in on this device before, for clients without cookies.
    package static let deviceToken = HTTPField.Name(known: "X-Device-Token")
}
