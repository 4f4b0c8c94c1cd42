import Hummingbird
import Identity
import WebSupport

/// The way into the rooms of the account, with what stands in each.
extension AccountPages {
    /// `GET /account`
    func overview(_ visit: Visit) async throws -> Response {
        let factor = try await doors.secondFactors.state(of: visit.user.id)
        let sessions = try await doors.sessions.list(of: visit.user.id).count
        let name = visit.user.profile.firstName.map { "Hello, \($0)." } ?? "Hello."
        return try await room(.overview, lead: name, for: visit) { forms in
            let ways = Panel(links: ways(for: visit.user, hasSecondFactor: factor != nil, sessions: sessions))
            return visit.user.isEmailVerified ? [ways] : [unverified(visit.user, forms), ways]
        }
    }

    private func ways(for user: User, hasSecondFactor: Bool, sessions: Int) -> [Link] {
        let states: [(Room, String)] = [
            (.profile, user.profile.fullName ?? "No name yet"),
            (.email, user.email),
            (.password, user.hasPassword ? "Change it" : "None is set"),
            (.secondFactor, hasSecondFactor ? "On" : "Off"),
            (.sessions, "\(sessions.counted("device")) signed in"),
            (.passkeys, "Sign in without a password"),
            (.connections, "Sign in with an account elsewhere"),
            (.searches, "What you want to come back to"),
            (.keys, "For programs of yours"),
            (.data, "Take it along, or leave"),
        ]
        return states.map { Link(text: $0.0.title, url: $0.0.path, count: $0.1) }
    }

    /// `POST /account/verification`
    func sendVerification(_ fields: FormFields, _ visit: Visit) async throws -> Response {
        try await doors.accounts.resendVerification(to: visit.user.email, from: visit.client)
        return .seeOther("/account?done=resent")
    }

    private func unverified(_ user: User, _ forms: FormSheet) -> Panel {
        Panel(
            title: "Confirm your e-mail address",
            texts: [
                "We have sent a mail to \(user.email). Follow its link, so that we know that the address is yours."
            ],
            forms: [
                forms.view(
                    Form(id: "verification", action: "/account/verification", button: "Send it again", isSmall: true))
            ])
    }
}
