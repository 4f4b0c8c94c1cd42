import Hummingbird
import Identity
import WebSupport

/// The two things with which one signs in: the address and the password. Both change only for who knows the password.
extension AccountPages {
    /// `GET /account/email`
    func email(_ visit: Visit) async throws -> Response {
        try await email(visit, nil)
    }

    /// `POST /account/email`
    func changeEmail(_ fields: FormFields, _ visit: Visit) async throws -> Response {
        try await answering("email", fields, places: ["email_taken": "email"]) {
            try await doors.accounts.changeEmail(
                of: visit.user.id, to: fields["email"] ?? "", password: fields["password"] ?? "", from: visit.client)
            return .seeOther(Room.email.path + "?done=email")
        } again: { refused in
            try await email(visit, refused)
        }
    }

    private func email(_ visit: Visit, _ refused: Refused?) async throws -> Response {
        try await room(.email, for: visit, refused) { forms in
            var facts = [Fact(name: "Address", value: visit.user.email)]
            facts.append(Fact(name: "Confirmed", value: visit.user.emailVerifiedAt?.day ?? "Not yet"))
            if let pending = visit.user.pendingEmail {
                facts.append(Fact(name: "To be changed to", value: "\(pending), once its link was followed"))
            }
            let form = Form(
                id: "email", action: Room.email.path,
                fields: [.email("email", "New e-mail address"), .currentPassword("password", "Your password")],
                button: "Change it")
            let change = Panel(
                title: "Change it",
                texts: [
                    "We send a link to the new address, and tell the old one. Until you follow it nothing changes."
                ],
                forms: [forms.view(form)])
            return [
                Panel(title: "Now", facts: facts),
                visit.user.hasPassword ? change : .passwordFirst(title: "Change it"),
            ]
        }
    }

    /// `GET /account/password`
    func password(_ visit: Visit) async throws -> Response {
        try await password(visit, nil)
    }

    /// `POST /account/password`
    func changePassword(_ fields: FormFields, _ visit: Visit) async throws -> Response {
        try await answering("password", fields) {
            try await doors.accounts.changePassword(
                of: visit.user.id, from: fields["current_password"] ?? "", to: fields["new_password"] ?? "",
                keeping: visit.session, from: visit.client)
            return .seeOther(Room.password.path + "?done=password")
        } again: { refused in
            try await password(visit, refused)
        }
    }

    private func password(_ visit: Visit, _ refused: Refused?) async throws -> Response {
        try await room(.password, for: visit, refused) { forms in
            guard visit.user.hasPassword else {
                return [
                    .passwordFirst("You sign in without a password. We can send you a link with which you set one.")
                ]
            }
            let form = Form(
                id: "password", action: Room.password.path,
                fields: [.currentPassword("current_password", "Current password"), .newPassword("new_password")],
                button: "Change it")
            return [
                Panel(texts: ["Every other device is signed out when you change it."], forms: [forms.view(form)])
            ]
        }
    }
}
