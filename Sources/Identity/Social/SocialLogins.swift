import Jobs
package import Kernel
package import Outbound
import Persistence

/// Coming in through an account elsewhere: OpenID Connect, GitHub, Facebook.
///
/// An account elsewhere leads into one of ours once it is linked: when the account is made by it, when its owner links it
/// while signed in, or by itself when both sides have verified the same address. In any other case whoever has an address
/// there could walk into an account here.
package struct SocialLogins: Sendable {
    private let parts: IdentityParts
    private let languages: [String: any ProviderLanguage]
    /// The names of the providers that there are, in order.
    package let names: [String]

    /// Logins through those providers; through none without a client.
    package init(_ parts: IdentityParts, providers: [SocialProvider], client: OutboundClient?) {
        self.parts = parts
        guard let client else {
            (names, languages) = ([], [:])
            return
        }
        names = providers.map(\.name).sorted()
        let calls = ProviderCalls(client: client)
        let clock = parts.clock
        let pairs = providers.map { provider -> (String, any ProviderLanguage) in
            switch provider.language {
            case .openID(let issuer):
                (provider.name, OpenIDProvider(provider, issuer: issuer, calls: calls, clock: clock))
            case .gitHub(let site, let interface):
                (provider.name, GitHubProvider(provider: provider, site: site, interface: interface, calls: calls))
            case .facebook(let site, let interface):
                (provider.name, FacebookProvider(provider: provider, site: site, interface: interface, calls: calls))
            }
        }
        languages = Dictionary(pairs) { first, _ in first }
    }

    // MARK: There and back

    /// Sends somebody to a provider.
    /// - Parameters:
    ///   - path: where they go afterwards: a path of this shop.
    ///   - login: of who wants to link the account there; `nil` for somebody who wants to come in.
    /// - Throws: `IdentityError.providerUnknown`, `.providerUnavailable`, `ValidationError`.
    package func begin(_ name: String, returnTo path: String?, linkingTo login: RecentLogin? = nil) async throws
        -> SocialStart
    {
        let language = try language(name)
        let attempt = SocialAttempt(
            name, returnTo: try SocialAttempt.localPath(path), user: login?.user, at: parts.clock.now)
        let url = try await asking { try await language.authorizationURL(attempt, redirect: redirect(name)) }
        return SocialStart(url: url, cookie: try attempt.sealed(by: parts.box), lifetime: SocialAttempt.lifetime)
    }

    /// Takes somebody back who was sent to a provider, once.
    /// - Parameters:
    ///   - cookie: what the browser kept.
    ///   - caller: who is signed in, if anybody.
    /// - Throws: `IdentityError.socialLoginRefused` for what does not fit together; `.linkNeedsPassword`,
    ///   `.socialEmailMissing`, `.identityTaken`, `.incorrectCredentials`, `.providerUnavailable`.
    package func finish(
        _ name: String, _ answer: SocialAnswer, cookie: String?, as caller: ID<User>?, from client: Client
    ) async throws -> SocialOutcome {
        let language = try language(name)
        let now = parts.clock.now
        guard let attempt = cookie.flatMap({ SocialAttempt(sealed: $0, parts.box, at: now) }), attempt.provider == name,
            let state = answer.state, Array(state.utf8).isSame(as: Array(attempt.state.utf8)),
            attempt.user == nil || attempt.user == caller, let code = answer.code, (1...4096).contains(code.utf8.count),
            try await parts.database.write({ try $0.useState(attempt, at: now) })
        else { return try await refuse(client) }
        let person: SocialPerson
        do {
            person = try await asking {
                guard try await language.isSender(named: answer.issuer) else { throw IdentityError.socialLoginRefused }
                return try await language.person(code, attempt, redirect: redirect(name))
            }
        } catch IdentityError.socialLoginRefused {
            return try await refuse(client)
        }
        guard let user = attempt.user else {
            let owner = try await owner(person, at: name, client)
            let login = try await Sessions(parts).logIn(owner, by: .social, from: client)
            return SocialOutcome(login: login, returnTo: attempt.returnTo)
        }
        try await link(person, at: name, to: user, client)
        return SocialOutcome(login: nil, returnTo: attempt.returnTo)
    }

    private func refuse(_ client: Client) async throws -> SocialOutcome {
        try await parts.noteFailure(subject: nil, client, .social)
        throw IdentityError.socialLoginRefused
    }

    /// Calls a provider. Whatever is wrong with the way there, what it comes to is that the provider does not answer.
    private func asking<Value>(_ call: () async throws -> Value) async throws -> Value {
        do {
            return try await call()
        } catch is OutboundError {
            throw IdentityError.providerUnavailable
        }
    }

    private func language(_ name: String) throws -> any ProviderLanguage {
        guard let language = languages[name] else { throw IdentityError.providerUnknown }
        return language
    }

    /// Where providers send browsers back to: always at our public address.
    private func redirect(_ name: String) -> String {
        "\(parts.options.publicURL)/api/v1/auth/oauth/\(name)/callback"
    }

    // MARK: Whose it is

    /// Whose account somebody comes into, linked or made as need be. What another call did in the same moment is looked
    /// at once more.
    private func owner(_ person: SocialPerson, at provider: String, _ client: Client) async throws -> ID<User> {
        for _ in 0..<3 {
            do {
                return try await findOrMake(person, at: provider, client)
            } catch IdentityError.emailTaken, IdentityError.identityTaken {
                continue
            }
        }
        throw IdentityError.providerUnavailable
    }

    private func findOrMake(_ person: SocialPerson, at provider: String, _ client: Client) async throws -> ID<User> {
        let (now, isHidden) = (parts.clock.now, parts.options.hidesAccounts)
        return try await parts.database.write { transaction in
            if let owner = try transaction.socialOwner(provider, person.subject, at: now) { return owner }
            guard let email = person.email else { throw IdentityError.socialEmailMissing }
            if isHidden, !person.isEmailVerified { throw IdentityError.linkNeedsPassword }
            if let owner = try transaction.user(folded: email.folded) {
                guard person.isEmailVerified, let owner = try transaction.lockedUser(owner.id), owner.isEmailVerified,
                    try EmailAddress(owner.email).folded == email.folded
                else { throw IdentityError.linkNeedsPassword }
                guard owner.isActive else { throw IdentityError.incorrectCredentials }
                if owner.ownerProvedAt == nil { try transaction.handOver(owner.id, client, at: now) }
                try transaction.connect(person, at: provider, to: owner.id, client, now)
                return owner.id
            }
            return try transaction.makeUser(person, email, at: provider, client, now)
        }
    }

    private func link(_ person: SocialPerson, at provider: String, to user: ID<User>, _ client: Client) async throws {
        let now = parts.clock.now
        try await parts.database.write { transaction in
            if let owner = try transaction.socialOwner(provider, person.subject, at: now) {
                guard owner == user else { throw IdentityError.identityTaken }
                return
            }
            guard try transaction.lockedUser(user)?.isActive == true else { throw IdentityError.userNotFound }
            try transaction.connect(person, at: provider, to: user, client, now)
        }
    }

    // MARK: Looking after them

    /// The accounts elsewhere that lead into a user's.
    package func list(of user: ID<User>) async throws -> [SocialIdentity] {
        try await parts.database.lookUp { try $0.socialIdentities(of: user) }
    }

    /// Unlinks one, unless nothing else would lead into the account.
    /// - Throws: `IdentityError.wayInNotFound`, `.lastWayIn`.
    package func unlink(_ id: ID<SocialIdentity>, of user: ID<User>, from client: Client) async throws {
        let now = parts.clock.now
        try await parts.database.write { transaction in
            guard try transaction.lockedUser(user) != nil, try transaction.deleteSocialIdentity(id, of: user) else {
                throw IdentityError.wayInNotFound
            }
            guard try transaction.hasWayIn(user) else { throw IdentityError.lastWayIn }
            try transaction.note(
                .identityUnlinked, actor: user, subject: user, client, ["identity": id.description], at: now)
        }
    }
}

