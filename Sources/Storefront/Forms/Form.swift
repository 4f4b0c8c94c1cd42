import WebSupport

/// A form, as a page declares it.
struct Form {
    /// Unique on its page; the ids of its controls begin with it.
    let id: String
    /// Where it is sent to.
    let action: String
    var fields: [Field] = []
    /// What the button says.
    let button: String
    /// What the button is about, where several say the same.
    var about: String?
    /// What is sent along unseen.
    var hidden: [String: String] = [:]
    /// What stands in its fields at first.
    var values: [String: [String]] = [:]
    var isDangerous = false
    /// Whether it is one quiet button in a row of a list.
    var isSmall = false
    /// Whether another way is the usual one.
    var isPlain = false
    /// What a browser is to do with a passkey before it is sent.
    var ceremony: Ceremony?

    /// A part of what passkeys do in the browser, and where it asks what for.
    struct Ceremony {
        let kind: Kind
        let options: String

        enum Kind: String {
            case create, get
        }

        init(_ kind: Kind, options: String) {
            (self.kind, self.options) = (kind, options)
        }
    }
}

/// A form that was sent and not taken: what was typed, and what is wrong with it.
struct Refused {
    let form: String
    let fields: FormFields
    let errors: FormErrors
}

/// A form as the template shows it.
struct FormView {
    let id: String
    let action: String
    let csrf: String
    let hidden: [HiddenField]
    let fields: [FieldView]
    let button: String
    let about: String?
    let style: String
    let alert: String?
    let ceremony: CeremonyView?

    /// What the script reads.
    struct CeremonyView {
        let kind: String
        let options: String
    }

    /// A field that nobody sees.
    struct HiddenField {
        let name: String
        let value: String
    }

    /// - Parameters:
    ///   - csrf: proves that the form is one of ours.
    ///   - refused: what was sent before, if this form was.
    init(_ form: Form, csrf: String, refused: Refused?) {
        let refused = refused.flatMap { $0.form == form.id ? $0 : nil }
        (id, action, self.csrf, button, about) = (form.id, form.action, csrf, form.button, form.about)
        hidden = form.hidden.sorted { $0.key < $1.key }.map { HiddenField(name: $0.key, value: $0.value) }
        let wrong = refused?.errors.fields ?? [:]
        let first =
            form.fields.first { wrong[$0.name] != nil }?.name ?? (refused == nil ? nil : form.fields.first?.name)
        fields = form.fields.map { field in
            FieldView(
                field, in: form.id, values: refused?.fields.all(field.name) ?? form.values[field.name] ?? [],
                error: wrong[field.name].map { FormErrors.sentence($0, about: field.label) },
                isFocused: field.name == first)
        }
        alert = refused?.errors.alert(besides: Set(form.fields.map(\.name)))
        style = FormView.style(of: form)
        ceremony = form.ceremony.map { CeremonyView(kind: $0.kind.rawValue, options: $0.options) }
    }

    private static func style(of form: Form) -> String {
        let styles = [(form.isSmall, "quiet-button"), (form.isPlain, "plain"), (form.isDangerous, "danger")]
        return (["button"] + styles.filter(\.0).map(\.1)).joined(separator: " ")
    }
}
