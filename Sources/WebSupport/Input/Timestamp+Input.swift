package import Kernel

/// A moment or a day: `2026-01-02T03:04:05Z`, `2026-01-02`.
extension Timestamp: TextInput {
    package init(text: String, limits: InputLimits) throws(InputProblem) {
        guard let moment = Timestamp(text) else {
            throw InputProblem(
                "not_a_moment", "must be like 2026-01-02T03:04:05Z or 2026-01-02, is \"\(text.prefix(40))\"")
        }
        self = moment
    }
}

extension Timestamp: JSONInput {
    package init(json: JSONValue, limits: InputLimits) throws(ValidationError) {
        guard case .string(let text) = json else { throw .wrongType("text", json) }
        do {
            try self.init(text: text, limits: limits)
        } catch {
            throw ValidationError(error)
        }
    }
}
