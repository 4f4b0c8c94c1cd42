/// One control of a form, as a page declares it.
struct Field {
    /// What it is called where it is sent.
    let name: String
    let label: String
    var kind = Kind.text
    /// What helps to fill it in.
    var hint: String?
    /// What browsers and password managers may fill in (HTML Standard, "autofill").
    var autocomplete: String?
    var isOptional = false
    /// How many characters it takes.
    var limit: Int?

    enum Kind {
        case text, email, password, telephone
        /// Digits of an authenticator.
        case code
        /// Several lines.
        case paragraph
        /// Yes or no.
        case tick
        /// One of a few, or as many of them as one likes.
        case choice([Choice], isMultiple: Bool)
    }

    /// One of a few.
    struct Choice {
        let value: String
        let label: String
        var hint: String?
    }
}

extension Field {
    /// An e-mail address: the one by which a person is known, or another.
    static func email(
        _ name: String = "email", _ label: String = "E-mail address", hint: String? = nil,
        autocomplete: String = "email"
    ) -> Field {
        Field(name: name, label: label, kind: .email, hint: hint, autocomplete: autocomplete, limit: 255)
    }

    /// The password that an account has. Browsers fill it in.
    static func currentPassword(_ name: String = "password", _ label: String = "Password") -> Field {
        Field(name: name, label: label, kind: .password, autocomplete: "current-password")
    }

    /// A password that is chosen now.
    static func newPassword(_ name: String = "password", _ label: String = "New password") -> Field {
        Field(
            name: name, label: label, kind: .password,
            hint: "8 characters or more. Three or four words that have nothing to do with each other do well.",
            autocomplete: "new-password")
    }
}

/// A control as the template shows it.
struct FieldView {
    let id: String
    let name: String
    let label: String
    let type: String
    let inputMode: String?
    let value: String?
    let hint: String?
    let error: String?
    /// The ids of what belongs to it: hint and error.
    let describedBy: String?
    let autocomplete: String?
    let limit: Int?
    let isOptional: Bool
    let isRequired: Bool
    /// Whether typing begins here.
    let isFocused: Bool
    let isParagraph: Bool
    let isTick: Bool
    let isLine: Bool
    let hasChoices: Bool
    let choices: [ChoiceView]

    /// - Parameters:
    ///   - values: what stands in it.
    ///   - error: what is wrong with that.
    init(_ field: Field, in form: String, values: [String], error: String?, isFocused: Bool) {
        let id = "\(form)-\(field.name)"
        (self.id, name, label, hint, self.error) = (id, field.name, field.label, field.hint, error)
        (type, inputMode) = field.kind.input
        let described = [hint.map { _ in id + "-hint" }, error.map { _ in id + "-error" }].compactMap(\.self)
        describedBy = described.isEmpty ? nil : described.joined(separator: " ")
        (autocomplete, limit, self.isFocused) = (field.autocomplete, field.limit, isFocused)
        value = field.kind.isRepeated ? values.first : nil
        choices = ChoiceView.all(of: field, id: id, chosen: values)
        let shape = field.kind.shape
        (isParagraph, isTick) = (shape == .paragraph, shape == .tick)
        (isLine, hasChoices) = (shape == .line, shape == .choices)
        let isTyped = shape == .line || shape == .paragraph
        (isRequired, isOptional) = (isTyped && !field.isOptional, isTyped && field.isOptional)
    }
}

/// One of a few, as the template shows it.
struct ChoiceView {
    let id: String
    let value: String
    let label: String
    let hint: String?
    let hintID: String
    let isChosen: Bool

    static func all(of field: Field, id: String, chosen: [String]) -> [ChoiceView] {
        let choices: [Field.Choice] =
            switch field.kind {
            case .choice(let choices, _): choices
            case .tick: [Field.Choice(value: "true", label: field.label)]
            default: []
            }
        return choices.enumerated().map { index, choice in
            ChoiceView(
                id: "\(id)-\(index)", value: choice.value, label: choice.label, hint: choice.hint,
                hintID: "\(id)-\(index)-hint", isChosen: chosen.contains(choice.value))
        }
    }
}

extension Field.Kind {
    /// The type of the element `input`, and which keys a phone shows.
    fileprivate var input: (type: String, mode: String?) {
        switch self {
        case .text, .paragraph: ("text", nil)
        case .email: ("email", "email")
        case .password: ("password", nil)
        case .telephone: ("tel", "tel")
        case .code: ("text", "numeric")
        case .tick: ("checkbox", nil)
        case .choice(_, let isMultiple): (isMultiple ? "checkbox" : "radio", nil)
        }
    }

    /// Whether what was typed may be shown again: no password, and no code.
    fileprivate var isRepeated: Bool {
        switch self {
        case .password, .code: false
        default: true
        }
    }

    fileprivate enum Shape {
        case line, paragraph, tick, choices
    }

    /// What it looks like.
    fileprivate var shape: Shape {
        switch self {
        case .paragraph: .paragraph
        case .tick: .tick
        case .choice: .choices
        default: .line
        }
    }
}
