package import Kernel
import Persistence

/// What somebody shows as second factor.
package enum SecondFactorAnswer: Sendable {
    /// Six digits of the authenticator.
    case code(String)
    /// One of the ten codes on paper.
    case recoveryCode(String)
}

extension Sessions {
    /// Logs in with address and password.
    ///
    /// An unknown account, a wrong password and a disabled account take the same time and get the same answer.
    /// - Parameter admit: called before anything is hashed or counted, with the device if it has signed into that account
    ///   before; what it throws ends the login.
    /// - Throws: `IdentityError.incorrectCredentials`, `.tooManyFailures`, `.busy`.
    package func logIn(
        email: String, password: String, from client: Client, admit: (KnownDevice?) throws -> Void = { _ in }
    ) async throws -> LoginOutcome {
        let now = parts.clock.now
        let folded = (try? EmailAddress(email))?.folded ?? EmailAddress.fold(String(email.prefix(300)))
        let account = try await parts.database.lookUp { try $0.loginAccount(folded: folded) }
        let device = parts.device(of: account?.id, client)
        try admit(device.map { KnownDevice($0) })
        let attempt = try parts.failures.begin(folded, from: client, device: device?.mark, at: now)
        let result = try await parts.check(password, against: account?.passwordHash, attempt)
        guard result != .wrong, let account, account.status == .active else {
            try await parts.noteFailure(subject: account?.id, client, .password)
            throw IdentityError.incorrectCredentials
        }
        parts.failures.forget(attempt)
        // When all threads are busy, the next login makes the better hash.
        if result == .rightButOutdated { try? await upgrade(account, password) }
        guard !account.hasSecondFactor else {
            let token = SecondStep.text(
                account.id, passwordChangedAt: account.passwordChangedAt, parts.box, at: parts.clock.now)
            return .secondFactorRequired(token: token)
        }
        return .signedIn(try await begin(account, .password, client, device) { _ in true })
    }

    /// Completes a login whose password was right.
    /// - Parameter admit: as for the first step.
    /// - Throws: `IdentityError.secondFactorTokenInvalid`, `.incorrectCode`, `.tooManyFailures`.
    package func logIn(
        secondFactorToken text: String, _ answer: SecondFactorAnswer, from client: Client,
        admit: (KnownDevice?) throws -> Void = { _ in }
    ) async throws -> SignedIn {
        let now = parts.clock.now
        let step = SecondStep(text, at: now)
        let device = parts.device(of: step?.user, client)
        try admit(device.map { KnownDevice($0) })
        guard let step, let account = try await parts.database.lookUp({ try $0.loginAccount(step.user) }),
            account.status == .active, step.isGenuine(passwordChangedAt: account.passwordChangedAt, parts.box)
        else { throw IdentityError.secondFactorTokenInvalid }
        let attempt = try parts.failures.begin(
            account.emailFolded, from: client, device: device?.mark, isCode: true, at: now)
        let way: WayIn = if case .code = answer { .code } else { .recoveryCode }
        let box = parts.box
        do {
            let login = try await begin(account, way, client, device) { transaction in
                try transaction.accept(answer, of: account.id, box, at: now)
            }
            parts.failures.forget(attempt)
            return login
        } catch IdentityError.incorrectCode {
            try await parts.noteFailure(subject: account.id, client, way)
            throw IdentityError.incorrectCode
        }
    }

    /// Begins a session for somebody who proved by other means who he is.
    ///
    /// A passkey is two factors in one; an account elsewhere is not, and the second factor is asked for.
    /// - Throws: `IdentityError.incorrectCredentials` when the account is disabled or gone.
    package func logIn(_ user: ID<User>, by way: WayIn, from client: Client) async throws -> LoginOutcome {
        guard let account = try await parts.database.lookUp({ try $0.loginAccount(user) }), account.status == .active
        else { throw IdentityError.incorrectCredentials }
        guard way == .passkey || !account.hasSecondFactor else {
            let token = SecondStep.text(
                user, passwordChangedAt: account.passwordChangedAt, parts.box, at: parts.clock.now)
            return .secondFactorRequired(token: token)
        }
        let device = parts.device(of: user, client)
        return .signedIn(try await begin(account, way, client, device) { _ in true })
    }

