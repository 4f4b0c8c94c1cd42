import Identity
import Kernel
import WebSupport

/// A passkey as its owner sees it.
struct PasskeyAnswer: Answer {
    let passkey: Passkey

    static let example = PasskeyAnswer(passkey: Passkey.example)

    init(passkey: Passkey) {
        self.passkey = passkey
    }

    func write(to object: inout AnswerWriter) {
        object.member("id", passkey.id, "Its identity with us.")
        object.member("name", passkey.name, "What its owner calls it.")
        object.member("is_backed_up", passkey.isBackedUp, "Whether it is kept on more than one device.")
        object.member("created_at", passkey.createdAt, "When it was added.")
        object.member("last_used_at", passkey.lastUsedAt, "When somebody last signed in with it.")
    }
}

/// All passkeys of a user.
struct PasskeysAnswer: Answer {
    let passkeys: [Passkey]

    static let example = PasskeysAnswer(passkeys: [Passkey.example])

    func write(to object: inout AnswerWriter) {
        object.member("items", passkeys.map(PasskeyAnswer.init), "The oldest first.")
    }
}

/// `POST /auth/passkeys/register/options`
struct BeginPasskey: Operation {
    static let declaration = Declaration(
        .post, "/auth/passkeys/register/options", "Begin to add a passkey",
        description: """
            What `navigator.credentials.create` takes, bytes as base64url. The session must have begun in the last 15 \
            minutes, by whatever way somebody signed in: another way into an account is not made by who only found it open.
            """, tag: .authentication, permission: .signedIn,
        errors: [IdentityError.loginNotRecent, IdentityError.tooManyPasskeys], answersSecrets: true)

    func answer(_ doors: IdentityDoors, _ call: Call) async throws -> Reply<PasskeyCreationAnswer> {
        let login = try await doors.sessions.recentLogin(call.user.session, of: call.user.id)
        return .ok(PasskeyCreationAnswer(options: try await doors.passkeys.registrationOptions(for: login)))
    }
}

/// What a browser answers when it made a passkey, as `toJSON()` of it writes it.
struct NewPasskeyBody: InputObject {
    @Field("What its owner calls it; the day when absent.", length: 1...100) var name: String?
    @Field("The identity of the credential.") var id: String?
    @Field("The same.", named: "rawId") var rawID: String?
    @Field("`public-key`") var type: String?
    @Field("`clientDataJSON`, `attestationObject` and `transports`, bytes as base64url.") var response: JSONValue
    @Field("How the authenticator is attached.", named: "authenticatorAttachment")
    var authenticatorAttachment: JSONValue?
    @Field("What extensions said.", named: "clientExtensionResults") var clientExtensionResults: JSONValue?

    func registration() throws(ValidationError) -> PasskeyRegistration {
        let response = CredentialResponse(response)
        return PasskeyRegistration(
            clientData: try response.bytes("clientDataJSON"),
            attestationObject: try response.bytes("attestationObject"), transports: response.texts("transports"))
    }
}

/// `POST /auth/passkeys/register/verify`
struct AddPasskey: Operation {
    static let declaration = Declaration(
        .post, "/auth/passkeys/register/verify", "Add a passkey",
        description: "Its owner is told by mail.", tag: .authentication, permission: .signedIn,
        errors: [IdentityError.passkeyInvalid, IdentityError.passkeyTaken, IdentityError.tooManyPasskeys])

    @Body("What the browser answered.") var credential: NewPasskeyBody

    func answer(_ passkeys: Passkeys, _ call: Call) async throws -> Created<PasskeyAnswer> {
        let made = try await passkeys.register(
            credential.registration(), name: credential.name, for: call.user.id, from: Client(call))
        return Created(PasskeyAnswer(passkey: made), at: "/api/v1/auth/passkeys/\(made.id)")
    }
}

/// Who wants in with a passkey.
struct PasskeyLoginBody: InputObject {
    @Field("The address of the account, so that a known device is told which passkeys fit.", length: 1...255)
    var email: String?
}

/// `POST /auth/passkeys/login/options`
struct BeginPasskeyLogin: Operation {
    static let declaration = Declaration(
        .post, "/auth/passkeys/login/options", "Begin to sign in with a passkey",
        description: "What `navigator.credentials.get` takes, bytes as base64url.", tag: .authentication,
        limit: .login, answersSecrets: true)

    @Body("Who, if that is known.") var login: PasskeyLoginBody

    func answer(_ passkeys: Passkeys, _ call: Call) async throws -> Reply<PasskeyRequestAnswer> {
        .ok(PasskeyRequestAnswer(options: try await passkeys.logInOptions(email: login.email, from: Client(call))))
    }
}

/// What a browser answers when a passkey was used, as `toJSON()` of it writes it.
struct PasskeyProofBody: InputObject {
    @Field("The identity of the credential.") var id: String?
    @Field("The same, as base64url.", named: "rawId", length: 1...2000) var rawID: String
    @Field("`public-key`") var type: String?
    @Field("`clientDataJSON`, `authenticatorData`, `signature` and `userHandle`, bytes as base64url.")
    var response: JSONValue
    @Field("How the authenticator is attached.", named: "authenticatorAttachment")
    var authenticatorAttachment: JSONValue?
    @Field("What extensions said.", named: "clientExtensionResults") var clientExtensionResults: JSONValue?

