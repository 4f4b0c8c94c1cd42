import Hummingbird
import Identity
import WebSupport

/// A way back in for whoever does not know the password any more.
extension AccountPages {
    /// `GET /forgot-password`
    func forgetting(_ request: Request, _ context: ShopContext) async throws -> Response {
        try await entry(ResetPages.forgetting, request, context)
    }

    /// `POST /forgot-password`: the same words whether or not there is such an account.
    func forget(_ fields: FormFields, _ request: Request, _ context: ShopContext) async throws -> Response {
        try await answering("forgot", fields) {
            try limits.take(.registration, context)
            try await doors.accounts.forgotPassword(fields.checkedEmail(), from: client(request, context))
            return .seeOther("/forgot-password/sent")
        } again: { refused in
            try await entry(ResetPages.forgetting, request, context, refused)
        }
    }

    /// `GET /forgot-password/sent`
    func forgotten(_ request: Request, _ context: ShopContext) async throws -> Response {
        try await entry(ResetPages.forgotten, request, context)
    }

    /// `GET /reset-password?token=…`: the address in the mail.
    func resetting(_ request: Request, _ context: ShopContext) async throws -> Response {
        guard let token = request.parameter("token") else { return .seeOther("/forgot-password") }
        return try await entry(ResetPages.resetting(token), request, context)
    }

    /// `POST /reset-password`
    func reset(_ fields: FormFields, _ request: Request, _ context: ShopContext) async throws -> Response {
        let token = fields["token"] ?? ""
        return try await answering("reset", fields) {
            try await doors.accounts.resetPassword(
                token, to: fields["password"] ?? "", from: client(request, context))
            return leave(to: "/login?done=reset")
        } again: { refused in
            try await entry(ResetPages.resetting(token), request, context, refused)
        }
    }
}

/// What these pages say.
enum ResetPages {
    static let forgetting = EntryPage.Content(
        heading: "Forgotten your password?",
        lead: "Tell us your e-mail address, and we send you a link with which you can set a new one.",
        form: Form(
            id: "forgot", action: "/forgot-password", fields: [.email(autocomplete: "username")],
            button: "Send the link"),
        links: [Link(text: "Back to signing in", url: "/login")])

    static let forgotten = EntryPage.Content(
        heading: "Check your mail",
        lead: "If there is an account with this address, a mail with a link is on its way. It works for one hour.",
        links: [Link(text: "Back to signing in", url: "/login")])

    static func resetting(_ token: String) -> EntryPage.Content {
        EntryPage.Content(
            heading: "Set a new password", lead: "Afterwards every device has to sign in again.",
            form: Form(
                id: "reset", action: "/reset-password", fields: [.newPassword()], button: "Set the password",
                hidden: ["token": token]),
            links: [Link(text: "Ask for a new link", url: "/forgot-password")])
    }
}
