package import Kernel

/// What is wrong with a request before any context hears of it.
package enum RequestError: Equatable {
    /// It cannot be read; why.
    case malformed(String)
    /// There is nothing at that address.
    case notFound
    /// The address takes other methods.
    case methodNotAllowed([String])
    /// The body is not of a type that is taken; those that are.
    case unsupportedType(String, allowed: [String] = ["application/json"])
    /// The client takes none of the types that there are.
    case notAcceptable
    /// The body is larger than allowed, in bytes.
    case tooLarge(limit: Int)
    /// Nobody knows who is asking.
    case unauthenticated
    /// The token that came along proves nothing: it is not one of ours, or not any more.
    case invalidToken
    /// It is a form of a page of ours, whose session or browser has come to its end since.
    case outdatedForm
    /// The asker may not do this.
    case forbidden
    /// The asker is a machine, and only people may do this.
    case accountNeeded
    /// It came with the cookie of a session, and perhaps from a page of somebody else.
    case crossSite
    /// Too many in too short a time.
    case rateLimited(LimitStatus)
    /// The request with that idempotency key is being carried out just now.
    case keyInUse
    /// Another request came with that idempotency key.
    case keyTaken
    /// Answers may not be kept under idempotency keys, since they hold secrets; or there is nowhere to keep them.
    case keyNotTaken
    /// It was here once; where to go now.
    case gone(successor: String)
    /// There is no such version of the API.
    case unknownVersion(String, known: [Int])
    /// The address has no version of the API in it, and no header names one; where the oldest one is.
    case unversioned(String)
    /// The shop is closed for maintenance.
    case maintenance(MaintenanceNotice)
}

extension RequestError: DomainError {
    package var code: String {
        switch self {
        case .malformed: "malformed"
        case .notFound: "not_found"
        case .methodNotAllowed: "method_not_allowed"
        case .unsupportedType: "unsupported_media_type"
        case .notAcceptable: "not_acceptable"
        case .tooLarge: "body_too_large"
        case .unauthenticated: "unauthenticated"
        case .invalidToken: "invalid_token"
        case .crossSite: "csrf_failed"
        case .outdatedForm: "form_outdated"
        case .forbidden, .accountNeeded: "forbidden"
        case .rateLimited: "rate_limited"
        case .keyInUse: "idempotency_key_in_use"
        case .keyTaken: "idempotency_key_reused"
        case .keyNotTaken: "idempotency_key_not_taken"
        case .gone: "gone"
        case .unknownVersion: "unknown_version"
        case .unversioned: "version_missing"
        case .maintenance: "maintenance"
        }
    }

    package var kind: ErrorKind {
        switch self {
        case .malformed, .unknownVersion, .keyNotTaken: .malformed
        case .notFound, .methodNotAllowed, .notAcceptable, .gone, .unversioned: .notFound
        case .unsupportedType: .unsupportedType
        case .tooLarge: .tooLarge
        case .unauthenticated, .invalidToken: .unauthenticated
        case .forbidden, .accountNeeded, .crossSite, .outdatedForm: .forbidden
        case .rateLimited: .rateLimited
        case .keyInUse: .conflict
        case .keyTaken: .invalid
        case .maintenance: .unavailable
        }
    }

    package var message: String {
        switch self {
        case .malformed(let reason): reason
        case .notFound: "There is nothing at this address."
        case .methodNotAllowed(let methods): "This address takes \(methods.joined(separator: ", "))."
        case .unsupportedType(let type, let allowed):
            "The body must be \(allowed.joined(separator: " or ")), is \(type.prefix(80))."
        case .notAcceptable: "There is only application/json here, which the Accept header leaves out."
        case .tooLarge(let limit): "The body may have at most \(limit) bytes."
        case .unauthenticated: "This needs an account: sign in and send Authorization: Bearer TOKEN."
        case .invalidToken: "The token is not valid, or not any more."
        case .crossSite:
            "With the cookie of a session, X-CSRF-Token (or csrf in a form) must hold the token of that session."
        case .outdatedForm: "The page is out of date. Load it again, and sign in where it asks you to."
        case .forbidden: "The caller may not do this."
        case .accountNeeded: "This needs an account that is signed in; an API key will not do."
        case .rateLimited(let status):
            "The limit is \(status.limit) for \(status.name.rawValue). Try again in \(status.retryAfter) s."
        case .keyInUse: "The request with this Idempotency-Key is being carried out. Ask again in a second."
        case .keyTaken: "This Idempotency-Key came with another request before. Every request needs its own."
        case .keyNotTaken:
            "The answers of this operation are kept nowhere, so Idempotency-Key cannot be honoured. Nothing was done."
        case .gone(let successor): "This was taken out of the API. What takes its place is at \(successor)."
        case .unknownVersion(let version, let known):
            "There is no version \(version.prefix(20)) of the API; there is \(known.map(String.init).joined(separator: ", "))."
        case .unversioned(let address):
            "Addresses of the API have a version: \(address.prefix(200)). The header X-API-Version can name it instead."
        case .maintenance(let notice): notice.message ?? "The shop is closed for maintenance and will be back soon."
        }
    }
}
