import HTTPTypes
import Kernel
import WebSupport

/// Why a form was not taken, in words for the person who sent it.
struct FormErrors {
    let status: HTTPResponse.Status
    /// Headers that belong to the failure: `Retry-After`.
    let headers: HTTPFields
    /// What is wrong with which field.
    let fields: [String: FieldError]
    private let message: String

    /// What of an error a person can do something about. `nil` for what is our failure, or leads nowhere.
    /// - Parameter places: the fields that codes belong to which name none.
    init?(_ error: any Error, places: [String: String] = [:]) {
        guard let error = error as? any DomainError, FormErrors.shown.contains(error.kind) else { return nil }
        let problem = Problem(error)
        status = problem.status
        var headers = problem.headers
        headers[.wwwAuthenticate] = nil
        self.headers = headers
        message = FormErrors.sentence(error.message)
        let placed = places[error.code].map { [FieldError($0, code: error.code, message: error.message)] }
        fields = Dictionary((placed ?? error.fields).map { ($0.field, $0) }) { first, _ in first }
    }

    private static let shown: Set<ErrorKind> = [
        .invalid, .malformed, .unauthenticated, .conflict, .rateLimited, .unavailable,
    ]

    /// What is to be said about the form as a whole: that something is wrong below, or what is wrong with no field of it.
    func alert(besides names: Set<String>) -> String {
        guard !fields.isEmpty, names.isSuperset(of: fields.keys) else {
            let stray = fields.values.first { !names.contains($0.field) }
            return stray.map { FormErrors.sentence($0, about: $0.field.asLabel) } ?? message
        }
        return fields.count == 1 ? "One thing needs another look." : "\(fields.count) things need another look."
    }

    /// Contexts say what is wrong with a field as `must be …`, or in a whole sentence.
    static func sentence(_ error: FieldError, about label: String) -> String {
        if error.code == "code_incorrect" { return "The code is wrong, too old, or was used already." }
        let isWhole = error.message.first?.isUppercase ?? true
        return sentence(isWhole ? error.message : "\(label) \(error.message)")
    }

    private static func sentence(_ text: String) -> String {
        text.last.map { ".!?".contains($0) } ?? true ? text : text + "."
    }
}
