import Crypto
package import Kernel
import Synchronization

/// The tokens that clients of the API show: signed claims (JWT, RFC 7519), good for an hour, checked without asking the
/// database. Whether their session still lives is the business of `Sessions`.
///
/// A signature is checked once; after that the token is known by its hash until it ends.
package struct AccessTokens: Sendable {
    /// How long a token is good.
    package static let lifetime: Duration = .seconds(3600)
    /// The longest text that is read.
    static let longest = 2048

    private let keys: SigningKeys
    private let issuer: String
    private let audience: String
    private let clock: WallClock
    private let verified: VerifiedTokens

    /// Tokens of that shop.
    /// - Parameters:
    ///   - issuer: the shop's public address (`iss`).
    ///   - audience: what the tokens are for (`aud`).
    ///   - cacheLimit: how many checked tokens are remembered at least, when there are more.
    package init(
        _ keys: SigningKeys, issuer: String, audience: String = "souk", clock: WallClock = .system,
        cacheLimit: Int = 10_000
    ) {
        (self.keys, self.issuer, self.audience, self.clock) = (keys, issuer, audience, clock)
        verified = VerifiedTokens(limit: cacheLimit)
    }

    /// A new token.
    /// - Returns: the token, and how many seconds it is good for.
    package func issue(
        for user: ID<User>, session: ID<Session>, role: Role
    ) async throws -> (token: String, expiresIn: Int) {
        let key = try await keys.current()
        let now = Timestamp(seconds: clock.now.wholeSeconds)
        let claims = AccessClaims(
            user: user, session: session, role: role, id: ID(at: now), issuedAt: now,
            expiresAt: now.advanced(by: AccessTokens.lifetime))
        let message = key.header + claims.json(issuer: issuer, audience: audience).base64URL.utf8
        let token = message + [UInt8(ascii: ".")] + (try key.signature(of: message)).base64URL.utf8
        return (String(decoding: token, as: UTF8.self), Int(AccessTokens.lifetime.components.seconds))
    }

    /// What a token says, if it is one of ours and has not ended.
    /// - Throws: `IdentityError.unauthenticated`, `DatabaseError`.
    package func verify(_ token: String) async throws -> AccessClaims {
        let bytes = Array(token.utf8)
        guard bytes.count <= AccessTokens.longest else { throw IdentityError.unauthenticated }
        let hash = SHA256.hash(data: bytes)
        let known = verified[hash]
        guard let claims = try await orElse(known, { try await check(bytes) }), claims.expiresAt > clock.now else {
            throw IdentityError.unauthenticated
        }
        if known == nil { verified.remember(claims, of: hash) }
        return claims
    }

    /// Signs with a new key from now on. Tokens that are about stay good.
    package func rotate() async throws {
        try await keys.rotate()
    }

    /// The public keys by which others check our tokens: a JWK Set.
    package func jwks() async throws -> [UInt8] {
        try await keys.jwks()
    }

    /// The key decides how it is checked; the token's `alg` must agree. So neither `none` nor a public key taken for a
    /// shared secret is ever tried.
    private func check(_ token: [UInt8]) async throws -> AccessClaims? {
        let parts = token.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3, let header = JSONValue(encoded: parts[0]), header["crit"] == nil,
            let id = header["kid"]?.text.flatMap({ ID<SigningKey>($0) }), let key = try await keys.key(id),
            header["alg"]?.text == key.algorithm.rawValue,
            let signature = [UInt8](base64URL: String(decoding: parts[2], as: UTF8.self)),
            key.isValid(signature, of: token[..<parts[1].endIndex]), let claims = JSONValue(encoded: parts[1])
        else { return nil }
        return AccessClaims(claims, issuer: issuer, audience: audience)
    }

    private func orElse<Value>(_ known: Value?, _ find: () async throws -> Value?) async rethrows -> Value? {
        if let known { return known }
        return try await find()
    }
}

extension JSONValue {
    /// A document in base64url, as the parts of a token are; `nil` for anything else.
    init?(encoded text: ArraySlice<UInt8>) {
        guard let bytes = [UInt8](base64URL: String(decoding: text, as: UTF8.self)),
            let json = try? JSONValue(parsing: bytes, maximumDepth: 8)
        else { return nil }
        self = json
    }
}

/// Tokens whose signature was checked, by their hash. Two halves: when the younger one is full it becomes the older,
/// and the older one is forgotten; what is found in the older one moves up. So it never grows beyond twice its limit,
/// and the tokens in use stay.
private final class VerifiedTokens: Sendable {
    private struct Halves {
        var younger: [SHA256.Digest: AccessClaims] = [:]
        var older: [SHA256.Digest: AccessClaims] = [:]
    }

    private let limit: Int
    private let halves = Mutex(Halves())

    init(limit: Int) {
        self.limit = limit
    }

    subscript(hash: SHA256.Digest) -> AccessClaims? {
        halves.withLock { halves in
            if let claims = halves.younger[hash] { return claims }
            guard let claims = halves.older[hash] else { return nil }
            insert(claims, hash, into: &halves)
            return claims
        }
    }

    func remember(_ claims: AccessClaims, of hash: SHA256.Digest) {
        halves.withLock { insert(claims, hash, into: &$0) }
    }

    private func insert(_ claims: AccessClaims, _ hash: SHA256.Digest, into halves: inout Halves) {
        if halves.younger.count >= limit { (halves.older, halves.younger) = (halves.younger, [:]) }
        halves.younger[hash] = claims
    }
}
