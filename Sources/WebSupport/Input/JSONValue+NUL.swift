import Kernel

extension InputProblem {
    /// Neither database keeps the character NUL in a text, so that nothing may hold one (`\0`, `%00`).
    static let holdsNUL = InputProblem("control_character", "must not hold NUL")
}

extension JSONValue {
    /// Mistakes beyond this many are not looked for.
    private static let maximumMistakes = 20

    /// A mistake for every text and every name of a member that holds NUL, at any depth.
    func textsWithNUL() -> [FieldError] {
        var mistakes: [FieldError] = []
        collectNUL(at: "", &mistakes)
        return mistakes
    }

    private func collectNUL(at place: String, _ mistakes: inout [FieldError]) {
        guard mistakes.count < JSONValue.maximumMistakes else { return }
        switch self {
        case .string(let text):
            if text.utf8.contains(0) { mistakes.append(FieldError(place, .holdsNUL)) }
        case .array(let elements):
            for (index, element) in elements.enumerated() { element.collectNUL(at: "\(place)[\(index)]", &mistakes) }
        case .object(let members):
            for member in members {
                let name = place.isEmpty ? member.name : "\(place).\(member.name)"
                if member.name.utf8.contains(0) { mistakes.append(FieldError(name, .holdsNUL)) }
                member.value.collectNUL(at: name, &mistakes)
            }
        case .null, .bool, .number: return
        }
    }
}

extension FieldError {
    /// That problem with that field.
    init(_ field: String, _ problem: InputProblem) {
        self.init(field, code: problem.code, message: problem.message)
    }
}
