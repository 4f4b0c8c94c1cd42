import Jobs
package import Kernel
import Persistence

/// What somebody needs to put the shop into an authenticator.
package struct SecondFactorEnrolment: Sendable {
    /// In base32, to be typed.
    package let secret: String
    /// `otpauth://totp/…`, to be shown as a picture.
    package let uri: String

    /// An enrolment with those parts.
    package init(secret: String, uri: String) {
        (self.secret, self.uri) = (secret, uri)
    }
}

/// Whether a second factor is set up.
package struct SecondFactorState: Sendable, Equatable {
    /// Since when.
    package let confirmedAt: Timestamp
    /// Recovery codes that were not used.
    package let recoveryCodesLeft: Int
}

/// The authenticators of users: something that one has, besides the password that one knows.
package struct SecondFactors: Sendable {
    private let parts: IdentityParts

    /// The second factors of that shop.
    package init(_ parts: IdentityParts) {
        self.parts = parts
    }

    /// Whether a user has one.
    package func state(of user: ID<User>) async throws -> SecondFactorState? {
        try await parts.database.read { try $0.secondFactorState(of: user) }
    }

    /// Begins to set one up, for somebody who signed in a short while ago: who only found the session open could else
    /// shut the owner out. Nothing is asked for at logins before `confirm`; a second beginning replaces the first.
    /// - Throws: `IdentityError.secondFactorActive`, `.userNotFound`.
    package func begin(for login: RecentLogin) async throws -> SecondFactorEnrolment {
        let user = login.user
        let secret = [UInt8].random(count: TOTP.secretLength)
        let sealed = try SecondFactors.seal(secret, of: user, parts.box)
        let now = parts.clock.now
        let email = try await parts.database.write { transaction in
            guard let owner = try transaction.lockedUser(user) else { throw IdentityError.userNotFound }
            guard try transaction.beginSecondFactor(of: user, sealed: sealed, at: now) else {
                throw IdentityError.secondFactorActive
            }
            return owner.email
        }
        return SecondFactorEnrolment(secret: TOTP.base32(secret), uri: uri(of: secret, email))
    }

    /// Sets it up, by a first code, which counts as used.
    /// - Returns: ten recovery codes, which are shown this once.
    /// - Throws: `ValidationError` for a wrong code; `IdentityError.secondFactorMissing`, `.secondFactorActive`.
    package func confirm(_ code: String, of user: ID<User>, from client: Client) async throws -> [String] {
        let (now, box) = (parts.clock.now, parts.box)
        let codes = (0..<RecoveryCode.count).map { _ in RecoveryCode.make() }
        try await parts.database.write { transaction in
            guard let factor = try transaction.secondFactor(of: user) else { throw IdentityError.secondFactorMissing }
            guard factor.confirmedAt == nil else { throw IdentityError.secondFactorActive }
            guard let step = factor.step(of: code, of: user, box, at: now),
                try transaction.confirmSecondFactor(of: user, sealed: factor.sealed, step: step, at: now)
            else { throw ValidationError("code", code: "code_incorrect", message: "is not the code of this moment") }
            try transaction.replaceRecoveryCodes(of: user, with: codes.map { RecoveryCode.hash($0, of: user, box) })
            try transaction.note(.secondFactorEnabled, actor: user, subject: user, client, at: now)
            try transaction.enqueue(SendIdentityMail(.secondFactorEnabled, to: user), at: now)
        }
        return codes
    }

    /// Takes it away.
    /// - Throws: `IdentityError.wrongPassword`, `.tooManyFailures`, `.secondFactorMissing`.
    package func disable(of user: ID<User>, password: String, from client: Client) async throws {
        let account = try await parts.prove(user, knows: password, field: "password", client)
        let now = parts.clock.now
        try await parts.database.write { transaction in
            _ = try transaction.lockedUser(proved: account, field: "password")
            try transaction.takeSecondFactor(from: user, by: user, client, at: now)
        }
    }

    /// Takes it away on the operator's command, from somebody who lost telephone and recovery codes, or when the shop's
    /// secret was changed. Password and sessions stay; the owner gets a mail.
    /// - Throws: `IdentityError.userNotFound`, `.secondFactorMissing`.
    package func reset(of user: ID<User>) async throws {
        let now = parts.clock.now
        try await parts.database.write { transaction in
            guard try transaction.lockedUser(user) != nil else { throw IdentityError.userNotFound }
            try transaction.takeSecondFactor(from: user, by: nil, .commandLine, at: now)
        }
    }

    /// Ten new recovery codes in the place of the old ones, for somebody who signed in a short while ago. The owner of the
    /// account is told by mail.
    /// - Throws: `IdentityError.secondFactorMissing`, `.userNotFound`.
    package func renewRecoveryCodes(for login: RecentLogin, from client: Client) async throws -> [String] {
        let user = login.user
        let (now, box) = (parts.clock.now, parts.box)
        let codes = (0..<RecoveryCode.count).map { _ in RecoveryCode.make() }
        try await parts.database.write { transaction in
            // Of two that renew at once the later one finds, and takes away, the codes of the other.
            guard try transaction.lockedUser(user) != nil else { throw IdentityError.userNotFound }
            guard try transaction.secondFactor(of: user)?.confirmedAt != nil else {
                throw IdentityError.secondFactorMissing
            }
            try transaction.replaceRecoveryCodes(of: user, with: codes.map { RecoveryCode.hash($0, of: user, box) })
            try transaction.note(.recoveryCodesRenewed, actor: user, subject: user, client, at: now)
            try transaction.enqueue(SendIdentityMail(.recoveryCodesRenewed, to: user), at: now)
        }
        return codes
    }

    /// The form that Google Authenticator made the usual one; the others read it as well.
    private func uri(of secret: [UInt8], _ email: String) -> String {
        let issuer = parts.options.shopName.percentEncoded
        return "otpauth://totp/\(issuer):\(email.percentEncoded)?secret=\(TOTP.base32(secret))&issuer=\(issuer)"
            + "&algorithm=SHA1&digits=6&period=30"
    }

    private static let purpose = "totp"

    private static func seal(_ secret: [UInt8], of user: ID<User>, _ box: SecretBox) throws -> [UInt8] {
        try box.seal(user.bytes + secret, for: purpose)
    }

    /// The secret in a sealed row, which must be the one of that user: rows cannot be exchanged.
    static func open(_ sealed: [UInt8], of user: ID<User>, _ box: SecretBox) throws -> [UInt8] {
        let clear = try box.open(sealed, for: purpose)
        guard clear.starts(with: user.bytes) else { throw SecretBox.Unopenable() }
        return Array(clear.dropFirst(user.bytes.count))
    }
}

extension Transaction {
    /// - Parameter actor: who takes it away; `nil` for the operator.
    fileprivate func takeSecondFactor(
        from user: ID<User>, by actor: ID<User>?, _ client: Client, at now: Timestamp
    ) throws {
        guard try deleteSecondFactor(of: user) else { throw IdentityError.secondFactorMissing }
        try note(.secondFactorDisabled, actor: actor, subject: user, client, at: now)
        try enqueue(SendIdentityMail(.secondFactorDisabled, to: user), at: now)
    }
}

extension String {
    fileprivate var percentEncoded: String {
        utf8.reduce(into: "") { text, byte in
            let character = Character(Unicode.Scalar(byte))
            guard !character.isASCII || !(character.isLetter || character.isNumber || "-._~".contains(character)) else {
                return text.append(character)
            }
            text += (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
        }
    }
}
