import Foundation
import HTTPTypes
import Hummingbird
import Identity
import WebSupport

/// A form whose page is older than the session or the browser that sends it: it is not carried out, and leads to where it
/// can be filled in anew, by way of sign-in where nobody is signed in any more.
struct OutdatedForm {
    private let path: String
    private let referer: String?
    private let isSignedIn: Bool

    /// Pages for strangers, which have a form of the same address.
    private static let entries: Set<String> = [
        "/register", "/verify-email", "/verify-email/resend", "/login", "/login/code", "/login/recovery-code",
        "/forgot-password", "/reset-password",
    ]

    init(_ request: Request, _ context: ShopContext) {
        path = request.uri.path
        referer = OutdatedForm.place(in: request.headers[.referer])
        isSignedIn = if case .user = context.caller { true } else { false }
    }

    /// Where it leads.
    var address: String {
        switch path {
        case "/logout": isSignedIn ? outdated(Room.overview.path) : "/login?done=" + Notice.signedOut.rawValue
        case _ where path.hasPrefix("/login/passkey"): outdated("/login")
        case _ where OutdatedForm.entries.contains(path): outdated(sameReferer ?? path)
        case _ where isSignedIn || !isPersonal: outdated(isAccount ? room.path : referer ?? "/")
        default:
            "/login"
                + AddressFields.query([
                    ("return_to", isAccount ? room.path : referer ?? Room.overview.path),
                    ("done", Notice.sessionEnded.rawValue),
                ])
        }
    }

    private var isAccount: Bool { path.hasPrefix(Room.overview.path) }
    private var isPersonal: Bool { isAccount || path.hasPrefix("/admin") }

    /// The room that the form stands in: its own address need not be one that can be looked at.
    private var room: Room {
        Room.allCases.first { $0 != .overview && (path == $0.path || path.hasPrefix($0.path + "/")) } ?? .overview
    }

    /// The page before, when it has the address of the form: it knows the token of a mail, which the form has in its body.
    private var sameReferer: String? {
        referer.flatMap { $0 == path || $0.hasPrefix(path + "?") ? $0 : nil }
    }

    private func outdated(_ address: String) -> String {
        address + (address.contains("?") ? "&" : "?") + "done=" + Notice.outdated.rawValue
    }

    /// Path and query of the page before, without what it said about the one before that.
    private static func place(in referer: String?) -> String? {
        guard let referer, let parts = URLComponents(string: referer) else { return nil }
        let kept = (parts.percentEncodedQuery ?? "").split(separator: "&").filter { !$0.hasPrefix("done=") }
        return ReturnPath(parts.percentEncodedPath + (kept.isEmpty ? "" : "?" + kept.joined(separator: "&")))?.path
    }
}
