import Kernel

/// What a mail says, as plain text and as HTML with the same words.
///
/// Paragraphs are written once; a name or an address that somebody chose is escaped where HTML begins, in one place.
struct MailText {
    let subject: String
    private let paragraphs: [String]
    private let link: (label: String, address: String)?
    private let shop: String

    init(_ kind: IdentityMailKind, for user: User, token: String, _ options: IdentityOptions) {
        shop = options.shopName
        subject = "\(kind.subject) – \(options.shopName)"
        let name = kind.mayName(user) ? user.profile.firstName : nil
        let greeting = name.map { "Hello \($0)," } ?? "Hello,"
        paragraphs = [greeting] + kind.paragraphs(user)
        let query = kind.purpose == nil ? "" : "?token=" + token
        link = kind.link.map { ($0.label, options.publicURL + $0.path + query) }
    }

    var plain: String {
        (paragraphs + (link.map { ["\($0.label): \($0.address)"] } ?? []) + [shop]).joined(separator: "\n\n") + "\n"
    }

    var html: String {
        let texts = paragraphs.map { "<p>\($0.escapedForHTML)</p>" }.joined(separator: "\n")
        let button = link.map { link in
            """

            <p><a href="\(link.address.escapedForHTML)" style="display:inline-block;padding:12px 20px;\
            border-radius:6px;background:#1f4e79;color:#ffffff;text-decoration:none">\(link.label.escapedForHTML)</a></p>
            <p style="font-size:13px;color:#555555">If the button does not work, open this address:<br>\
            \(link.address.escapedForHTML)</p>
            """
        }
        return """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>\(subject.escapedForHTML)</title></head>
            <body style="font-family:sans-serif;font-size:16px;line-height:1.5;color:#222222;max-width:560px">
            \(texts)\(button ?? "")
            <p>\(shop.escapedForHTML)</p>
            </body></html>

            """
    }
}

extension IdentityMailKind {
    fileprivate var subject: String {
        switch self {
        case .verification: "Confirm your e-mail address"
        case .welcome: "Welcome"
        case .alreadyRegistered: "You have an account already"
        case .passwordReset: "Set a new password"
        case .passwordChanged: "Your password was changed"
        case .emailChange: "Confirm your new e-mail address"
        case .emailChangeNotice: "Your e-mail address is to be changed"
        case .secondFactorEnabled: "Two-step sign-in is on"
        case .secondFactorDisabled: "Two-step sign-in is off"
        case .recoveryCodesRenewed: "You have new recovery codes"
        case .apiKeyCreated: "A key to your account was made"
        case .passkeyAdded: "A passkey was added to your account"
        case .identityLinked: "An account elsewhere was connected to yours"
        }
    }

    /// Where the button leads, as a path of the shop.
    fileprivate var link: (label: String, path: String)? {
        switch self {
        case .verification, .emailChange: ("Confirm the address", "/verify-email")
        case .welcome: ("Go to the shop", "/")
        case .passwordReset: ("Set a new password", "/reset-password")
        case .alreadyRegistered: ("Sign in", "/login")
        case .apiKeyCreated: ("Look at your keys", "/account/keys")
        case .passkeyAdded: ("Look at your passkeys", "/account/passkeys")
        case .identityLinked: ("Look at the connected accounts", "/account/connections")
        default: nil
        }
    }

    fileprivate func paragraphs(_ user: User) -> [String] {
        let warning = "If it was not you, reset your password at once: somebody else may know it."
        return switch self {
        case .verification:
            [
                "You have made an account with this address. Please confirm that it is yours, within 24 hours.",
                "If you did not, do not confirm it: somebody took your address for theirs, by mistake or on purpose.",
            ]
        case .welcome: ["Your address is confirmed, and your account is ready."]
        case .alreadyRegistered:
            [
                "Somebody, perhaps you, wanted to make an account with this address. You have one already: just sign in.",
                "If you do not remember the password, you can set a new one where you sign in.",
            ]
        case .passwordReset:
            [
                "You can set a new password with this link, once and within an hour. You will then be signed out "
                    + "everywhere.",
                "If you did not ask for it, you need do nothing: your password stays as it is.",
            ]
        case .passwordChanged: ["The password of your account was changed just now.", warning]
        case .emailChange:
            [
                "Your account is to have this address: \(user.pendingEmail ?? ""). Please confirm it, within 24 hours. "
                    + "Until then the old one counts.",
                "If you did not ask for it, do not confirm it: the account is somebody else's.",
            ]
        case .emailChangeNotice:
            [
                "The address of your account is to be changed to \(user.pendingEmail ?? ""), as soon as that is "
                    + "confirmed.", warning,
            ]
        case .secondFactorEnabled:
            [
                "From now on a code of your authenticator app is asked for when you sign in with your password. Keep the "
                    + "recovery codes that you were shown: each gets you in once without the app.", warning,
            ]
        case .secondFactorDisabled:
            ["Two-step sign-in was switched off: your password alone gets you in again, without a code.", warning]
        case .recoveryCodesRenewed:
            ["The old recovery codes of your account are void: ten new ones were made just now.", warning]
        case .apiKeyCreated:
            [
                "A key for a program was made just now. Whoever has it can use the shop in your name, as far as its scopes "
                    + "reach.", "If it was not you, revoke it, sign out on every device, and set a new password.",
            ]
        case .passkeyAdded:
            [
                "A passkey was added to your account just now. Whoever has it can sign in without your password.",
                "If it was not you, remove it, sign out on every device, and set a new password.",
            ]
        case .identityLinked:
            [
                "An account elsewhere was connected to yours just now. Whoever can sign in there can sign in here.",
                "If it was not you, disconnect it, sign out on every device, and set a new password.",
            ] + (user.hasPassword ? [] : ["Your account has no password. You can set one where you sign in."])
        }
    }
}

extension String {
    fileprivate var escapedForHTML: String {
        replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;").replacing("'", with: "&#39;")
    }
}
