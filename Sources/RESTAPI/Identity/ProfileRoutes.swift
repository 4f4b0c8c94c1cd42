import Identity
import Kernel
import WebSupport

/// `GET /users/me`, also as `GET /auth/me`
struct ReadProfile: Operation {
    static let declaration = Declaration(
        .get, "/users/me", alias: "/auth/me", "Read the own account", tag: .account, permission: .readProfile)

    func answer(_ accounts: Accounts, _ call: Call) async throws -> Reply<UserAnswer> {
        .ok(UserAnswer(try await accounts.read(call.account)))
    }
}

/// What somebody writes about himself. Role, status and address are changed elsewhere, or by others.
struct ProfileBody: InputObject {
    @Field("At most 100 characters.") var firstName: String?
    @Field("At most 100 characters.") var lastName: String?
    @Field("Both names in one, when the two are not given.") var fullName: String?
    @Field("At most 20 characters.") var phone: String?
    @Field("At most 2,000 characters.") var bio: String?
    @Field("A picture: https://… or a path of this shop.") var avatarUrl: String?
    @Field("Whether news may be sent.") var marketingConsent = false

    var profile: Profile {
        var profile = Profile(firstName: firstName, lastName: lastName)
        if firstName == nil, lastName == nil { profile.fullName = fullName }
        (profile.phone, profile.bio, profile.avatarURL) = (phone, bio, avatarUrl)
        profile.marketingConsent = marketingConsent
        return profile
    }
}

/// `PUT /users/me`
struct ReplaceProfile: Operation {
    static let declaration = Declaration(
        .put, "/users/me", "Replace the own profile", description: "What is left out is emptied.", tag: .account,
        permission: .signedIn)

    @Body("The profile as it is to be.") var profile: ProfileBody

    func answer(_ accounts: Accounts, _ call: Call) async throws -> Reply<UserAnswer> {
        let user = try await accounts.replaceProfile(of: call.user.id, with: profile.profile, from: Client(call))
        return .ok(UserAnswer(user))
    }
}

/// What of a profile changes.
struct ProfilePatch: InputObject {
    @Field("At most 100 characters.") var firstName: Change<String?>
    @Field("At most 100 characters.") var lastName: Change<String?>
    @Field("Both names in one.") var fullName: Change<String?>
    @Field("At most 20 characters.") var phone: Change<String?>
    @Field("At most 2,000 characters.") var bio: Change<String?>
    @Field("A picture: https://… or a path of this shop.") var avatarUrl: Change<String?>
    @Field("Whether news may be sent.") var marketingConsent: Change<Bool>

    func apply(to profile: inout Profile) {
        fullName.apply(to: &profile.fullName)
        firstName.apply(to: &profile.firstName)
        lastName.apply(to: &profile.lastName)
        phone.apply(to: &profile.phone)
        bio.apply(to: &profile.bio)
        avatarUrl.apply(to: &profile.avatarURL)
        marketingConsent.apply(to: &profile.marketingConsent)
    }
}

/// `PATCH /users/me`
struct EditProfile: Operation {
    static let declaration = Declaration(
        .patch, "/users/me", "Change parts of the own profile", description: "What is left out stays.", tag: .account,
        permission: .signedIn)

    @Body("What changes.") var change: ProfilePatch

    func answer(_ accounts: Accounts, _ call: Call) async throws -> Reply<UserAnswer> {
        let change = change
        let user = try await accounts.editProfile(of: call.user.id, from: Client(call)) { change.apply(to: &$0) }
        return .ok(UserAnswer(user))
    }
}

/// The password of the account, once more.
struct PasswordBody: InputObject {
    @Field("The password of the account.") var password: String
}

/// `DELETE /users/me`
struct EraseAccount: Operation {
    static let declaration = Declaration(
        .delete, "/users/me", "Erase the own account",
        description: "For good: everything personal is taken out. Orders are kept, and name nobody any more.",
        tag: .account, permission: .signedIn,
        errors: [IdentityError.wrongPassword(field: "password"), IdentityError.lastAdmin])

    @Body("The password.") var proof: PasswordBody

    func answer(_ accounts: Accounts, _ call: Call) async throws -> NoContent {
        try await accounts.erase(call.user.id, password: proof.password, from: Client(call))
        return NoContent().setting(call.cookies.removal(of: .session))
    }
}

/// `GET /users/me/export`
struct ExportAccount: Operation {
    static let declaration = Declaration(
        .get, "/users/me/export", "Read everything that is held about the own account",
        description: "One JSON document, to keep or to take elsewhere.", tag: .account, permission: .signedIn,
        answersSecrets: true)

    func answer(_ accounts: Accounts, _ call: Call) async throws -> Document {
        Document(try await accounts.export(call.user.id, from: Client(call)), named: "souk-account.json")
    }
}

extension Call {
    /// The account behind the call, of a person or of the maker of a machine's key.
    var account: ID<User> {
        get throws(RequestError) {
            guard let id = caller.userID else { throw .unauthenticated }
            return id
        }
    }
}
