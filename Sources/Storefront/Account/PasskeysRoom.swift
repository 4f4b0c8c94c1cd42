import HTTPTypes
import Hummingbird
import Identity
import Kernel
import NIOCore
import WebSupport

/// Passkeys: what is asked for, and those that somebody has. The part that only a browser can do is `passkeys.js`.
extension AccountPages {
    /// `POST /login/passkey/options`
    func passkeyRequest(_ fields: FormFields, _ request: Request, _ context: ShopContext) async throws -> Response {
        try limits.take(.login, context)
        return .options(try await doors.passkeys.logInOptions(from: client(request, context)).json)
    }

    /// `POST /login/passkey`
    func logInByPasskey(_ fields: FormFields, _ request: Request, _ context: ShopContext) async throws -> Response {
        let wanted = ReturnPath(fields["return_to"])
        return try await answering(LoginPages.passkeyForm, fields) {
            try limits.take(.login, context)
            guard let assertion = fields.credential.flatMap({ PasskeyAssertion($0) }) else {
                throw IdentityError.passkeyRefused
            }
            return try await enter(
                try await doors.passkeys.logIn(assertion, from: client(request, context)),
                to: wanted?.path ?? "/account", request, context)
        } again: { refused in
            try await entry(LoginPages.password(wanted, providers(wanted)), request, context, refused)
        }
    }

    /// `GET /account/passkeys`
    func passkeys(_ visit: Visit) async throws -> Response {
        try await passkeys(visit, nil)
    }

    /// `POST /account/passkeys/options`
    func passkeyCreation(_ fields: FormFields, _ visit: Visit) async throws -> Response {
        let login = try await doors.sessions.recentLogin(visit.session, of: visit.user.id)
        return .options(try await doors.passkeys.registrationOptions(for: login).json)
    }

    /// `POST /account/passkeys`
    func addPasskey(_ fields: FormFields, _ visit: Visit) async throws -> Response {
        try await answering("passkey", fields) {
            guard let registration = fields.credential.flatMap({ PasskeyRegistration($0) }) else {
                throw IdentityError.passkeyInvalid
            }
            _ = try await doors.passkeys.register(
                registration, name: fields["name"], for: visit.user.id, from: visit.client)
            return .seeOther(Room.passkeys.path + "?done=passkey-added")
        } again: { refused in
            try await passkeys(visit, refused)
        }
    }

    /// `POST /account/passkeys/remove`
    func removePasskey(_ fields: FormFields, _ visit: Visit) async throws -> Response {
        guard let id = fields["passkey"].flatMap({ ID<Passkey>($0) }) else { throw IdentityError.wayInNotFound }
        return try await answering("remove-\(id)", fields) {
            try await doors.passkeys.remove(id, of: visit.user.id, from: visit.client)
            return .seeOther(Room.passkeys.path + "?done=passkey-removed")
        } again: { refused in
            try await passkeys(visit, refused)
        }
    }

    private func passkeys(_ visit: Visit, _ refused: Refused?) async throws -> Response {
        let passkeys = try await doors.passkeys.list(of: visit.user.id)
        let isRecent = try await recentLogin(visit) != nil
        return try await room(
            .passkeys, lead: "Sign in with a finger, your face or a PIN instead of a password.", for: visit, refused
        ) { forms in
            (passkeys.isEmpty
                ? [] : [Panel(title: "Your passkeys", rows: passkeys.map { PasskeysRoom.row($0, forms) })])
                + [isRecent ? PasskeysRoom.addition(forms) : .signInFirst(for: .passkeys, title: "Add one")]
        }
    }
}

/// The cards of this room.
enum PasskeysRoom {
    static func row(_ passkey: Passkey, _ forms: FormSheet) -> PanelRow {
        let form = Form(
            id: "remove-\(passkey.id)", action: Room.passkeys.path + "/remove", button: "Remove", about: passkey.name,
            hidden: ["passkey": passkey.id.description], isSmall: true)
        return PanelRow(
            title: passkey.name, badge: passkey.isBackedUp ? "On several devices" : nil,
            details: [
                "Added \(passkey.createdAt.day), "
                    + (passkey.lastUsedAt.map { "last used \($0.moment)" } ?? "never used")
            ], form: forms.view(form))
    }

    static func addition(_ forms: FormSheet) -> Panel {
        let form = Form(
            id: "passkey", action: Room.passkeys.path,
            fields: [
                Field(
                    name: "name", label: "Name", hint: "So that you know it again: “My telephone”.",
                    autocomplete: "off", isOptional: true, limit: 100)
            ], button: "Add a passkey", hidden: ["credential": ""],
            ceremony: Form.Ceremony(.create, options: Room.passkeys.path + "/options"))
        return Panel(
            title: "Add one",
            texts: [
                "Your device makes a key that never leaves it, and that works on this site only. It needs a browser with "
                    + "JavaScript."
            ], forms: [forms.view(form)])
    }
}

extension LoginPages {
    static let passkeyForm = "passkey"

    static func passkey(_ wanted: ReturnPath?) -> Form {
        Form(
            id: passkeyForm, action: "/login/passkey", button: "Sign in with a passkey",
            hidden: wanted.hidden.merging(["credential": ""]) { $1 }, isPlain: true,
            ceremony: Form.Ceremony(.get, options: "/login/passkey/options"))
    }
}

extension FormFields {
    /// What the authenticator answered, as the script put it in; no authenticator needs more than a few thousand bytes.
    fileprivate var credential: JSONValue? {
        guard let text = self["credential"], text.utf8.count <= 32_768 else { return nil }
        return try? JSONValue(parsing: Array(text.utf8))
    }
}

extension Response {
    /// What a browser needs for a passkey.
    fileprivate static func options(_ json: [UInt8]) -> Response {
        Response(
            status: .ok, headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: json)))
    }
}
