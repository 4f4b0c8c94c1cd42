import Kernel

/// Somebody has an account now.
package struct UserRegistered: Event {
    /// `user.registered`
    package static let name = "user.registered"
    /// The user's id.
    package let subject: String

    init(_ id: ID<User>) { subject = id.description }
}

/// A user proved to own the e-mail address, the first or another one.
package struct UserVerified: Event {
    /// `user.verified`
    package static let name = "user.verified"
    /// The user's id.
    package let subject: String

    init(_ id: ID<User>) { subject = id.description }
}

/// A user's profile, role or status was changed.
package struct UserChanged: Event {
    /// `user.changed`
    package static let name = "user.changed"
    /// The user's id.
    package let subject: String

    init(_ id: ID<User>) { subject = id.description }
}

/// A user asked to be forgotten: whoever keeps personal data under this id removes it now.
package struct UserErased: Event {
    /// `user.erased`
    package static let name = "user.erased"
    /// The user's id.
    package let subject: String

    init(_ id: ID<User>) { subject = id.description }
}

/// Sessions of a user were ended before their time: whoever remembers them forgets them.
package struct SessionsEnded: Event {
    /// `user.sessions_ended`
    package static let name = "user.sessions_ended"
    /// The user's id.
    package let subject: String

    init(_ id: ID<User>) { subject = id.description }
}
