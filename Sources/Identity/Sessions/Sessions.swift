package import Kernel
import Persistence

/// Who is signed in: every way from a login to its end.
///
/// A session is a row. Its tokens are derived from the row and the shop's secret and kept nowhere, so that whoever reads
/// the database has nothing to present; a session that is ended has no row any more.
package struct Sessions: Sendable {
    let parts: IdentityParts

    /// The sessions of that shop.
    package init(_ parts: IdentityParts) {
        self.parts = parts
    }

    // MARK: Who asks

    /// Who sends that bearer token: an access token, or the key of a machine.
    /// - Throws: `IdentityError.unauthenticated`.
    package func authenticate(bearer token: String) async throws -> Caller {
        if token.hasPrefix(APIKey.prefix) { return try await APIKeys(parts).authenticate(token) }
        let claims = try await parts.tokens.verify(token)
        let state = try await state(of: claims.session)
        guard state.user == claims.user else { throw IdentityError.unauthenticated }
        return .user(UserCaller(id: state.user, role: state.role, session: claims.session))
    }

    /// Who sends that session cookie.
    /// - Throws: `IdentityError.unauthenticated`.
    package func authenticate(cookie: String) async throws -> Caller {
        guard let (session, packet) = SessionCookie.read(cookie) else { throw IdentityError.unauthenticated }
        let state = try await state(of: session)
        guard SessionCookie.isGenuine(packet, nonce: state.nonce, parts.box) else {
            throw IdentityError.unauthenticated
        }
        return .user(UserCaller(id: state.user, role: state.role, session: session))
    }

    /// The state of a session that may be used.
    private func state(of id: ID<Session>) async throws -> SessionState {
        let now = parts.clock.now
        let cache = parts.remembered.sessions
        if let state = cache.value(of: id, at: now) {
            guard state.isAlive(at: now) else { throw IdentityError.unauthenticated }
            return state
        }
        let (forgettings, absent) = (cache.forgettings, parts.remembered.absentSessions)
        guard !absent.holds(id, at: now) else { throw IdentityError.unauthenticated }
        guard let state = try await parts.database.lookUp({ try $0.sessionState(id) }) else {
            absent.note(id, at: now)
            throw IdentityError.unauthenticated
        }
        guard state.isAlive(at: now) else { throw IdentityError.unauthenticated }
        cache.keep(state, of: id, user: state.user, at: now, since: forgettings)
        if now > state.lastUsedAt.advanced(by: Session.touchInterval) {
            // A use that cannot be written down, since the disk is full or a writer in the way, is still a use.
            try? await parts.database.write { try $0.touch(id, at: now) }
        }
        return state
    }

    // MARK: What a client gets

    /// The tokens of a session that has just begun, for a program.
    package func tokens(for login: SignedIn) async throws -> TokenPair {
        try await pair(login.user.id, login.user.role, login.session, generation: 0, nonce: login.nonce)
    }

    /// The value of the cookie of a session that has just begun, for a browser.
    package func cookie(for login: SignedIn) -> String {
        SessionCookie.text(login.session, nonce: login.nonce, parts.box)
    }

    private func pair(
        _ user: ID<User>, _ role: Role, _ session: ID<Session>, generation: Int, nonce: [UInt8]
    ) async throws -> TokenPair {
        let access = try await parts.tokens.issue(for: user, session: session, role: role)
        return TokenPair(
            accessToken: access.token, expiresIn: access.expiresIn,
            refreshToken: RefreshToken.text(session, generation: generation, nonce: nonce, parts.box))
    }

    /// Exchanges a refresh token for the next pair.
    ///
    /// The token of the current generation moves the session on, by one conditional update. Its predecessor, within ten
    /// seconds and as long as its successor was not used, gets that same successor once more: two tabs that refresh at
    /// once, or an answer that was lost, end nobody's session. Any older token was used by two: the session is ended.
    /// - Throws: `IdentityError.refreshTokenInvalid`.
    package func refresh(_ text: String, from client: Client) async throws -> TokenPair {
        guard let token = RefreshToken(text) else { throw IdentityError.refreshTokenInvalid }
        while true {
            let now = parts.clock.now
            guard let state = try await parts.database.lookUp({ try $0.sessionState(token.session) }),
                token.isGenuine(nonce: state.nonce, parts.box), state.isAlive(at: now)
            else { throw IdentityError.refreshTokenInvalid }
            if token.generation == state.generation {
                let wish = RotationQueue.Wish(token: token, client: client, moment: now)
                let isRotated = try await parts.rotations.rotate(wish)
                // Another call was quicker: the second look shows what it did.
                guard isRotated else { continue }
                parts.metrics.count(.rotated)
            } else if token.generation != state.generation - 1 || now > state.rotatedAt.advanced(by: Session.grace) {
                parts.metrics.count(.stolen)
                try await endStolen(token, of: state.user, client)
                throw IdentityError.refreshTokenInvalid
            } else {
                parts.metrics.count(.repeated)
            }
            return try await pair(
                state.user, state.role, token.session, generation: token.generation + 1, nonce: state.nonce)
        }
    }

    private func endStolen(_ token: RefreshToken, of user: ID<User>, _ client: Client) async throws {
        let now = parts.clock.now
        try await parts.database.write { transaction in
            guard try transaction.end(token.session, of: user, at: now) else { return }
            try transaction.note(
                .refreshTokenReused, subject: user, client, ["session": token.session.description], at: now)
        }
    }

    // MARK: Looking after them

    /// The sessions of a user, the one that was used last first.
    package func list(of user: ID<User>) async throws -> [Session] {
        let now = parts.clock.now
        return try await parts.database.read { try $0.sessions(of: user, at: now) }
    }

    /// Ends the session that asks for it.
    package func logOut(_ session: ID<Session>, of user: ID<User>, from client: Client) async throws {
        let now = parts.clock.now
        try await parts.database.write { transaction in
            guard try transaction.end(session, of: user, at: now) else { return }
            try transaction.note(.loggedOut, actor: user, subject: user, client, at: now)
        }
    }

    /// Ends every session of a user.
    package func logOutEverywhere(_ user: ID<User>, from client: Client) async throws {
        let now = parts.clock.now
        try await parts.database.write { transaction in
            try transaction.endSessions(of: user, at: now)
            try transaction.note(.loggedOutEverywhere, actor: user, subject: user, client, at: now)
        }
    }

    /// Ends one of a user's sessions.
    /// - Throws: `IdentityError.sessionNotFound`, also for a session of somebody else.
    package func revoke(_ session: ID<Session>, of user: ID<User>, from client: Client) async throws {
        let now = parts.clock.now
        try await parts.database.write { transaction in
            guard try transaction.end(session, of: user, at: now) else { throw IdentityError.sessionNotFound }
            try transaction.note(
                .sessionRevoked, actor: user, subject: user, client, ["session": session.description], at: now)
        }
    }
}
