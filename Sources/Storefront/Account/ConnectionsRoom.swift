import HTTPTypes
import Hummingbird
import Identity
import Kernel
import WebSupport

/// Accounts elsewhere that lead into this one.
extension AccountPages {
    /// The other places where people may sign in, as buttons of the page to sign in.
    func providers(_ wanted: ReturnPath?) -> [Link] {
        doors.socialLogins.names.map { name in
            Link(
                text: "Continue with \(ProviderName.of(name))",
                url: wanted.after("/api/v1/auth/oauth/\(name)/authorize"))
        }
    }

    /// `GET /account/connections`
    func connections(_ visit: Visit) async throws -> Response {
        try await connections(visit, nil)
    }

    /// `POST /account/connections/link`: off to the provider. By the header `Refresh`, since browsers hold forms to this
    /// site, redirections of their answers included (`form-action`).
    func linkConnection(_ fields: FormFields, _ visit: Visit) async throws -> Response {
        guard let login = try await recentLogin(visit) else { return .seeOther(Room.connections.afterRecentLogin) }
        let start = try await doors.socialLogins.begin(
            fields["provider"] ?? "", returnTo: Room.connections.path + "?done=linked", linkingTo: login)
        var response = try await room(.connections, for: visit) { _ in
            [Panel(texts: ["You are being taken there."], buttons: [Link(text: "Go on", url: start.url)])]
        }
        if let refresh = HTTPField.Name("Refresh") { response.headers[refresh] = "0; url=\(start.url)" }
        response.headers.set(cookies.cookie(.ceremony, start.cookie, for: start.lifetime))
        return response
    }

    /// `POST /account/connections/unlink`
    func unlinkConnection(_ fields: FormFields, _ visit: Visit) async throws -> Response {
        guard let id = fields["identity"].flatMap({ ID<SocialIdentity>($0) }) else { throw IdentityError.wayInNotFound }
        return try await answering("unlink-\(id)", fields) {
            try await doors.socialLogins.unlink(id, of: visit.user.id, from: visit.client)
            return .seeOther(Room.connections.path + "?done=unlinked")
        } again: { refused in
            try await connections(visit, refused)
        }
    }

    private func connections(_ visit: Visit, _ refused: Refused?) async throws -> Response {
        let identities = try await doors.socialLogins.list(of: visit.user.id)
        let names = doors.socialLogins.names
        let isRecent = try await recentLogin(visit) != nil
        return try await room(
            .connections, lead: "Sign in here with an account that you have elsewhere.", for: visit, refused
        ) { forms in
            let linked = Panel(title: "Connected", rows: identities.map { ConnectionsRoom.row($0, forms) })
            let others = Panel(
                title: names.isEmpty ? "There are none" : "Connect one",
                texts: names.isEmpty ? ["This shop works with no other site at the moment."] : [],
                forms: names.map { forms.view(ConnectionsRoom.link($0)) })
            let isOpen = names.isEmpty || isRecent
            return (identities.isEmpty ? [] : [linked])
                + [isOpen ? others : .signInFirst(for: .connections, title: "Connect one")]
        }
    }
}

/// The cards of this room.
enum ConnectionsRoom {
    static func row(_ identity: SocialIdentity, _ forms: FormSheet) -> PanelRow {
        let name = ProviderName.of(identity.provider)
        let form = Form(
            id: "unlink-\(identity.id)", action: Room.connections.path + "/unlink", button: "Disconnect",
            about: "\(name) \(identity.label ?? "")", hidden: ["identity": identity.id.description], isSmall: true)
        return PanelRow(
            title: name,
            details: [
                identity.label,
                "Connected \(identity.createdAt.day), "
                    + (identity.lastUsedAt.map { "last used \($0.moment)" } ?? "never used"),
            ].compactMap(\.self), form: forms.view(form))
    }

    static func link(_ provider: String) -> Form {
        Form(
            id: "link-\(provider)", action: Room.connections.path + "/link",
            button: "Connect \(ProviderName.of(provider))", hidden: ["provider": provider], isSmall: true)
    }
}

/// What people call a provider.
enum ProviderName {
    private static let known = ["google": "Google", "github": "GitHub", "facebook": "Facebook"]

    static func of(_ name: String) -> String { known[name] ?? name.asLabel }
}
