import HTTPTypes
import Hummingbird
package import Identity
import Kernel

/// What a request brings to prove who sends it.
package enum Credential: Sendable, Equatable {
    /// An access token, or the key of a machine (RFC 6750).
    case bearer(String)
    /// The cookie of a browser's session.
    case cookie(String)
}

/// Finds out who sends a request. The gateway asks it once for each; filled by the composition root, so that the tests
/// of this target need no database.
package struct Authenticator: Sendable {
    private let identify: @Sendable (Credential) async throws -> Caller

    /// An authenticator that asks `identify`, which throws an error of the kind `unauthenticated` for a credential that
    /// proves nothing, and any other when it cannot tell.
    package init(_ identify: @escaping @Sendable (Credential) async throws -> Caller) {
        self.identify = identify
    }

    /// Knows nobody.
    package static let nobody = Authenticator { _ in throw RequestError.invalidToken }

    /// Who sends these headers. A cookie that proves nothing any more makes a stranger, since a browser sends it unasked; a
    /// token that proves nothing is refused by whatever it was sent to.
    func identity(of headers: HTTPFields, _ rules: CookieRules) async -> RequestIdentity {
        switch Authenticator.credential(in: headers, rules) {
        case nil: .stranger
        case .malformed: RequestIdentity(.anonymous, refusal: RequestError.invalidToken)
        case .sound(let credential): await identity(by: credential)
        }
    }

    private func identity(by credential: Credential) async -> RequestIdentity {
        var isCookie = false
        if case .cookie = credential { isCookie = true }
        do {
            return RequestIdentity(try await identify(credential), isByCookie: isCookie)
        } catch let error as any DomainError where error.kind == .unauthenticated {
            return isCookie ? .stranger : RequestIdentity(.anonymous, refusal: RequestError.invalidToken)
        } catch {
            return RequestIdentity(.anonymous, isByCookie: isCookie, refusal: error)
        }
    }

    private enum Found {
        case sound(Credential)
        case malformed
    }

    /// `Authorization` counts before a cookie. Another scheme than ours is as wrong as a wrong token.
    private static func credential(in headers: HTTPFields, _ rules: CookieRules) -> Found? {
        guard let authorization = headers[.authorization] else {
            return rules.value(of: .session, in: headers).map { .sound(.cookie($0)) }
        }
        let token = authorization.dropFirst("bearer ".count)
        guard authorization.lowercased().hasPrefix("bearer "), (1...4096).contains(token.utf8.count) else {
            return .malformed
        }
        return .sound(.bearer(String(token)))
    }
}

/// What is known about who sent a request.
package struct RequestIdentity: Sendable {
    /// Who it is.
    package let caller: Caller
    /// Whether a browser said so, which it does for pages of others too.
    package let isByCookie: Bool
    /// Why the credential was not taken: thrown by what needs to know who calls.
    let refusal: (any Error)?

    /// An identity.
    init(_ caller: Caller, isByCookie: Bool = false, refusal: (any Error)? = nil) {
        (self.caller, self.isByCookie, self.refusal) = (caller, isByCookie, refusal)
    }

    /// Nobody we know.
    static let stranger = RequestIdentity(.anonymous)
}
