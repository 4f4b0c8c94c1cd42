/// An error that a context reports on purpose: the caller can do something about it, and every face can show it.
///
/// Each context has one enum of these. Faces translate `kind` to a status in one place and never look at the type.
package protocol DomainError: Error, Sendable {
    /// A stable word for programs, in snake case: `slug_taken`. Part of the API; never renamed.
    var code: String { get }
    /// What sort of failure it is.
    var kind: ErrorKind { get }
    /// One sentence for people: what was wrong, where, and what is allowed. Nothing internal.
    var message: String { get }
    /// The fields that are at fault, where it is about fields.
    var fields: [FieldError] { get }
}

extension DomainError {
    /// Most errors are about the whole request.
    package var fields: [FieldError] { [] }
}

/// The sorts of failure that callers tell apart.
package enum ErrorKind: String, Sendable, CaseIterable {
    /// The input can be read but is wrong; `fields` says where.
    case invalid
    /// The input cannot be read at all.
    case malformed
    /// Nobody knows who is asking.
    case unauthenticated
    /// The asker is known and may not.
    case forbidden
    /// There is no such thing.
    case notFound
    /// It clashes with what is there already.
    case conflict
    /// The caller's picture is out of date: somebody changed it meanwhile.
    case preconditionFailed
    /// It is larger than allowed.
    case tooLarge
    /// It is of a type that is not taken.
    case unsupportedType
    /// Too much, too fast.
    case rateLimited
    /// A part that is needed does not answer; trying again later may help.
    case unavailable
    /// It is our fault, and nothing that the caller could do would help.
    case defect
}

/// What is wrong with one field of the input.
package struct FieldError: Error, Hashable, Sendable {
    /// Where, as the caller wrote it: `price`, `variants[1].sku`, `min_price`.
    package let field: String
    /// A stable word for programs: `required`, `too_long`, `unknown_field`.
    package let code: String
    /// One sentence for people: what was wrong and what is allowed.
    package let message: String

    /// An error about `field`.
    package init(_ field: String, code: String, message: String) {
        self.field = field
        self.code = code
        self.message = message
    }

    /// The same error seen from one level further out: `sku` becomes `variants[1].sku`.
    package func nested(in parent: String) -> FieldError {
        FieldError(field.hasPrefix("[") ? parent + field : "\(parent).\(field)", code: code, message: message)
    }
}

/// Input that can be read but is wrong, field by field. Thrown with at least one field.
package struct ValidationError: DomainError, Equatable {
    /// What is wrong, in the order of the input's declaration.
    package let fields: [FieldError]

    /// An error about those fields.
    package init(_ fields: [FieldError]) {
        self.fields = fields
    }

    /// An error about one field.
    package init(_ field: String, code: String, message: String) {
        fields = [FieldError(field, code: code, message: message)]
    }

    /// Always `validation_failed`; each field has a code of its own.
    package var code: String { "validation_failed" }
    /// Always `invalid`.
    package var kind: ErrorKind { .invalid }
    /// The first field's message, and how many more there are.
    package var message: String {
        guard let first = fields.first else { return "The input is not valid." }
        let rest = fields.count - 1
        return "\(first.field): \(first.message)" + (rest > 0 ? " (and \(rest) more)" : "")
    }
}
