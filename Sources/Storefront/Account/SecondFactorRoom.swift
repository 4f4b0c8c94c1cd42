import Hummingbird
import Identity
import WebSupport

/// What an authenticator needs, as the page shows it.
struct EnrolmentView {
    /// In groups of four, to be typed.
    let secret: String
    let uri: String
    /// The link as a picture that a telephone can read: SVG.
    let picture: String?

    init(_ enrolment: SecondFactorEnrolment) {
        let letters = Array(enrolment.secret)
        secret = stride(from: 0, to: letters.count, by: 4).map { String(letters[$0..<min($0 + 4, letters.count)]) }
            .joined(separator: " ")
        uri = enrolment.uri
        picture = QRCode(enrolment.uri)?.svg
    }
}

/// A second step at signing in: switched on with an authenticator, off with the password.
extension AccountPages {
    /// `GET /account/two-step`
    func secondFactor(_ visit: Visit) async throws -> Response {
        if let codes = try await shownOnce(in: .secondFactor, visit) { return codes }
        return try await secondFactor(visit, nil)
    }

    /// `POST /account/two-step/begin`: the key is shown in the answer, since it cannot be asked for again.
    func beginSecondFactor(_ fields: FormFields, _ visit: Visit) async throws -> Response {
        guard let login = try await recentLogin(visit) else { return .seeOther(Room.secondFactor.afterRecentLogin) }
        return try await answering("begin", fields) {
            try await enrol(try await doors.secondFactors.begin(for: login), visit, nil)
        } again: { refused in
            try await secondFactor(visit, refused)
        }
    }

    /// `POST /account/two-step/confirm`: leads to the recovery codes, which are shown once.
    func confirmSecondFactor(_ fields: FormFields, _ visit: Visit) async throws -> Response {
        try await answering("confirm", fields) {
            let codes = try await doors.secondFactors.confirm(
                fields["code"] ?? "", of: visit.user.id, from: visit.client)
            return try show(codes, visit, "Two-step sign-in is switched on.")
        } again: { refused in
            guard let enrolment = fields.enrolment else { return try await secondFactor(visit, refused) }
            return try await enrol(enrolment, visit, refused)
        }
    }

    /// `POST /account/two-step/codes`
    func renewRecoveryCodes(_ fields: FormFields, _ visit: Visit) async throws -> Response {
        guard let login = try await recentLogin(visit) else { return .seeOther(Room.secondFactor.afterRecentLogin) }
        return try await answering("codes", fields) {
            let codes = try await doors.secondFactors.renewRecoveryCodes(for: login, from: visit.client)
            return try show(codes, visit, "The old recovery codes are void.")
        } again: { refused in
            try await secondFactor(visit, refused)
        }
    }

    /// `POST /account/two-step/disable`
    func disableSecondFactor(_ fields: FormFields, _ visit: Visit) async throws -> Response {
        try await answering("disable", fields) {
            try await doors.secondFactors.disable(
                of: visit.user.id, password: fields["password"] ?? "", from: visit.client)
            return .seeOther(Room.secondFactor.path + "?done=two-step-off")
        } again: { refused in
            try await secondFactor(visit, refused)
        }
    }

    private func secondFactor(_ visit: Visit, _ refused: Refused?) async throws -> Response {
        let state = try await doors.secondFactors.state(of: visit.user.id)
        let isRecent = try await recentLogin(visit) != nil
        return try await room(
            .secondFactor, lead: "A password can be stolen from afar. A code from your telephone cannot.", for: visit,
            refused
        ) { forms in
            let cards =
                state.map { SecondFactorRoom.on($0, hasPassword: visit.user.hasPassword, isRecent: isRecent, forms) }
                ?? (isRecent ? [SecondFactorRoom.off(forms)] : [])
            return isRecent ? cards : cards + [Panel.signInFirst(for: .secondFactor, title: "Change it")]
        }
    }

    private func enrol(
        _ enrolment: SecondFactorEnrolment, _ visit: Visit, _ refused: Refused?
    ) async throws -> Response {
        try await room(.secondFactor, for: visit, refused) { forms in
            [SecondFactorRoom.enrolment(enrolment, forms)]
        }
    }

    private func show(_ codes: [String], _ visit: Visit, _ text: String) throws -> Response {
        try show(
            codes, title: "Your recovery codes",
            text: text + " Keep these codes where you find them without your telephone: each lets you in once. "
                + "They are not shown again.", in: .secondFactor, visit)
    }
}

extension FormFields {
    /// What was shown before, for one more try: the key exists nowhere else in the clear.
    fileprivate var enrolment: SecondFactorEnrolment? {
        guard let secret = self["secret"], let uri = self["uri"], secret.utf8.count <= 64, uri.utf8.count <= 1000,
            uri.hasPrefix("otpauth://totp/")
        else { return nil }
        return SecondFactorEnrolment(secret: secret, uri: uri)
    }
}

/// The cards of this room.
enum SecondFactorRoom {
    static func off(_ forms: FormSheet) -> Panel {
        Panel(
            title: "It is off",
            texts: [
                "You need an authenticator app on your telephone, or a password manager that knows such codes. From then "
                    + "on we ask for a code whenever you sign in with your password."
            ],
            forms: [forms.view(Form(id: "begin", action: Room.secondFactor.path + "/begin", button: "Set it up"))])
    }

    static func enrolment(_ enrolment: SecondFactorEnrolment, _ forms: FormSheet) -> Panel {
        let form = Form(
            id: "confirm", action: Room.secondFactor.path + "/confirm",
            fields: [
                Field(
                    name: "code", label: "Code", kind: .code, hint: "Six digits, which the app shows now.",
                    autocomplete: "one-time-code", limit: 20)
            ], button: "Switch it on", hidden: ["secret": enrolment.secret, "uri": enrolment.uri])
        return Panel(
            title: "Put the key into your app",
            texts: ["Scan the picture with your authenticator app, or type the key. Then prove that it worked."],
            enrolment: EnrolmentView(enrolment), forms: [forms.view(form)])
    }

    static func on(_ state: SecondFactorState, hasPassword: Bool, isRecent: Bool, _ forms: FormSheet) -> [Panel] {
        let renewal = Form(
            id: "codes", action: Room.secondFactor.path + "/codes", button: "Make new codes", isSmall: true)
        let disabling = Form(
            id: "disable", action: Room.secondFactor.path + "/disable",
            fields: [.currentPassword("password", "Your password")], button: "Switch it off", isDangerous: true)
        return [
            Panel(
                title: "It is on",
                warning: state.recoveryCodesLeft > 2 ? nil : "You are running out of recovery codes. Make new ones.",
                facts: [
                    Fact(name: "Since", value: state.confirmedAt.day),
                    Fact(name: "Recovery codes left", value: "\(state.recoveryCodesLeft)"),
                ], forms: isRecent ? [forms.view(renewal)] : []),
            hasPassword
                ? Panel(
                    title: "Switch it off", texts: ["From then on your password alone opens your account."],
                    forms: [forms.view(disabling)])
                : .passwordFirst(title: "Switch it off"),
        ]
    }
}
