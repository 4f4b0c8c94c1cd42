import Jobs
package import Kernel
import Persistence

extension Accounts {
    /// Sends a mail with which the password can be set anew, if there is such an account. Never tells whether.
    package func forgotPassword(_ email: String, from client: Client) async throws {
        try await request(.passwordReset, .passwordResetRequested, for: email, client)
    }

    /// Sets the password anew, with the token of a mail. Ends every session and a change of address that is under way,
    /// and tells the owner. Second factor, passkeys and keys stay, unless nobody was ever shown to be in the account and
    /// to read its mails: then they may be a stranger's.
    /// - Throws: `IdentityError.tokenInvalid`, `ValidationError`, `IdentityError.busy`.
    package func resetPassword(_ token: String, to password: String, from client: Client) async throws {
        let now = parts.clock.now
        // Before a quarter of a second is spent on hashing for a token that somebody made up.
        guard let usable = try await parts.database.lookUp({ try $0.usable(token, for: .reset, at: now) }) else {
            return try await parts.refuseToken(client)
        }
        try refuse(password, email: usable.email, field: "password")
        let hash = try await parts.hasher.hash(password)
        let isReset = try await parts.database.write { transaction in
            guard let used = try transaction.use(token, for: [.reset], at: now),
                let user = try transaction.lockedUser(used.user), user.isActive
            else { return false }
            try transaction.setPassword(hash, of: user.id, at: now)
            // Whoever was in the account until now may have been somebody else.
            if user.ownerProvedAt == nil { try transaction.dropWaysIn(of: user.id) }
            // Whoever reads the mails of an address has it.
            if user.email == used.email {
                try transaction.verify(user, client, at: now)
                try transaction.setOwnerProved(now, of: user.id)
            }
            try transaction.dropTokens(of: user.id)
            try transaction.endSessions(of: user.id, at: now)
            try transaction.note(.passwordReset, actor: user.id, subject: user.id, client, at: now)
            try transaction.enqueue(SendIdentityMail(.passwordChanged, to: user.id), at: now)
            return true
        }
        guard isReset else { return try await parts.refuseToken(client) }
    }

    /// Changes the password of somebody who knows the old one. Ends every session but the one that asks, and a change of
    /// address that is under way.
    /// - Throws: `IdentityError.wrongPassword`, `.tooManyFailures`, `.busy`, `ValidationError`.
    package func changePassword(
        of id: ID<User>, from current: String, to new: String, keeping session: ID<Session>?, from client: Client
    ) async throws {
        let account = try await parts.prove(id, knows: current, field: "current_password", client)
        try refuse(new, email: account.emailFolded, field: "new_password")
        let hash = try await parts.hasher.hash(new)
        let now = parts.clock.now
        try await parts.database.write { transaction in
            _ = try transaction.lockedUser(proved: account, field: "current_password")
            try transaction.setPassword(hash, of: id, at: now)
            try transaction.dropTokens(of: id)
            try transaction.endSessions(of: id, but: session, at: now)
            try transaction.note(.passwordChanged, actor: id, subject: id, client, at: now)
            try transaction.enqueue(SendIdentityMail(.passwordChanged, to: id), at: now)
        }
    }

    /// Asks for another address: it is confirmed by a mail to the new one, and the old one is told.
    ///
    /// Where accounts are hidden, an address that somebody has is taken like any other, and no mail confirms it: its
    /// owner gets one that he has an account.
    /// - Throws: `IdentityError.wrongPassword`, `.tooManyFailures`, `.emailTaken`, `.tooManyMails`, `ValidationError`.
    package func changeEmail(of id: ID<User>, to email: String, password: String, from client: Client) async throws {
        let address: EmailAddress
        do { address = try EmailAddress(email) } catch { throw ValidationError([error]) }
        let account = try await parts.prove(id, knows: password, field: "password", client)
        let (now, isHidden) = (parts.clock.now, parts.options.hidesAccounts)
        // What sends no mail is not counted as one.
        if !isHidden, let owner = try await parts.database.lookUp({ try $0.user(folded: address.folded) }),
            owner.id != id
        {
            throw IdentityError.emailTaken
        }
        if let wait = parts.mailWait(.emailChange, id.description) {
            throw IdentityError.tooManyMails(retryAfter: wait)
        }
        let mayTellOwner = isHidden && parts.mayMail(.alreadyRegistered, address.folded)
        try await parts.database.write { transaction in
            _ = try transaction.lockedUser(proved: account, field: "password")
            let owner = try transaction.user(folded: address.folded)?.id
            let isTaken = owner != nil && owner != id
            guard !isTaken || isHidden else { throw IdentityError.emailTaken }
            try transaction.setPendingEmail(address.text, of: id)
            try transaction.note(.emailChangeRequested, actor: id, subject: id, client, at: now)
            try transaction.enqueue(SendIdentityMail(.emailChangeNotice, to: id), at: now)
            if let owner, isTaken {
                if mayTellOwner { try transaction.enqueue(SendIdentityMail(.alreadyRegistered, to: owner), at: now) }
            } else {
                try transaction.enqueue(SendIdentityMail(.emailChange, to: id), at: now)
            }
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
        let account = try await parts.prove(id, knows: password, field: "password", client)
        let now = parts.clock.now
        try await parts.database.write { transaction in
            if try transaction.lockedAdmins() == [id] { throw IdentityError.lastAdmin }
            _ = try transaction.lockedUser(proved: account, field: "password")
            try transaction.endSessions(of: id, at: now)
            // The note before the erasure, which takes address and device out of this one too.
            try transaction.note(.erased, actor: id, subject: id, client, at: now)
            try transaction.erase(id, at: now)
            try transaction.forgetAnswers(about: id.description)
            for other in parts.others { try other.erase(id, transaction) }
            try transaction.record([UserErased(id)], at: now)
        }
    }
}