extension Transaction {
    /// Links an account elsewhere to one that there was before, whose owner is told.
    fileprivate func connect(
        _ person: SocialPerson, at provider: String, to user: ID<User>, _ client: Client, _ now: Timestamp
    ) throws {
        try link(person, at: provider, to: user, client, now)
        try enqueue(SendIdentityMail(.identityLinked, to: user), at: now)
    }

    /// Hands an account over to whom the provider vouches for as the owner of its address. Who made it with that address,
    /// and knows its password, may be somebody else: the password counts no more, until one is set by mail.
    fileprivate func handOver(_ user: ID<User>, _ client: Client, at now: Timestamp) throws {
        try setPassword(nil, of: user, at: now)
        try dropTokens(of: user)
        try note(.passwordDropped, actor: user, subject: user, client, at: now)
        try shutOut(user, client, at: now)
        try setOwnerProved(now, of: user)
    }

    fileprivate func link(
        _ person: SocialPerson, at provider: String, to user: ID<User>, _ client: Client, _ now: Timestamp
    ) throws {
        try link(person, at: provider, to: user, at: now)
        try note(.identityLinked, actor: user, subject: user, client, ["provider": provider], at: now)
    }

    /// A customer's account without a password. Its address counts as verified where the provider says so; else the mail
    /// goes out as it does after any registration.
    fileprivate func makeUser(
        _ person: SocialPerson, _ email: EmailAddress, at provider: String, _ client: Client, _ now: Timestamp
    ) throws -> ID<User> {
        let user = User(
            id: ID(at: now), email: email.text, emailVerifiedAt: person.isEmailVerified ? now : nil,
            ownerProvedAt: person.isEmailVerified ? now : nil, profile: person.profile, hasPassword: false,
            createdAt: now, updatedAt: now)
        try add(user, email, nil)
        try note(.registered, actor: user.id, subject: user.id, client, ["provider": provider], at: now)
        try record([UserRegistered(user.id)], at: now)
        try enqueue(SendIdentityMail(person.isEmailVerified ? .welcome : .verification, to: user.id), at: now)
        try link(person, at: provider, to: user.id, client, now)
        return user.id
    }
}
