import Identity
import Kernel
import WebSupport

/// What somebody puts into an authenticator.
struct EnrolmentAnswer: Answer {
    let enrolment: SecondFactorEnrolment

    static let example = EnrolmentAnswer(
        enrolment: SecondFactorEnrolment(
            secret: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
            uri: "otpauth://totp/Souk:ada%40example.com?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Souk"))

    func write(to object: inout AnswerWriter) {
        object.member("secret", enrolment.secret, "In base32, to be typed.")
        object.member("otpauth_uri", enrolment.uri, "To be shown as a picture.")
    }
}

/// The codes for the day on which the authenticator is lost.
struct RecoveryCodesAnswer: Answer {
    let codes: [String]

    static let example = RecoveryCodesAnswer(codes: ["7K4P-2QXM-9DTR"])

    func write(to object: inout AnswerWriter) {
        object.member("recovery_codes", codes, "Ten, each for once; they are shown now and never again.")
    }
}

/// `POST /auth/mfa/totp`
struct BeginSecondFactor: Operation {
    static let declaration = Declaration(
        .post, "/auth/mfa/totp", "Begin to set up a second factor",
        description: """
            A time-based code (RFC 6238). Nothing changes until it is confirmed. The session must have begun in the last \
            15 minutes.
            """, tag: .authentication, permission: .signedIn,
        errors: [IdentityError.loginNotRecent, IdentityError.secondFactorActive], answersSecrets: true)

    func answer(_ doors: IdentityDoors, _ call: Call) async throws -> Reply<EnrolmentAnswer> {
        let login = try await doors.sessions.recentLogin(call.user.session, of: call.user.id)
        return .ok(EnrolmentAnswer(enrolment: try await doors.secondFactors.begin(for: login)))
    }
}

/// A code of the authenticator.
struct CodeBody: InputObject {
    @Field("The six digits that the authenticator shows.", length: 1...20) var code: String
}

/// `POST /auth/mfa/totp/confirm`
struct ConfirmSecondFactor: Operation {
    static let declaration = Declaration(
        .post, "/auth/mfa/totp/confirm", "Set up the second factor",
        description: "By a first code, which counts as used. From now on one is asked for when signing in.",
        tag: .authentication, permission: .signedIn,
        errors: [IdentityError.secondFactorMissing, IdentityError.secondFactorActive], answersSecrets: true)

    @Body("A first code.") var proof: CodeBody

    func answer(_ factors: SecondFactors, _ call: Call) async throws -> Reply<RecoveryCodesAnswer> {
        .ok(RecoveryCodesAnswer(codes: try await factors.confirm(proof.code, of: call.user.id, from: Client(call))))
    }
}

/// `DELETE /auth/mfa/totp`
struct RemoveSecondFactor: Operation {
    static let declaration = Declaration(
        .delete, "/auth/mfa/totp", "Take the second factor away", tag: .authentication, permission: .signedIn,
        errors: [IdentityError.secondFactorMissing, IdentityError.wrongPassword(field: "password")])

    @Body("The password.") var proof: PasswordBody

    func answer(_ factors: SecondFactors, _ call: Call) async throws -> NoContent {
        try await factors.disable(of: call.user.id, password: proof.password, from: Client(call))
        return NoContent()
    }
}

/// `POST /auth/mfa/recovery-codes`
struct RenewRecoveryCodes: Operation {
    static let declaration = Declaration(
        .post, "/auth/mfa/recovery-codes", "Make new recovery codes",
        description: "The old ones are void. The session must have begun in the last 15 minutes.",
        tag: .authentication, permission: .signedIn,
        errors: [IdentityError.loginNotRecent, IdentityError.secondFactorMissing], answersSecrets: true)

    func answer(_ doors: IdentityDoors, _ call: Call) async throws -> Reply<RecoveryCodesAnswer> {
        let login = try await doors.sessions.recentLogin(call.user.session, of: call.user.id)
        return .ok(
            RecoveryCodesAnswer(
                codes: try await doors.secondFactors.renewRecoveryCodes(for: login, from: Client(call))))
    }
}
