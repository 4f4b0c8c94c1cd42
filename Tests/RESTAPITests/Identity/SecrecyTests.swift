import Foundation
import HTTPTypes
import HummingbirdTesting
import Identity
import Kernel
import Logging
import NIOCore
import Souk
import Synchronization
import TestSupport
import Testing

/// Secrets go to whom they belong, and are nowhere else: not in a log, an error, a metric, or the database.
struct SecrecyTests {
    @Test func `after a whole life of an account its secrets are found nowhere but in its mails`() async throws {
        let log = LogLines()
        var logger = Logger(label: "souk") { _ in log }
        logger.logLevel = .trace
        try await TestShop.with(.sqlite, logger: logger) { shop, client in
            var life = Life(client: client, shop: shop)
            try await life.run()
            let metrics = try await client.execute(
                uri: "/metrics", method: .get, headers: [.authorization: "Bearer \(TestShop.adminKey)"])
            let said = log.text + life.problems.joined(separator: "\n") + String(buffer: metrics.body)
            let files = try Self.files(in: shop.settings.dataDirectory)
            #expect(said.contains("Request") && files.count > 100_000)
            #expect(life.secrets.count >= 25)
            for (name, secret) in life.secrets {
                #expect(!said.contains(secret), "\(name) was said")
                #expect(!files.contains(Data(secret.utf8)), "\(name) is kept in the clear")
                guard let bytes = [UInt8](base64URL: secret), bytes.count >= 16 else { continue }
                #expect(!files.contains(Data(bytes)), "\(name) is kept as bytes")
            }
        }
    }

    /// All files of the shop, one after the other, but for those that hold secrets by right.
    private static func files(in directory: URL) throws -> Data {
        let names = try FileManager.default.subpathsOfDirectory(atPath: directory.path)
        return names.filter { !$0.hasPrefix("mail") && $0 != "secret" }.reduce(into: Data()) { all, name in
            all += FileManager.default.contents(atPath: directory.appending(path: name).path) ?? Data()
        }
    }
}

/// Goes through everything that has to do with secrets, and remembers them.
private struct Life {
    let client: any TestClientProtocol
    let shop: Shop
    var secrets: [String: String] = [:]
    var problems: [String] = []
    private let email = "ada@shop.example"

    init(client: any TestClientProtocol, shop: Shop) {
        (self.client, self.shop) = (client, shop)
    }

    private mutating func send(
        _ method: HTTPRequest.Method, _ path: String, _ body: String? = nil, _ token: String? = nil
    ) async throws -> JSONAnswer {
        var headers: HTTPFields = [:]
        headers[.authorization] = token.map { "Bearer \($0)" }
        let answer = try await client.send(method, path, body, asAdmin: false, headers: headers)
        if answer.status >= 400, answer.code != "mfa_required" {
            var writer = JSONWriter()
            writer.value(answer.body)
            problems.append(writer.text)
        }
        return answer
    }

    private mutating func remember(_ name: String, _ secret: String?) throws -> String {
        let secret = try #require(secret, "\(name)")
        secrets[name] = secret
        return secret
    }

