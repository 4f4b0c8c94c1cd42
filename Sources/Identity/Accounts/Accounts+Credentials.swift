import Jobs
package import Kernel
import Persistence

extension Accounts {
    /// Sends a mail with which the password can be set anew, if there is such an account. Never tells whether.
    package func forgotPassword(_ email: String, from client: Client) async throws {
        try await request(.passwordReset, .passwordResetRequested, for: email, client)
    }

    /// Sets the password anew, with the token of a mail. Ends every session, and tells the owner.
    /// - Throws: `IdentityError.tokenInvalid`, `ValidationError`, `IdentityError.busy`.
    package func resetPassword(_ token: String, to password: String, from client: Client) async throws {
        let now = parts.clock.now
        // Before a quarter of a second is spent on hashing for a token that somebody made up.
        guard try await parts.database.lookUp({ try $0.isUsable(token, for: .reset, at: now) }) else {
            return try await parts.refuseToken(client)
        }
        try refuse(password, email: nil, field: "password")
        let hash = try await parts.hasher.hash(password)
        let isReset = try await parts.database.write { transaction in
            guard let used = try transaction.use(token, for: [.reset], at: now),
                let user = try transaction.lockedUser(used.user), user.isActive
            else { return false }
            try transaction.setPassword(hash, of: user.id, at: now)
            // Whoever had the account before the address was proved may have been somebody else.
            if !user.isEmailVerified { try transaction.dropWaysIn(of: user.id) }
            // Whoever reads the mails of an address has it.
            if !user.isEmailVerified, user.email == used.email { try transaction.setVerified(user.id, at: now) }
            try transaction.dropTokens(of: user.id)
            try transaction.endSessions(of: user.id, at: now)
            try transaction.note(.passwordReset, actor: user.id, subject: user.id, client, at: now)
            try transaction.enqueue(SendIdentityMail(.passwordChanged, to: user.id), at: now)
            return true
        }
        guard isReset else { return try await parts.refuseToken(client) }
    }

    /// Changes the password of somebody who knows the old one. Ends every session but the one that asks.
    /// - Throws: `IdentityError.wrongPassword`, `.tooManyFailures`, `.busy`, `ValidationError`.
    package func changePassword(
        of id: ID<User>, from current: String, to new: String, keeping session: ID<Session>?, from client: Client
    ) async throws {
        let account = try await parts.prove(id, knows: current, field: "current_password", client)
        try refuse(new, email: account.emailFolded, field: "new_password")
        let hash = try await parts.hasher.hash(new)
        let now = parts.clock.now
        try await parts.database.write { transaction in
            guard try transaction.lockedUser(id) != nil,
                try transaction.loginAccount(id)?.passwordChangedAt == account.passwordChangedAt
            else { throw IdentityError.wrongPassword(field: "current_password") }
            try transaction.setPassword(hash, of: id, at: now)
            try transaction.dropTokens(of: id)
            try transaction.endSessions(of: id, but: session, at: now)
            try transaction.note(.passwordChanged, actor: id, subject: id, client, at: now)
            try transaction.enqueue(SendIdentityMail(.passwordChanged, to: id), at: now)
        }
    }

    /// Asks for another address: it is confirmed by a mail to the new one, and the old one is told.
    /// - Throws: `IdentityError.wrongPassword`, `.tooManyFailures`, `.emailTaken`, `ValidationError`.
    package func changeEmail(of id: ID<User>, to email: String, password: String, from client: Client) async throws {
        let address: EmailAddress
        do { address = try EmailAddress(email) } catch { throw ValidationError([error]) }
        _ = try await parts.prove(id, knows: password, field: "password", client)
        guard parts.mayMail(.emailChange, id.description) else {
            throw IdentityError.tooManyFailures(retryAfter: parts.options.mailLimit?.period ?? .zero)
        }
        let (now, isHidden) = (parts.clock.now, parts.options.hidesAccounts)
        try await parts.database.write { transaction in
            if let owner = try transaction.user(folded: address.folded), owner.id != id {
                guard isHidden else { throw IdentityError.emailTaken }
                try transaction.enqueue(SendIdentityMail(.alreadyRegistered, to: owner.id), at: now)
                return
            }
            try transaction.setPendingEmail(address.text, of: id)
            try transaction.note(.emailChangeRequested, actor: id, subject: id, client, at: now)
            try transaction.enqueue(SendIdentityMail(.emailChange, to: id), at: now)
            try transaction.enqueue(SendIdentityMail(.emailChangeNotice, to: id), at: now)
        }
    }

    private func refuse(_ password: String, email: String?, field: String) throws {
        if let refusal = parts.rule.refusal(of: password, email: email, field: field) {
            throw ValidationError([refusal])
        }
    }

    /// Takes everything personal out of an account, for good. What was ordered is kept under its id, which leads to
    /// nobody any more; the address may be registered again.
    /// - Throws: `IdentityError.wrongPassword`, `.tooManyFailures`, `.lastAdmin`.
    package func erase(_ id: ID<User>, password: String, from client: Client) async throws {
        _ = try await parts.prove(id, knows: password, field: "password", client)
        let now = parts.clock.now
        try await parts.database.write { transaction in
            if try transaction.lockedAdmins() == [id] { throw IdentityError.lastAdmin }
            guard try transaction.lockedUser(id) != nil else { throw IdentityError.userNotFound }
            try transaction.endSessions(of: id, at: now)
            try transaction.erase(id, at: now)
            try transaction.note(.erased, actor: id, subject: id, client, at: now)
            try transaction.record([UserErased(id)], at: now)
        }
    }
}
