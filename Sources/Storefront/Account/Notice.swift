import Hummingbird
import Identity

/// What a page says about what was just done. Its name travels in the address, its words do not.
enum Notice: String {
    case registered, verified, confirmed, resent
    case signedOut = "signed-out"
    case signedOutEverywhere = "signed-out-everywhere"
    case stepExpired = "step-expired"
    case recentLogin = "recent-login"
    case sessionEnded = "session-ended"
    case outdated
    case reset, saved, password, email, ended
    case secondFactorOff = "two-step-off"
    case passkeyAdded = "passkey-added"
    case passkeyRemoved = "passkey-removed"
    case linked, unlinked
    case keyRevoked = "key-revoked"
    case searchSaved = "search-saved"
    case searchRemoved = "search-removed"
    case searchMailOn = "search-mail-on"
    case searchMailOff = "search-mail-off"
    case tuningSaved = "tuning-saved"
    case deleted
    case socialRefused = "social-refused"
    case socialEmailMissing = "social-email-missing"
    case linkNeedsPassword = "link-needs-password"
    case identityTaken = "identity-taken"
    case providerUnavailable = "provider-unavailable"

    /// The sentence.
    var text: String {
        switch self {
        case .registered: "Welcome! We have sent you a mail: follow its link to confirm your e-mail address."
        case .verified: "Your e-mail address is confirmed."
        case .confirmed: "Your e-mail address is confirmed. You can sign in now."
        case .resent: "If your address still needs it, a new mail is on its way."
        case .signedOut: "You are signed out. See you soon!"
        case .signedOutEverywhere: "You are signed out on every device."
        case .sessionEnded: "You are not signed in any more, so nothing was changed. Sign in to go on where you were."
        case .outdated: "This page was out of date, so nothing was sent. Please try once more."
        case .recentLogin: "Please sign in once more: only then can be changed how your account is opened."
        case .stepExpired: "That took too long. Please sign in once more."
        case .reset: "Your new password is set, and every device is signed out. Sign in with it now."
        case .saved: "Your profile is saved."
        case .password: "Your password is changed, and every other device is signed out."
        case .email: "Almost done: follow the link in the mail that we have sent to the new address."
        case .ended: "That device is signed out."
        case .secondFactorOff: "Two-step sign-in is switched off."
        case .passkeyAdded: "The passkey is added. You can sign in with it from now on."
        case .passkeyRemoved: "The passkey is removed."
        case .linked: "The account is connected."
        case .unlinked: "The account is no longer connected."
        case .keyRevoked: "The key is revoked."
        case .tuningSaved: "Search ranks by these settings from now on."
        case .searchSaved: "The search is saved."
        case .searchRemoved: "The search is removed."
        case .searchMailOn: "We will send you a mail when something new matches."
        case .searchMailOff: "You will get no more mails about that search."
        case .socialRefused: IdentityError.socialLoginRefused.message
        case .socialEmailMissing: IdentityError.socialEmailMissing.message
        case .linkNeedsPassword: IdentityError.linkNeedsPassword.message
        case .identityTaken: IdentityError.identityTaken.message
        case .providerUnavailable: IdentityError.providerUnavailable.message
        case .deleted: "Your account is deleted. Thank you for having been here."
        }
    }
}

extension Request {
    /// A parameter of the address, the first of that name that says something.
    func parameter(_ name: String) -> String? {
        AddressFields(uri.query ?? "").fields.first { $0.name == name && !$0.value.isEmpty }?.value
    }

    /// What is to be said about what was just done.
    var notice: Notice? { parameter("done").flatMap(Notice.init) }
}
