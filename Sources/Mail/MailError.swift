package import Kernel

/// Why a mail was not sent. Messages name fields, steps and reply codes, never an address, a password or what a server
/// wrote: they end in logs.
package enum MailError: DomainError, Equatable {
    /// The mail breaks a rule of its own; sending it again is of no use.
    case invalid(FieldError)
    /// The written message is larger than allowed, in bytes.
    case tooLarge(limit: Int)
    /// The server, or the way to it, is not in order now. Trying again later may help.
    case unavailable(String)
    /// The server refuses this mail for good.
    case refused(String)

    static func invalid(_ field: String, _ message: String) -> MailError {
        .invalid(FieldError(field, code: "invalid", message: message))
    }

    /// Whether the same mail may be taken later.
    package var isTemporary: Bool {
        if case .unavailable = self { true } else { false }
    }

    /// `mail_invalid`, `mail_too_large`, `mail_unavailable` or `mail_refused`.
    package var code: String {
        switch self {
        case .invalid: "mail_invalid"
        case .tooLarge: "mail_too_large"
        case .unavailable: "mail_unavailable"
        case .refused: "mail_refused"
        }
    }

    /// What sort of failure it is.
    package var kind: ErrorKind {
        switch self {
        case .invalid, .refused: .invalid
        case .tooLarge: .tooLarge
        case .unavailable: .unavailable
        }
    }

    /// One sentence for people.
    package var message: String {
        switch self {
        case .invalid(let field): "The mail cannot be written: \(field.field): \(field.message)"
        case .tooLarge(let limit): "The mail is larger than \(limit) bytes."
        case .unavailable(let reason): "The mail server cannot be used now: \(reason)"
        case .refused(let reason): "The mail server refuses the mail: \(reason)"
        }
    }

    /// The field at fault, where it is one.
    package var fields: [FieldError] {
        if case .invalid(let field) = self { [field] } else { [] }
    }
}
