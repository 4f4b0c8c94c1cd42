package import Kernel

/// What an access token says. Role and status count as the session has them now; the token's role is for others.
package struct AccessClaims: Sendable, Hashable {
    /// Whose it is (`sub`).
    package let user: ID<User>
    /// The session that it belongs to (`sid`).
    package let session: ID<Session>
    /// The role when it was issued.
    package let role: Role
    /// Its own name (`jti`).
    package let id: ID<AccessClaims>
    /// When it was issued, in whole seconds.
    package let issuedAt: Timestamp
    /// When it ends, in whole seconds.
    package let expiresAt: Timestamp

    /// Claims of these parts.
    package init(
        user: ID<User>, session: ID<Session>, role: Role, id: ID<AccessClaims>, issuedAt: Timestamp,
        expiresAt: Timestamp
    ) {
        (self.user, self.session, self.role, self.id) = (user, session, role, id)
        (self.issuedAt, self.expiresAt) = (issuedAt, expiresAt)
    }
}

extension AccessClaims {
    /// The claims as a token carries them (RFC 7519, 4).
    func json(issuer: String, audience: String) -> [UInt8] {
        var writer = JSONWriter(capacity: 384)
        writer.object { writer in
            writer.member("iss", issuer)
            writer.member("sub", user.description)
            writer.member("aud", audience)
            writer.member("exp", expiresAt.wholeSeconds)
            writer.member("iat", issuedAt.wholeSeconds)
            writer.member("jti", id.description)
            writer.member("sid", session.description)
            writer.member("role", role.rawValue)
        }
        return writer.bytes
    }

    /// Reads what `json` has written; `nil` for anything else, for another issuer or another audience.
    init?(_ json: JSONValue, issuer: String, audience: String) {
        guard json["iss"]?.text == issuer, json["aud"]?.text == audience,
            let user = json["sub"]?.text.flatMap({ ID<User>($0) }),
            let session = json["sid"]?.text.flatMap({ ID<Session>($0) }),
            let id = json["jti"]?.text.flatMap({ ID<AccessClaims>($0) }),
            let role = json["role"]?.text.flatMap({ Role(rawValue: $0) }),
            let issued = json["iat"]?.wholeNumber, let expires = json["exp"]?.wholeNumber
        else { return nil }
        self.init(
            user: user, session: session, role: role, id: id, issuedAt: Timestamp(seconds: issued),
            expiresAt: Timestamp(seconds: expires))
    }
}

extension Timestamp {
    /// Seconds since 1970, rounded down.
    var wholeSeconds: Int { Int((Double(microseconds) / 1_000_000).rounded(.down)) }

    /// So many seconds after 1970, within the years that a timestamp covers.
    init(seconds: Int) {
        self.init(microseconds: Int64(min(max(seconds, 0), 253_402_300_799)) * 1_000_000)
    }
}
