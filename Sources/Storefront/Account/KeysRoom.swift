import Hummingbird
import Identity
import Kernel
import WebSupport

/// Keys with which machines act for somebody.
extension AccountPages {
    /// `GET /account/keys`
    func keys(_ visit: Visit) async throws -> Response {
        if let key = try await shownOnce(in: .keys, visit) { return key }
        return try await keys(visit, nil)
    }

    /// `POST /account/keys`: leads to the key, which is shown once.
    func createKey(_ fields: FormFields, _ visit: Visit) async throws -> Response {
        guard let login = try await recentLogin(visit) else { return .seeOther(Room.keys.afterRecentLogin) }
        return try await answering("key", fields) {
            let days = fields["lifetime"].flatMap { Int($0) }.flatMap { (1...3650).contains($0) ? $0 : nil }
            let made = try await doors.apiKeys.create(
                for: login, name: fields["name"] ?? "", scopes: fields.all("scopes"),
                until: days.map { WallClock.system.now.advanced(by: .days($0)) }, from: visit.client)
            return try show(
                [made.text], title: "Your new key “\(made.key.name)”",
                text: "Copy it now: it is not shown again. Programs send it as “Authorization: Bearer …”.", in: .keys,
                visit)
        } again: { refused in
            try await keys(visit, refused)
        }
    }

    /// `POST /account/keys/revoke`
    func revokeKey(_ fields: FormFields, _ visit: Visit) async throws -> Response {
        guard let id = fields["key"].flatMap({ ID<APIKey>($0) }) else { throw IdentityError.apiKeyNotFound }
        try await doors.apiKeys.revoke(id, of: visit.user.id, from: visit.client)
        return .seeOther(Room.keys.path + "?done=key-revoked")
    }

    private func keys(_ visit: Visit, _ refused: Refused?) async throws -> Response {
        let keys = try await doors.apiKeys.list(of: visit.user.id)
        let isRecent = try await recentLogin(visit) != nil
        return try await room(
            .keys, lead: "With a key a program of yours can use the shop in your name, as far as you let it.",
            for: visit, refused
        ) { forms in
            (keys.isEmpty ? [] : [Panel(title: "Your keys", rows: keys.map { KeysRoom.row($0, forms) })])
                + [
                    isRecent
                        ? Panel(title: "Make a key", forms: [forms.view(KeysRoom.form(for: visit.user.role))])
                        : .signInFirst(for: .keys, title: "Make a key")
                ]
        }
    }
}

/// The cards of this room.
enum KeysRoom {
    static func form(for role: Role) -> Form {
        let scopes = Permission.scopes.filter(role.permissions.contains)
        return Form(
            id: "key", action: Room.keys.path,
            fields: [
                Field(name: "name", label: "Name", hint: "What it is for, so that you know it again.", limit: 100),
                Field(
                    name: "scopes", label: "It may",
                    kind: .choice(
                        scopes.map { Field.Choice(value: $0.rawValue, label: $0.phrase, hint: $0.rawValue) },
                        isMultiple: true)),
                Field(
                    name: "lifetime", label: "It ends",
                    kind: .choice(
                        [("30", "after 30 days"), ("90", "after 90 days"), ("365", "after a year"), ("", "never")]
                            .map { Field.Choice(value: $0.0, label: $0.1) }, isMultiple: false)),
            ], button: "Make the key", values: ["lifetime": ["90"]])
    }

    static func row(_ key: APIKey, _ forms: FormSheet) -> PanelRow {
        let form = Form(
            id: "revoke-\(key.id)", action: Room.keys.path + "/revoke", button: "Revoke", about: key.name,
            hidden: ["key": key.id.description], isSmall: true)
        return PanelRow(
            title: key.name, badge: key.hint + "…",
            details: [
                "May " + key.scopes.map(\.phrase).sorted().joined(separator: ", "),
                "Made \(key.createdAt.day), " + (key.expiresAt.map { "ends \($0.day)" } ?? "never ends") + ", "
                    + (key.lastUsedAt.map { "last used \($0.moment)" } ?? "never used"),
            ], form: forms.view(form))
    }
}

extension Permission {
    private static let phrases: [Permission: String] = [
        .readProfile: "read your profile", .manageOwnProducts: "change products of yours",
        .manageCatalog: "change the catalogue",
        .manageSearch: "tune search", .manageUsers: "look after users", .readAudit: "read the audit log",
        .runShop: "run the shop",
    ]

    /// What it allows, in the words of whoever gives it.
    fileprivate var phrase: String { Permission.phrases[self] ?? rawValue }
}
