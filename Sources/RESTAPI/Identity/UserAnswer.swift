import Identity
import Kernel
import WebSupport

/// A user as REST version 1 shows it: to its owner and to admins. Nothing secret is in it.
struct UserAnswer: Answer {
    let user: User

    init(_ user: User) {
        self.user = user
    }

    static let example = UserAnswer(User.example)

    func write(to object: inout AnswerWriter) {
        object.member("id", user.id, "The identity of the account.")
        object.member("email", user.email, "Where mail goes.")
        object.member("first_name", user.profile.firstName, "At most 100 characters.")
        object.member("last_name", user.profile.lastName, "At most 100 characters.")
        object.member("full_name", user.profile.fullName, "Both names, made of the two.")
        object.member("phone", user.profile.phone, "At most 20 characters.")
        object.member("bio", user.profile.bio, "A few words about the person.")
        object.member("avatar_url", user.profile.avatarURL, "A picture.")
        object.member("role", user.role, "What sort of account it is.")
        object.member("status", user.status, "Whether it may be used.")
        object.member("is_active", user.isActive, "Whether `status` is active.")
        object.member("email_verified", user.isEmailVerified, "Whether its owner proved to have the address.")
        object.member("marketing_consent", user.profile.marketingConsent, "Whether news may be sent.")
        object.member("created_at", user.createdAt, "When it was made.")
        object.member("updated_at", user.updatedAt, "When it was last changed.")
    }
}

extension Role: TextInput, JSONInput, AnswerValue {}
extension UserStatus: TextInput, JSONInput, AnswerValue {}

/// As much of a user as a client needs after signing in.
struct SignedInUserAnswer: Answer {
    let user: User

    static let example = SignedInUserAnswer(user: User.example)

    func write(to object: inout AnswerWriter) {
        object.member("id", user.id, "The identity of the account.")
        object.member("email", user.email, "Where mail goes.")
        object.member("first_name", user.profile.firstName)
        object.member("last_name", user.profile.lastName)
        object.member("full_name", user.profile.fullName)
        object.member("role", user.role, "What sort of account it is.")
        object.member("email_verified", user.isEmailVerified, "Whether its owner proved to have the address.")
    }
}
