import Kernel

/// What somebody wants an account with, unchecked.
package struct Registration: Sendable {
    /// The address.
    package var email: String
    /// The password in the clear; never kept.
    package var password: String
    /// Name and the rest.
    package var profile: Profile

    /// A wish for an account.
    package init(email: String, password: String, profile: Profile = Profile()) {
        (self.email, self.password, self.profile) = (email, password, profile)
    }

    /// The same checked.
    /// - Throws: `ValidationError` about everything that is wrong at once.
    func checked(_ rule: PasswordRule) throws(ValidationError) -> (email: EmailAddress, profile: Profile) {
        var errors: [FieldError] = []
        var address: EmailAddress?
        do { address = try EmailAddress(email) } catch { errors.append(error) }
        if let refusal = rule.refusal(of: password, email: email) { errors.append(refusal) }
        var checkedProfile = profile
        do { checkedProfile = try profile.checked() } catch { errors += error.fields }
        guard let address, errors.isEmpty else { throw ValidationError(errors) }
        return (address, checkedProfile)
    }
}
