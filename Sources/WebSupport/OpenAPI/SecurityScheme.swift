import Identity
import Kernel

/// A way to prove who calls, as OpenAPI describes it.
enum SecurityScheme: String, CaseIterable {
    /// An access token.
    case bearer
    /// The key of a machine.
    case apiKey
    /// The cookie of a browser's session.
    case cookie

    /// The ways that can prove it.
    static func proving(_ permission: Permission) -> [SecurityScheme] {
        permission == .signedIn ? [.bearer, .cookie] : allCases
    }

    func write(to scheme: inout JSONWriter) {
        scheme.member("type", self == .cookie ? "apiKey" : "http")
        switch self {
        case .bearer:
            scheme.member("scheme", "bearer")
            scheme.member("bearerFormat", "JWT")
            scheme.member("description", "The access_token of POST /auth/login; good for an hour.")
        case .apiKey:
            scheme.member("scheme", "bearer")
            scheme.member("description", "The key of a machine, sk_…, of POST /users/me/api-keys.")
        case .cookie:
            scheme.member("in", "cookie")
            scheme.member("name", "__Host-" + CookieName.session.rawValue)
            scheme.member(
                "description",
                "The session of a browser. What changes something needs X-CSRF-Token too. Without TLS, and off "
                    + "this machine, the name has no prefix.")
        }
    }
}
