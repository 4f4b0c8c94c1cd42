import HTTPTypes
package import Hummingbird
package import Identity
import Kernel
import NIOCore
package import Search
package import WebSupport

/// The pages of accounts: signing up, in and out, and all that somebody looks after once signed in.
///
/// They work without JavaScript, passkeys aside, which are nothing but JavaScript. None is ever kept by a cache; the
/// other pages of the shop are, and say nothing about who is looking at them.
package struct AccountPages: Sendable {
    let shop: ShopPages
    let doors: IdentityDoors
    let searches: SavedSearches
    let guarding: FormGuard
    let cookies: CookieRules
    let limits: RateLimits
    let box: SecretBox

    /// The pages of that shop's accounts.
    /// - Parameter box: seals what goes from one page to the next; every node needs the same.
    package init(
        _ shop: ShopPages, _ doors: IdentityDoors, searches: SavedSearches, guarding: FormGuard, cookies: CookieRules,
        limits: RateLimits, box: SecretBox
    ) {
        (self.shop, self.doors, self.searches, self.guarding) = (shop, doors, searches, guarding)
        (self.cookies, self.limits, self.box) = (cookies, limits, box)
    }

    /// Mounts every page and what takes its forms.
    package func mount(on router: Router<ShopContext>) {
        mountEntries(on: router)
        mountRooms(on: router)
    }

    /// What anybody can reach.
    private func mountEntries(on router: Router<ShopContext>) {
        router.form("/register", guarding, show: registration, submit: register)
        router.readable("/register/sent", limit: .pages, registrationSent)
        router.form("/verify-email", guarding, show: verification, submit: verify)
        router.form("/verify-email/resend", guarding, show: resending, submit: resend)
        router.readable("/verify-email/sent", limit: .pages, resent)
        router.form("/login", guarding, show: login, submit: logIn)
        router.form("/login/code", guarding, show: codeStep, submit: takeCode)
        router.form("/login/recovery-code", guarding, show: recoveryStep, submit: takeRecoveryCode)
        router.form("/login/passkey", guarding, submit: logInByPasskey)
        router.form("/login/passkey/options", guarding, submit: passkeyRequest)
        router.form("/logout", guarding, submit: logOut)
        router.form("/forgot-password", guarding, show: forgetting, submit: forget)
        router.readable("/forgot-password/sent", limit: .pages, forgotten)
        router.form("/reset-password", guarding, show: resetting, submit: reset)
        router.secretLink("/saved-searches/{search}/stop/{code}", show: stopping, submit: stop)
    }

    /// What only the owner of an account reaches.
    private func mountRooms(on router: Router<ShopContext>) {
        router.readable("/account", limit: .pages, signedIn(overview))
        router.form("/account/verification", guarding, submit: signedIn(sendVerification))
        router.form("/account/profile", guarding, show: signedIn(profile), submit: signedIn(saveProfile))
        router.form("/account/email", guarding, show: signedIn(email), submit: signedIn(changeEmail))
        router.form("/account/password", guarding, show: signedIn(password), submit: signedIn(changePassword))
        router.readable("/account/sessions", limit: .pages, signedIn(sessions))
        router.form("/account/sessions/end", guarding, submit: signedIn(endSession))
        router.form("/account/sessions/end-all", guarding, submit: signedIn(endSessions))
        router.readable("/account/two-step", limit: .pages, signedIn(secondFactor))
        router.form("/account/two-step/begin", guarding, submit: signedIn(beginSecondFactor))
        router.form("/account/two-step/confirm", guarding, submit: signedIn(confirmSecondFactor))
        router.form("/account/two-step/codes", guarding, submit: signedIn(renewRecoveryCodes))
        router.form("/account/two-step/disable", guarding, submit: signedIn(disableSecondFactor))
        router.form("/account/passkeys", guarding, show: signedIn(passkeys), submit: signedIn(addPasskey))
        router.form("/account/passkeys/options", guarding, submit: signedIn(passkeyCreation))
        router.form("/account/passkeys/remove", guarding, submit: signedIn(removePasskey))
        router.readable("/account/connections", limit: .pages, signedIn(connections))
        router.form("/account/connections/link", guarding, submit: signedIn(linkConnection))
        router.form("/account/connections/unlink", guarding, submit: signedIn(unlinkConnection))
        router.readable("/account/searches", limit: .pages, signedIn(savedSearches))
        router.form("/account/searches/new", guarding, show: signedIn(newSearch), submit: signedIn(saveSearch))
        router.form("/account/searches/mail", guarding, submit: signedIn(changeSearchMail))
        router.form("/account/searches/remove", guarding, submit: signedIn(removeSearch))
        router.form("/account/keys", guarding, show: signedIn(keys), submit: signedIn(createKey))
        router.form("/account/keys/revoke", guarding, submit: signedIn(revokeKey))
        router.readable("/account/data", limit: .pages, signedIn(data))
        router.readable("/account/data/export", limit: .pages, signedIn(exportData))
        router.form("/account/data/delete", guarding, submit: signedIn(eraseAccount))
    }
}
