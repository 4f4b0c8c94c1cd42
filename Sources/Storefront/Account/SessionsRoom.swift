import Hummingbird
import Identity
import Kernel
import WebSupport

/// Where somebody is signed in.
extension AccountPages {
    /// `GET /account/sessions`
    func sessions(_ visit: Visit) async throws -> Response {
        let sessions = try await doors.sessions.list(of: visit.user.id)
        return try await room(
            .sessions, lead: "Everywhere you are signed in. End what you do not know.", for: visit
        ) { forms in
            let everywhere = Form(
                id: "everywhere", action: "/account/sessions/end-all", button: "Sign out everywhere", isDangerous: true)
            return [
                Panel(rows: sessions.map { row($0, isCurrent: $0.id == visit.session, forms) }),
                Panel(
                    title: "Lost something?",
                    texts: ["This signs out every device, the one before you too. Change your password as well."],
                    forms: [forms.view(everywhere)]),
            ]
        }
    }

    /// `POST /account/sessions/end`
    func endSession(_ fields: FormFields, _ visit: Visit) async throws -> Response {
        guard let id = fields["session"].flatMap({ ID<Session>($0) }) else { throw IdentityError.sessionNotFound }
        guard id != visit.session else {
            try await doors.sessions.logOut(id, of: visit.user.id, from: visit.client)
            return leave(to: "/login?done=signed-out")
        }
        try await doors.sessions.revoke(id, of: visit.user.id, from: visit.client)
        return .seeOther(Room.sessions.path + "?done=ended")
    }

    /// `POST /account/sessions/end-all`
    func endSessions(_ fields: FormFields, _ visit: Visit) async throws -> Response {
        try await doors.sessions.logOutEverywhere(visit.user.id, from: visit.client)
        return leave(to: "/login?done=signed-out-everywhere")
    }

    private func row(_ session: Session, isCurrent: Bool, _ forms: FormSheet) -> PanelRow {
        let form = Form(
            id: "end-\(session.id)", action: "/account/sessions/end", button: "Sign out",
            about: "\(session.device), since \(session.createdAt.moment)", hidden: ["session": session.id.description],
            isSmall: true)
        return PanelRow(
            title: session.device, badge: isCurrent ? "This device" : nil,
            details: [
                "Last used \(session.lastUsedAt.moment)" + (session.address.map { " from \($0)" } ?? ""),
                "Signed in \(session.createdAt.moment)",
            ], form: forms.view(form))
    }
}
