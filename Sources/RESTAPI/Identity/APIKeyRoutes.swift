import Identity
import Kernel
import WebSupport

/// A key of a machine, without what it proves itself with.
struct APIKeyAnswer: Answer {
    let key: APIKey

    static let example = APIKeyAnswer(key: APIKey.example)

    func write(to object: inout AnswerWriter) {
        object.write(key)
    }
}

/// A key that was just made.
struct NewAPIKeyAnswer: Answer {
    let key: APIKey
    let text: String

    static let example = NewAPIKeyAnswer(key: APIKey.example, text: "sk_8sBvRk…")

    func write(to object: inout AnswerWriter) {
        object.write(key)
        object.member("key", text, "Send it as Authorization: Bearer KEY. It is shown now and never again.")
    }
}

extension AnswerWriter {
    fileprivate mutating func write(_ key: APIKey) {
        member("id", key.id, "Its identity.")
        member("name", key.name, "What its owner calls it.")
        member("hint", key.hint, "Its first characters.")
        member("scopes", key.scopes.map(\.rawValue).sorted(), "What it was made for.")
        member("created_at", key.createdAt, "When it was made.")
        member("expires_at", key.expiresAt, "When it ends; null for never.")
        member("last_used_at", key.lastUsedAt, "When it was last used, to five minutes.")
    }
}

/// All keys of a user.
struct APIKeysAnswer: Answer {
    let keys: [APIKey]

    static let example = APIKeysAnswer(keys: [APIKey.example])

    func write(to object: inout AnswerWriter) {
        object.member("items", keys.map(APIKeyAnswer.init), "The oldest first.")
    }
}

/// What a key is to be.
struct APIKeyBody: InputObject {
    @Field("1 to 100 characters, for its owner to know it by.", length: 1...100) var name: String
    @Field("What it may do: some of what its owner may.") var scopes: [String]
    @Field("When it is to end; never when absent.") var expiresAt: Timestamp?
}

/// `POST /users/me/api-keys`
struct CreateAPIKey: Operation {
    static let declaration = Declaration(
        .post, "/users/me/api-keys", "Make a key for a machine",
        description:
            "It may do what its scopes say and its owner may, and nothing that concerns the account itself. Scopes: "
            + Permission.scopes.map { "`\($0.rawValue)`" }.joined(separator: ", ")
            + ". The session must have begun in the last 15 minutes; the owner is told by mail.",
        tag: .account, permission: .signedIn, errors: [IdentityError.loginNotRecent, IdentityError.tooManyKeys],
        answersSecrets: true)

    @Body("The new key.") var key: APIKeyBody

    func answer(_ doors: IdentityDoors, _ call: Call) async throws -> Created<NewAPIKeyAnswer> {
        let login = try await doors.sessions.recentLogin(call.user.session, of: call.user.id)
        let (made, text) = try await doors.apiKeys.create(
            for: login, name: key.name, scopes: key.scopes, until: key.expiresAt, from: Client(call))
        return Created(NewAPIKeyAnswer(key: made, text: text), at: "/api/v1/users/me/api-keys/\(made.id)")
    }
}

/// `GET /users/me/api-keys`
struct ListAPIKeys: Operation {
    static let declaration = Declaration(
        .get, "/users/me/api-keys", "List the own keys of machines", tag: .account, permission: .signedIn)

    func answer(_ keys: APIKeys, _ call: Call) async throws -> Reply<APIKeysAnswer> {
        .ok(APIKeysAnswer(keys: try await keys.list(of: call.user.id)))
    }
}

/// `DELETE /users/me/api-keys/{key}`
struct RevokeAPIKey: Operation {
    static let declaration = Declaration(
        .delete, "/users/me/api-keys/{key}", "End a key", tag: .account, permission: .signedIn,
        errors: [IdentityError.apiKeyNotFound])

    @Path("Its id.") var key: ID<APIKey>

    func answer(_ keys: APIKeys, _ call: Call) async throws -> NoContent {
        try await keys.revoke(key, of: call.user.id, from: Client(call))
        return NoContent()
    }
}