    /// Writes the session, if the account is still as the login found it: a reset that came in between has ended all
    /// sessions, and must not be followed by one more.
    /// - Parameter isProved: the last proof, in the transaction of the session.
    private func begin(
        _ account: LoginAccount, _ way: WayIn, _ client: Client, _ device: DeviceProof?,
        _ isProved: @escaping @Sendable (Transaction) throws -> Bool
    ) async throws -> SignedIn {
        let now = parts.clock.now
        let (id, nonce, box) = (ID<Session>(at: now), [UInt8].random(count: 16), parts.box)
        let end = now.advanced(by: Session.lifetime)
        let user = try await parts.database.write { transaction in
            guard let user = try transaction.lockedUser(account.id), user.isActive,
                try transaction.loginAccount(account.id)?.passwordChangedAt == account.passwordChangedAt
            else { throw IdentityError.incorrectCredentials }
            guard try isProved(transaction) else { throw IdentityError.incorrectCode }
            if let proof = ReaderProof(of: user), proof.isBrought(by: client, box) {
                try transaction.setOwnerProved(now, of: user.id)
            }
            try transaction.insert(id, of: user.id, nonce: nonce, from: client, until: end, at: now)
            try transaction.trimSessions(of: user.id, to: Session.maximumCount)
            try transaction.note(
                .loggedIn, actor: user.id, subject: user.id, client,
                ["session": id.description, "way": way.rawValue], at: now)
            return user
        }
        parts.metrics.count(.succeeded)
        let proof = device ?? DeviceProof(for: user.id, at: now)
        return SignedIn(
            user: user, session: id, expiresAt: end, deviceProof: proof.text(parts.box), nonce: nonce)
    }

    /// Hashes a password anew whose hash is of an older cost. Does nothing when it was changed meanwhile.
    private func upgrade(_ account: LoginAccount, _ password: String) async throws {
        guard let old = account.passwordHash else { return }
        let hash = try await parts.hasher.hash(password)
        try await parts.database.write { try $0.upgradeHash(of: account.id, from: old, to: hash) }
    }
}

extension IdentityParts {
    /// The device that a client proves to be, when it has logged into that account before.
    func device(of user: ID<User>?, _ client: Client) -> DeviceProof? {
        guard let user, let text = client.deviceProof,
            let device = DeviceProof(text, box: box, at: clock.now), device.user == user
        else { return nil }
        return device
    }

    /// Checks a password for a counted attempt, which counts as no failure when it could not be checked.
    func check(_ password: String, against hash: String?, _ attempt: LoginFailures.Attempt) async throws
        -> PasswordCheck
    {
        do {
            return try await hasher.check(password, against: hash)
        } catch {
            failures.giveBack(attempt)
            throw error
        }
    }

    /// Makes sure that somebody who is signed in also knows the password.
    /// - Parameter field: where the password stood.
    /// - Throws: `IdentityError.wrongPassword`, `.tooManyFailures`, `.userNotFound`.
    func prove(_ user: ID<User>, knows password: String, field: String, _ client: Client) async throws -> LoginAccount {
        guard let account = try await database.lookUp({ try $0.loginAccount(user) }) else {
            throw IdentityError.userNotFound
        }
        let device = device(of: user, client)
        let attempt = try failures.begin(account.emailFolded, from: client, device: device?.mark, at: clock.now)
        guard try await check(password, against: account.passwordHash, attempt) != .wrong else {
            try await noteFailure(subject: user, client, .password)
            throw IdentityError.wrongPassword(field: field)
        }
        failures.forget(attempt)
        return account
    }

    /// Writes down that somebody did not get in. An address without account leaves a row as well, or the time would tell.
    func noteFailure(subject: ID<User>?, _ client: Client, _ way: WayIn) async throws {
        metrics.count(.failed)
        let now = clock.now
        try await database.write {
            try $0.note(.loginFailed, subject: subject, client, ["way": way.rawValue], at: now)
        }
    }
}
