package import Kernel

/// What is wrong with a request before any context hears of it.
package enum RequestError: Equatable {
    /// It cannot be read; why.
    case malformed(String)
    /// There is nothing at that address.
    case notFound
    /// The address takes other methods.
    case methodNotAllowed([String])
    /// The body is not of a type that is taken.
    case unsupportedType(String)
    /// The client takes none of the types that there are.
    case notAcceptable
    /// The body is larger than allowed, in bytes.
    case tooLarge(limit: Int)
    /// Nobody knows who is asking.
    case unauthenticated
    /// The asker may not do this.
    case forbidden
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
        case .forbidden: "forbidden"
        case .maintenance: "maintenance"
        }
    }

    package var kind: ErrorKind {
        switch self {
        case .malformed: .malformed
        case .notFound, .methodNotAllowed, .notAcceptable: .notFound
        case .unsupportedType: .unsupportedType
        case .tooLarge: .tooLarge
        case .unauthenticated: .unauthenticated
        case .forbidden: .forbidden
        case .maintenance: .unavailable
        }
    }

    package var message: String {
        switch self {
        case .malformed(let reason): reason
        case .notFound: "There is nothing at this address."
        case .methodNotAllowed(let methods): "This address takes \(methods.joined(separator: ", "))."
        case .unsupportedType(let type): "The body must be application/json, is \(type.prefix(80))."
        case .notAcceptable: "There is only application/json here, which the Accept header leaves out."
        case .tooLarge(let limit): "The body may have at most \(limit) bytes."
        case .unauthenticated: "This needs the operator's key: Authorization: Bearer KEY."
        case .forbidden: "The caller may not do this."
        case .maintenance(let notice): notice.message ?? "The shop is closed for maintenance and will be back soon."
        }
    }
}
