package import Kernel

/// What Identity refuses, and why.
package enum IdentityError: DomainError, Equatable {
    /// No proof of who is asking, or one that does not hold: made up, expired, revoked, or of a disabled account.
    case unauthenticated
    /// Unknown account, wrong password or disabled account: one answer for all three, so that nobody learns which.
    case incorrectCredentials
    /// The password was right; the second factor is still to come, with this token.
    case secondFactorRequired(token: String)
    /// The code of the second factor, or the recovery code, is wrong or was used.
    case incorrectCode
    /// The token between password and second factor is made up, too old, or of before a change of the password.
    case secondFactorTokenInvalid
    /// A refresh token that is made up, used, or of a session that ended.
    case refreshTokenInvalid
    /// So many logins failed that no more are tried for a while.
    case tooManyFailures(retryAfter: Duration)
    /// The account has asked for so many mails that no more are sent for a while.
    case tooManyMails(retryAfter: Duration)
    /// All threads that hash passwords are busy, and enough wait for them.
    case busy
    /// Somebody has an account with this address.
    case emailTaken
    /// A token from a mail that was used, is too old, or is made up.
    case tokenInvalid
    /// The last login is too long ago for what is asked.
    case loginNotRecent
    /// The current password, in that field, is not the account's.
    case wrongPassword(field: String)
    /// There is no such user, or the asker may not see it.
    case userNotFound
    /// The asker has no such session.
    case sessionNotFound
    /// The asker has no such key.
    case apiKeyNotFound
    /// Without this account nobody could run the shop.
    case lastAdmin
    /// A second factor is set up already.
    case secondFactorActive
    /// There is no second factor, or it was not begun to set up.
    case secondFactorMissing
    /// The account has as many keys as it may have.
    case tooManyKeys
    /// There is no such way to log in: a passkey, or an account elsewhere.
    case wayInNotFound
    /// Without it nobody could get into the account any more.
    case lastWayIn
    /// What the shop sealed in the database cannot be opened: the secret is another one than then.
    case secretChanged
    /// No passkey of ours, or one that proved nothing: for another shop, an old challenge, a copy.
    case passkeyRefused
    /// What a browser sent is no new passkey for us, or the challenge is too old.
    case passkeyInvalid
    /// The passkey belongs to an account already.
    case passkeyTaken
    /// The account has as many passkeys as it may have.
    case tooManyPasskeys
    /// There is no such provider.
    case providerUnknown
    /// The provider does not answer, or not as it should.
    case providerUnavailable
    /// What came back from a provider does not fit to what was sent there, or was used before.
    case socialLoginRefused
    /// The provider tells no e-mail address, without which there is no account.
    case socialEmailMissing
    /// An account with this address may be linked by its owner only, who has to sign in for that.
    case linkNeedsPassword
    /// The account elsewhere leads into another account of ours.
    case identityTaken

    /// The stable word.
    package var code: String {
        switch self {
        case .unauthenticated: "unauthenticated"
        case .incorrectCredentials: "incorrect_credentials"
        case .secondFactorRequired: "mfa_required"
        case .incorrectCode: "code_incorrect"
        case .secondFactorTokenInvalid: "mfa_token_invalid"
        case .refreshTokenInvalid: "refresh_token_invalid"
        case .tooManyFailures: "too_many_failures"
        case .tooManyMails: "too_many_mails"
        case .busy: "busy"
        case .emailTaken: "email_taken"
        case .tokenInvalid: "token_invalid"
        case .loginNotRecent: "recent_login_required"
        case .wrongPassword: "password_incorrect"
        case .userNotFound: "user_not_found"
        case .sessionNotFound: "session_not_found"
        case .apiKeyNotFound: "api_key_not_found"
        case .lastAdmin: "last_admin"
        case .secondFactorActive: "mfa_active"
        case .secondFactorMissing: "mfa_missing"
        case .tooManyKeys: "too_many_api_keys"
        case .wayInNotFound: "way_in_not_found"
        case .lastWayIn: "last_way_in"
        case .passkeyRefused: "passkey_refused"
        case .passkeyInvalid: "passkey_invalid"
        case .passkeyTaken: "passkey_taken"
        case .tooManyPasskeys: "too_many_passkeys"
        case .providerUnknown: "provider_unknown"
        case .providerUnavailable: "provider_unavailable"
        case .socialLoginRefused: "social_login_refused"
        case .socialEmailMissing: "social_email_missing"
        case .linkNeedsPassword: "link_needs_password"
        case .identityTaken: "identity_taken"
        case .secretChanged: "secret_changed"
        }
    }

    /// What sort of failure it is.
    package var kind: ErrorKind {
        switch self {
        case .unauthenticated, .incorrectCredentials, .secondFactorRequired, .incorrectCode, .secondFactorTokenInvalid,
            .refreshTokenInvalid, .passkeyRefused, .socialLoginRefused, .loginNotRecent:
            .unauthenticated
        case .tooManyFailures, .tooManyMails: .rateLimited
        case .busy, .providerUnavailable: .unavailable
        case .secretChanged: .defect
        case .emailTaken, .lastAdmin, .secondFactorActive, .secondFactorMissing, .tooManyKeys, .lastWayIn,
            .passkeyTaken, .tooManyPasskeys, .linkNeedsPassword, .identityTaken:
            .conflict
        case .tokenInvalid: .malformed
        case .wrongPassword, .passkeyInvalid, .socialEmailMissing: .invalid
        case .userNotFound, .sessionNotFound, .apiKeyNotFound, .wayInNotFound, .providerUnknown: .notFound
        }
    }

    /// One sentence for people.
    package var message: String {
        switch self {
        case .unauthenticated: "You are not signed in, or not any more."
        case .incorrectCredentials: "Incorrect email or password"
        case .secondFactorRequired: "The code of your second factor is needed as well."
        case .incorrectCode: "The code is wrong, too old, or was used already."
        case .secondFactorTokenInvalid: "Begin again with your e-mail address and password."
        case .refreshTokenInvalid: "The session has ended. Sign in again."
        case .tooManyFailures: "Too many logins failed. Wait a while, or reset your password."
        case .tooManyMails: "We have sent you several mails already. Wait a while, and look into your mailbox."
        case .busy: "Too many people are signing in at the moment. Try again in a second."
        case .emailTaken: "There is an account with this e-mail address already."
        case .tokenInvalid: "The link was used already, is too old, or is not one of ours. Ask for a new one."
        case .loginNotRecent: "This needs a login of the last 15 minutes: sign in once more."
        case .wrongPassword: "The password is not the one of your account."
        case .userNotFound: "There is no such user."
        case .sessionNotFound: "There is no such session."
        case .apiKeyNotFound: "There is no such API key."
        case .lastAdmin: "It is the last active admin: make another one first."
        case .secondFactorActive: "A second factor is set up already. Disable it first."
        case .secondFactorMissing: "There is no second factor, or none that was begun to set up."
        case .tooManyKeys: "An account has at most \(APIKey.maximumCount) API keys. Revoke one first."
        case .wayInNotFound: "There is no such way to sign in."
        case .lastWayIn: "It is the last way into your account: set a password or add another one first."
        case .passkeyRefused: "The passkey was not accepted. Try again, or use your password."
        case .passkeyInvalid: "The passkey could not be added: begin once more."
        case .passkeyTaken: "This passkey is in use already."
        case .tooManyPasskeys: "An account has at most 20 passkeys. Remove one first."
        case .providerUnknown: "Nobody can sign in that way here."
        case .providerUnavailable: "The provider does not answer at the moment. Try again, or use your password."
        case .socialLoginRefused: "Signing in there did not succeed. Begin once more."
        case .socialEmailMissing: "The provider did not tell us your e-mail address. Allow it, or register with one."
        case .linkNeedsPassword: "Sign in with your password first, and link the account there."
        case .identityTaken: "That account is linked to somebody else here."
        case .secretChanged: "Something went wrong on our side. The request id says where to look."
        }
    }

    /// The field at fault.
    package var fields: [FieldError] {
        guard case .wrongPassword(let field) = self else { return [] }
        return [FieldError(field, code: code, message: message)]
    }

    /// When it may help to try again.
    package var retryAfter: Duration? {
        switch self {
        case .tooManyFailures(let duration), .tooManyMails(let duration): duration
        case .busy: .seconds(1)
        default: nil
        }
    }
}
