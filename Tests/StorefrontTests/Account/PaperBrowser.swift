import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Identity
import Kernel
import Logging
import NIOCore
import Souk
import TestSupport
import Testing

/// A browser without JavaScript and without a window: it keeps cookies, fills in the forms of the page that it shows, and
/// goes where it is sent.
final class PaperBrowser {
    let shop: Shop
    private let client: any TestClientProtocol
    private(set) var cookies: [String: String] = [:]
    private(set) var page = Page(status: 0, path: "", body: "", headers: [:])

    struct Page {
        let status: Int
        let path: String
        let body: String
        let headers: HTTPFields

        /// What the paragraph of that id says.
        func text(of id: String) -> String? {
            guard let place = body.range(of: "id=\"\(id)\""), let start = body[place.upperBound...].firstIndex(of: ">"),
                let end = body[start...].range(of: "</p>")
            else { return nil }
            return String(body[body.index(after: start)..<end.lowerBound].replacing(#/<[^>]*>/#, with: ""))
        }

        var heading: String? { body.firstMatch(of: #/<h1>(.*?)</h1>/#).map { String($0.output.1) } }
        var title: String? { body.firstMatch(of: #/<title>(.*?)</title>/#).map { String($0.output.1) } }
        var isSignIn: Bool { path.hasPrefix("/login") }
    }

    static let password = "four words of a test"

    init(_ shop: Shop, _ client: any TestClientProtocol) {
        (self.shop, self.client) = (shop, client)
    }

    /// Gives `body` a browser before a whole shop.
    static func with(
        environment: [String: String] = [:], adjust: @Sendable @escaping (inout Settings) -> Void = { _ in },
        _ body: @escaping @Sendable (PaperBrowser) async throws -> Void
    ) async throws {
        try await TestSupport.TestShop.with(.sqlite, environment: environment, adjust: adjust) { shop, client in
            try await body(PaperBrowser(shop, client))
        }
    }

    /// The same shop in another browser.
    func another() -> PaperBrowser { PaperBrowser(shop, client) }

    /// Goes to an address, and on to where that leads.
    @discardableResult
    func open(_ path: String) async throws -> Page {
        try await follow(try await request(.get, path, nil))
    }

    /// Asks for an address and stays with the answer, wherever that leads.
    @discardableResult
    func ask(for path: String) async throws -> Page {
        try await request(.get, path, nil)
    }

    /// Sends a form of the page, by its id, and goes where the answer leads.
    @discardableResult
    func send(_ form: String, _ fields: KeyValuePairs<String, String> = [:]) async throws -> Page {
        let (action, hidden) = try self.form(form)
        return try await follow(try await post(action, hidden + fields.map { ($0.key, $0.value) }))
    }

    /// Sends fields to an address, whatever the page says, and stays with the answer.
    @discardableResult
    func post(_ path: String, _ fields: [(String, String)], _ headers: HTTPFields = [:]) async throws -> Page {
        let body = fields.map { "\($0.0.encoded)=\($0.1.encoded)" }.joined(separator: "&")
        return try await request(.post, path, body, headers)
    }

    /// The action and the hidden fields of a form of the page.
    func form(_ id: String) throws -> (action: String, hidden: [(String, String)]) {
        let pattern = try Regex(
            "<form[^>]* id=\"\(id)\" action=\"([^\"]*)\"[^>]*>(.*?)</form>", as: (Substring, Substring, Substring).self
        ).dotMatchesNewlines()
        let match = try #require(page.body.firstMatch(of: pattern), "There is no form \(id) at \(page.path)").output
        let hidden = match.2.matches(of: #/<input type="hidden" name="([^"]*)" value="([^"]*)">/#).map {
            (String($0.output.1), String($0.output.2).replacing("&amp;", with: "&"))
        }
        return (String(match.1), hidden)
    }

    /// Puts a cookie in, as who has stolen one does.
    func keep(_ name: String, _ value: String?) { cookies[name] = value }

    /// Makes an account in this browser.
    func register(_ email: String = "ada@shop.example", firstName: String = "") async throws {
        try await open("/register")
        try await send("register", ["email": email, "password": Self.password, "first_name": firstName])
        #expect(page.path == "/account?done=registered")
    }

    /// Signs in at the page that is shown.
    func signIn(_ email: String = "ada@shop.example", password: String = PaperBrowser.password) async throws {
        if !page.isSignIn { try await open("/login") }
        try await send("login", ["email": email, "password": password])
    }

    /// The address in the last mail to somebody.
    func mailedLink(to address: String = "ada@shop.example") async throws -> String {
        _ = try await shop.runDueJobs(logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let folder = shop.settings.dataDirectory.appending(path: "mail")
        let mails = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map { name in
            try String(contentsOf: folder.appending(path: name), encoding: .utf8)
                .replacing("=\r\n", with: "").replacing("=3D", with: "=")
        }
        let links = mails.filter { $0.contains("To: ") && $0.contains(address) }.compactMap {
            $0.firstMatch(of: #/http:\/\/localhost:8080(\/[a-z-]+\?token=[A-Za-z0-9_-]{43})/#).map {
                String($0.output.1)
            }
        }
        return try #require(links.last)
    }

    private func request(
        _ method: HTTPRequest.Method, _ path: String, _ body: String?, _ others: HTTPFields = [:]
    ) async throws -> Page {
        var headers = others
        if headers[.accept] == nil { headers[.accept] = "text/html" }
        if !cookies.isEmpty { headers[.cookie] = cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ") }
        if body != nil { headers[.contentType] = "application/x-www-form-urlencoded" }
        let response = try await client.execute(
            uri: path, method: method, headers: headers, body: body.map { ByteBuffer(string: $0) })
        for cookie in response.headers[values: .setCookie] { keep(cookie) }
        page = Page(
            status: Int(response.status.code), path: path, body: String(buffer: response.body),
            headers: response.headers)
        return page
    }

    private func keep(_ cookie: String) {
        let pair = cookie.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        cookies[String(pair[0])] = cookie.contains("Max-Age=0") ? nil : String(pair[1])
    }

    private func follow(_ first: Page) async throws -> Page {
        var (page, count) = (first, 0)
        while page.status == 303, let location = page.headers[.location], count < 5 {
            (page, count) = (try await request(.get, location, nil), count + 1)
        }
        return page
    }
}

extension String {
    /// As a form sends it.
    fileprivate var encoded: String {
        let plain = CharacterSet(charactersIn: "a"..."z").union(CharacterSet(charactersIn: "0"..."9"))
        return addingPercentEncoding(withAllowedCharacters: plain) ?? ""
    }
}