    mutating func run() async throws {
        secrets["the admin's key"] = TestShop.adminKey
        let password = try remember("password", "correct horse battery staple")
        let wrong = try remember("wrong password", "incorrect donkey accumulator")
        _ = try await send(.post, "/auth/register", #"{"email": "\#(email)", "password": "\#(password)"}"#)
        let verification = try remember("verification token", try await shop.mailedToken(to: email))
        for _ in 0..<2 { _ = try await send(.post, "/auth/verify-email", #"{"token": "\#(verification)"}"#) }
        _ = try await send(.post, "/auth/login", #"{"email": "\#(email)", "password": "\#(wrong)"}"#)
        let token = try await logIn(password)
        try await setUpSecondFactor(token, password)
        try await makeKeyAndChangePassword(token, password)
        try await reset()
    }

    private mutating func logIn(_ password: String) async throws -> String {
        let login = try await send(.post, "/auth/login", #"{"email": "\#(email)", "password": "\#(password)"}"#)
        secrets["device"] = login.headers[HTTPField.Name("X-Device-Token") ?? .cookie]
        let refresh = try remember("refresh token", login["refresh_token"]?.text)
        let next = try await send(.post, "/auth/refresh", #"{"refresh_token": "\#(refresh)"}"#)
        secrets["next refresh token"] = next["refresh_token"]?.text
        secrets["first access token"] = login["access_token"]?.text
        _ = try await send(.get, "/auth/me", nil, "sk_" + (login["access_token"]?.text ?? ""))
        return try remember("access token", next["access_token"]?.text)
    }

    private mutating func setUpSecondFactor(_ token: String, _ password: String) async throws {
        let begun = try await send(.post, "/auth/mfa/totp", nil, token)
        let secret = try remember("second factor", begun["secret"]?.text)
        let confirmed = try await send(
            .post, "/auth/mfa/totp/confirm", #"{"code": "\#(Authenticator.code(secret))"}"#, token)
        let codes = confirmed["recovery_codes"]?.elements.compactMap(\.text) ?? []
        for (number, code) in codes.enumerated() { secrets["recovery code \(number)"] = code }
        let first = try await send(.post, "/auth/login", #"{"email": "\#(email)", "password": "\#(password)"}"#)
        let step = try remember("second step", first["mfa_token"]?.text)
        _ = try await send(
            .post, "/auth/login/mfa", #"{"mfa_token": "\#(step)", "recovery_code": "\#(codes.first ?? "")"}"#)
        _ = try await send(
            .post, "/auth/login/mfa", #"{"mfa_token": "\#(step)", "recovery_code": "\#(codes.first ?? "")"}"#)
    }

    private mutating func makeKeyAndChangePassword(_ token: String, _ password: String) async throws {
        let key = try await send(.post, "/users/me/api-keys", #"{"name": "k", "scopes": ["profile:read"]}"#, token)
        let text = try remember("API key", key["key"]?.text)
        _ = try await send(.get, "/users/me", nil, text)
        _ = try await send(.patch, "/users/me", #"{"bio": "x"}"#, text)
        let new = try remember("second password", "an altogether different phrase")
        _ = try await send(
            .post, "/users/me/password", #"{"current_password": "\#(password)", "new_password": "\#(new)"}"#, token)
        _ = try await send(
            .post, "/users/me/email", #"{"password": "\#(new)", "email": "countess@shop.example"}"#, token)
        secrets["change token"] = try await shop.mailedToken(to: "countess@shop.example")
        let cookie = try await shop.cookie(ofAccount: email)
        secrets["cookie"] = cookie
    }

    private mutating func reset() async throws {
        _ = try await send(.post, "/auth/password/forgot", #"{"email": "\#(email)"}"#)
        let token = try remember("reset token", try await shop.mailedToken(to: email))
        let last = try remember("third password", "yet one more phrase entirely")
        for _ in 0..<2 {
            _ = try await send(.post, "/auth/password/reset", #"{"token": "\#(token)", "password": "\#(last)"}"#)
        }
    }
}

extension Shop {
    /// A cookie as a browser gets it, of an account with a second factor: by another way in.
    fileprivate func cookie(ofAccount email: String) async throws -> String {
        let user = try await identity.users.find(email: email)
        let outcome = try await identity.sessions.logIn(user.id, by: .passkey, from: .commandLine)
        guard case .signedIn(let login) = outcome else { throw IdentityError.incorrectCredentials }
        return identity.sessions.cookie(for: login)
    }
}

/// Keeps every line.
private final class LogLines: LogHandler, Sendable {
    private let lines = Mutex<[String]>([])
    var text: String { lines.withLock { $0.joined(separator: "\n") } }
    var metadata: Logger.Metadata {
        get { [:] }
        set {}
    }
    var logLevel: Logger.Level {
        get { .trace }
        set {}
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { nil }
        set { lines.withLock { $0.append("\(key)=\(newValue.map { "\($0)" } ?? "")") } }
    }

    func log(event: LogEvent) {
        let metadata = event.metadata?.description ?? ""
        lines.withLock { $0.append("\(event.level) \(event.message) \(metadata)") }
    }
}
