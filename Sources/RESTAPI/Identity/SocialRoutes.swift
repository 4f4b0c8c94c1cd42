import HTTPTypes
import Identity
import Kernel
package import WebSupport

/// What browsers are answered where logins through accounts elsewhere begin and end: they want pages and cookies where
/// programs want JSON. Filled by the composition root, so that this face knows no pages.
package struct SocialBrowsing: Sendable {
    let begin: PageHandler
    let finish: PageHandler

    /// Browsing by these handlers.
    package init(begin: @escaping PageHandler, finish: @escaping PageHandler) {
        (self.begin, self.finish) = (begin, finish)
    }
}

/// `GET /auth/oauth/{provider}/authorize`
struct BeginSocialLogin: Operation {
    static let declaration = Declaration(
        .get, "/auth/oauth/{provider}/authorize", "Begin to sign in through an account elsewhere",
        description: """
            Leads to the provider, and sets a cookie that has to come along to the callback within ten minutes: so only \
            the client that was sent out can come back.
            """, tag: .authentication, errors: [IdentityError.providerUnknown, IdentityError.providerUnavailable],
        limit: .login, answersSecrets: true)

    @Path("The provider: `google`, `github`, `facebook`, or another that the shop knows.") var provider: String
    @Query("Where a browser goes afterwards: a path of the shop.", length: 0...512) var returnTo: String?

    func answer(_ logins: SocialLogins, _ call: Call) async throws -> Redirect {
        let start = try await logins.begin(provider, returnTo: returnTo)
        return Redirect(to: start.url).setting(call.cookies.cookie(.ceremony, start.cookie, for: start.lifetime))
    }
}

/// `GET /auth/oauth/{provider}/callback`
struct FinishSocialLogin: Operation {
    static let declaration = Declaration(
        .get, "/auth/oauth/{provider}/callback", "Come back from an account elsewhere",
        description: """
            Where providers send browsers back to. With `Accept: application/json` the answer is that of `/auth/login`, \
            `mfa_required` included; else 302 with the cookies of a session, to where `return_to` said or to a page that \
            says what is wrong. An account of the shop with the same e-mail address is linked where both sides have \
            verified it. 302 also follows when an account was linked to the one that is signed in.
            """, tag: .authentication,
        errors: [
            IdentityError.socialLoginRefused, IdentityError.secondFactorRequired(token: "…"),
            IdentityError.incorrectCredentials, IdentityError.linkNeedsPassword, IdentityError.identityTaken,
            IdentityError.socialEmailMissing, IdentityError.providerUnknown, IdentityError.providerUnavailable,
        ], answersSecrets: true)

    @Path("The provider that was asked.") var provider: String
    @Query("What the provider gave, to be exchanged once; it is missing when somebody refused there.") var code: String?
    @Query("What the provider was given on the way there.") var state: String?
    @Query("Who the provider says that it is (RFC 9207).") var iss: String?

    func answer(_ doors: IdentityDoors, _ call: Call) async throws -> ReplyOrRedirect<TokensAnswer> {
        let outcome = try await doors.socialLogins.finish(
            provider, SocialAnswer(code: code, state: state, issuer: iss), cookie: call.ceremony,
            as: call.caller.userID, from: Client(call))
        return try await answer(outcome, doors.sessions, call)
            .setting(call.cookies.removal(of: .ceremony)).with(.referrerPolicy, "no-referrer")
    }

    private func answer(_ outcome: SocialOutcome, _ sessions: Sessions, _ call: Call) async throws
        -> ReplyOrRedirect<TokensAnswer>
    {
        switch outcome.login {
        case .signedIn(let login)?: .reply(try await sessions.reply(login, call))
        case .secondFactorRequired(let token)?: throw IdentityError.secondFactorRequired(token: token)
        case nil: .redirect(Redirect(to: outcome.returnTo))
        }
    }
}
