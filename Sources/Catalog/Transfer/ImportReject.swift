import Kernel

/// A record that did not go in, or went in otherwise than it was written, and why.
package struct ImportReject: Hashable, Sendable {
    /// The line at which the record begins, from 1.
    package let line: Int
    /// The field at fault; empty when it is the record as a whole.
    package let field: String
    /// A stable word for programs: `required`, `malformed_json`, `name_cut`.
    package let code: String
    /// What was wrong and what is allowed, for people; names every fault when there are several.
    package let message: String
    /// The record as it was written, cut at 2,000 characters; bytes that are no text are U+FFFD.
    package let record: String
    /// Whether the record went in all the same.
    package let isWarning: Bool

    init(_ raw: RawRecord, _ error: FieldError, isWarning: Bool = false) {
        (line, field, code, message) = (raw.line, error.field, error.code, error.message)
        (record, self.isWarning) = (raw.text, isWarning)
    }

    /// One reject for all that is wrong with a record: the first fault gives field and code.
    init(_ raw: RawRecord, _ errors: [FieldError]) {
        let first = errors.first ?? FieldError("", code: "invalid", message: "is not valid")
        let others = errors.dropFirst().prefix(20).map { "; \($0.field.isEmpty ? "" : "\($0.field): ")\($0.message)" }
        self.init(raw, FieldError(first.field, code: first.code, message: first.message + others.joined()))
    }
}

extension JSONWriter {
    /// One line of a rejects file: `{line, field, code, message, record}`.
    mutating func value(_ reject: ImportReject) {
        object { object in
            object.name("line")
            object.value(reject.line)
            object.name("field")
            object.value(reject.field)
            object.name("code")
            object.value(reject.code)
            object.name("message")
            object.value(reject.message)
            object.name("record")
            object.value(reject.record)
        }
    }
}
