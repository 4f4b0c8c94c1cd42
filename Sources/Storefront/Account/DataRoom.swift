import HTTPTypes
import Hummingbird
import Identity
import NIOCore
import WebSupport

/// What is held about somebody: to take along, or to have taken out.
extension AccountPages {
    /// `GET /account/data`
    func data(_ visit: Visit) async throws -> Response {
        try await data(visit, nil)
    }

    /// `GET /account/data/export`
    func exportData(_ visit: Visit) async throws -> Response {
        let document = try await doors.accounts.export(visit.user.id, from: visit.client)
        return Response(
            status: .ok,
            headers: [
                .contentType: "application/json", .cacheControl: "no-store",
                .contentDisposition: "attachment; filename=\"souk-account.json\"",
            ], body: ResponseBody(byteBuffer: ByteBuffer(bytes: document)))
    }

    /// `POST /account/data/delete`
    func eraseAccount(_ fields: FormFields, _ visit: Visit) async throws -> Response {
        try await answering("delete", fields) {
            try await doors.accounts.erase(visit.user.id, password: fields["password"] ?? "", from: visit.client)
            return leave(to: "/login?done=deleted")
        } again: { refused in
            try await data(visit, refused)
        }
    }

    private func data(_ visit: Visit, _ refused: Refused?) async throws -> Response {
        try await room(.data, for: visit, refused) { forms in
            let deletion = Form(
                id: "delete", action: Room.data.path + "/delete",
                fields: [.currentPassword("password", "Your password")], button: "Delete my account",
                isDangerous: true)
            let end = Panel(
                title: "Delete your account",
                texts: [
                    "For good: name, address and everything else that says who you are is taken out. What you ordered is "
                        + "kept, as the law wants it, and leads to nobody any more."
                ], forms: [forms.view(deletion)])
            return [
                Panel(
                    title: "Take it along",
                    texts: ["Everything that we hold about you, as one JSON file."],
                    buttons: [Link(text: "Download", url: Room.data.path + "/export")]),
                visit.user.hasPassword ? end : .passwordFirst(title: "Delete your account"),
            ]
        }
    }
}
