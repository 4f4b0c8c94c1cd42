import Identity
import Kernel
import WebSupport

/// An account elsewhere that leads into the own one.
struct SocialIdentityAnswer: Answer {
    let identity: SocialIdentity

    static let example = SocialIdentityAnswer(identity: SocialIdentity.example)

    func write(to object: inout AnswerWriter) {
        object.member("id", identity.id, "Its identity with us.")
        object.member("provider", identity.provider, "Where the account is.")
        object.member("label", identity.label, "What it is called there.")
        object.member("created_at", identity.createdAt, "When it was linked.")
        object.member("last_used_at", identity.lastUsedAt, "When somebody last signed in through it.")
    }
}

/// All of them.
struct SocialIdentitiesAnswer: Answer {
    let identities: [SocialIdentity]

    static let example = SocialIdentitiesAnswer(identities: [SocialIdentity.example])

    func write(to object: inout AnswerWriter) {
        object.member("items", identities.map(SocialIdentityAnswer.init), "The oldest first.")
    }
}

/// `GET /users/me/identities`
struct ListIdentities: Operation {
    static let declaration = Declaration(
        .get, "/users/me/identities", "List the accounts elsewhere that lead into the own one", tag: .account,
        permission: .signedIn)

    func answer(_ logins: SocialLogins, _ call: Call) async throws -> Reply<SocialIdentitiesAnswer> {
        .ok(SocialIdentitiesAnswer(identities: try await logins.list(of: call.user.id)))
    }
}

/// `DELETE /users/me/identities/{identity}`
struct UnlinkIdentity: Operation {
    static let declaration = Declaration(
        .delete, "/users/me/identities/{identity}", "Unlink an account elsewhere",
        description: "Never the last way into the account.", tag: .account, permission: .signedIn,
        errors: [IdentityError.wayInNotFound, IdentityError.lastWayIn])

    @Path("Its id.") var identity: ID<SocialIdentity>

    func answer(_ logins: SocialLogins, _ call: Call) async throws -> NoContent {
        try await logins.unlink(identity, of: call.user.id, from: Client(call))
        return NoContent()
    }
}

extension SocialIdentity {
    static let example = SocialIdentity(
        id: ID(high: 0x0190_0A5D_AC96_774B, low: 0xBCCE_B302_099A_8008), provider: "google", label: "ada@example.com",
        createdAt: User.example.createdAt, lastUsedAt: nil)
}