    func assertion() throws(ValidationError) -> PasskeyAssertion {
        let response = CredentialResponse(response)
        guard let id = [UInt8](base64URL: rawID) else { throw CredentialResponse.refusal("rawId") }
        return PasskeyAssertion(
            credentialID: id, clientData: try response.bytes("clientDataJSON"),
            authenticatorData: try response.bytes("authenticatorData"), signature: try response.bytes("signature"),
            userHandle: try response.optionalBytes("userHandle"))
    }
}

/// `POST /auth/passkeys/login/verify`
struct LogInWithPasskey: Operation {
    static let declaration = Declaration(
        .post, "/auth/passkeys/login/verify", "Sign in with a passkey",
        description: "It stands for password and second factor.", tag: .authentication,
        errors: [IdentityError.passkeyRefused], limit: .login, answersSecrets: true)

    @Body("What the browser answered.") var credential: PasskeyProofBody

    func answer(_ doors: IdentityDoors, _ call: Call) async throws -> Reply<TokensAnswer> {
        let signedIn = try await doors.passkeys.logIn(credential.assertion(), from: Client(call))
        return try await doors.sessions.reply(signedIn, call)
    }
}

/// `GET /auth/passkeys`
struct ListPasskeys: Operation {
    static let declaration = Declaration(
        .get, "/auth/passkeys", "List the own passkeys", tag: .authentication, permission: .signedIn)

    func answer(_ passkeys: Passkeys, _ call: Call) async throws -> Reply<PasskeysAnswer> {
        .ok(PasskeysAnswer(passkeys: try await passkeys.list(of: call.user.id)))
    }
}

/// `GET /auth/passkeys/{passkey}`
struct ReadPasskey: Operation {
    static let declaration = Declaration(
        .get, "/auth/passkeys/{passkey}", "Read one of the own passkeys", tag: .authentication, permission: .signedIn,
        errors: [IdentityError.wayInNotFound])

    @Path("Its id.") var passkey: ID<Passkey>

    func answer(_ passkeys: Passkeys, _ call: Call) async throws -> Reply<PasskeyAnswer> {
        .ok(PasskeyAnswer(passkey: try await passkeys.read(passkey, of: call.user.id)))
    }
}

/// What a passkey is to be called.
struct PasskeyPatch: InputObject {
    @Field("1 to 100 characters.", length: 1...100) var name: String
}

/// `PATCH /auth/passkeys/{passkey}`
struct RenamePasskey: Operation {
    static let declaration = Declaration(
        .patch, "/auth/passkeys/{passkey}", "Rename one of the own passkeys", tag: .authentication,
        permission: .signedIn, errors: [IdentityError.wayInNotFound])

    @Path("Its id.") var passkey: ID<Passkey>
    @Body("Its new name.") var change: PasskeyPatch

    func answer(_ passkeys: Passkeys, _ call: Call) async throws -> Reply<PasskeyAnswer> {
        .ok(PasskeyAnswer(passkey: try await passkeys.rename(passkey, of: call.user.id, to: change.name)))
    }
}

/// `DELETE /auth/passkeys/{passkey}`
struct RemovePasskey: Operation {
    static let declaration = Declaration(
        .delete, "/auth/passkeys/{passkey}", "Remove one of the own passkeys",
        description: "Never the last way into the account.", tag: .authentication, permission: .signedIn,
        errors: [IdentityError.wayInNotFound, IdentityError.lastWayIn])

    @Path("Its id.") var passkey: ID<Passkey>

    func answer(_ passkeys: Passkeys, _ call: Call) async throws -> NoContent {
        try await passkeys.remove(passkey, of: call.user.id, from: Client(call))
        return NoContent()
    }
}

/// The member `response` of a credential.
private struct CredentialResponse {
    private let members: [JSONValue.Member]

    init(_ json: JSONValue) {
        members = json.members ?? []
    }

    /// Bytes that must be there.
    func bytes(_ name: String) throws(ValidationError) -> [UInt8] {
        guard let bytes = try optionalBytes(name) else { throw CredentialResponse.refusal("response.\(name)") }
        return bytes
    }

    /// Bytes that may be missing or null.
    func optionalBytes(_ name: String) throws(ValidationError) -> [UInt8]? {
        switch members.first(where: { $0.name == name })?.value {
        case nil, .null?: return nil
        case .string(let text)?:
            if let bytes = [UInt8](base64URL: text) { return bytes }
            throw CredentialResponse.refusal("response.\(name)")
        default: throw CredentialResponse.refusal("response.\(name)")
        }
    }

    /// A list of texts; whatever else is there is left out.
    func texts(_ name: String) -> [String] {
        guard case .array(let elements)? = members.first(where: { $0.name == name })?.value else { return [] }
        return elements.compactMap { element in
            if case .string(let text) = element { text } else { nil }
        }
    }

    static func refusal(_ field: String) -> ValidationError {
        ValidationError(field, code: "not_base64url", message: "must be bytes as base64url")
    }
}

extension Passkey {
    static let example = Passkey(
        id: ID(high: 0x0190_0A5D_AC96_774B, low: 0xBCCE_B302_099A_8007), credentialID: [1, 2, 3], name: "Laptop",
        transports: ["internal"], isBackedUp: true, createdAt: User.example.createdAt, lastUsedAt: nil)
}
