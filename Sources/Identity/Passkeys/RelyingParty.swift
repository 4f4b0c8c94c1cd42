import Crypto
import Kernel

/// Who we are to authenticators: the host of the shop's public address, and the origin at which pages may speak for it.
package struct RelyingParty: Sendable, Hashable {
    /// The host, to which passkeys are bound for ever.
    package let id: String
    /// What people are shown.
    package let name: String
    /// Scheme, host, and port where it is not the usual one.
    package let origin: String

    /// The party behind that address; never the one that a request's `Host` names. What is no address fits no page.
    package init(publicURL: String, name: String) {
        let parts = publicURL.lowercased().split(separator: "://", maxSplits: 1)
        let scheme = parts.count == 2 ? parts[0] : ""
        let authority = parts.last?.prefix { $0 != "/" && $0 != "?" && $0 != "#" } ?? ""
        let pieces = authority.split(separator: ":", maxSplits: 1)
        let isUsualPort = pieces.count < 2 || pieces[1] == (scheme == "https" ? "443" : "80")
        id = pieces.first.map { String($0) } ?? ""
        origin = "\(scheme)://\(isUsualPort ? id : String(authority))"
        self.name = name
    }

    /// What authenticators sign for us.
    var hash: [UInt8] { Array(SHA256.hash(data: Array(id.utf8))) }
}

/// What a browser says about a ceremony (WebAuthn, 5.8.1), which the authenticator signs by its hash.
struct CollectedClientData {
    /// Which ceremony.
    enum Kind: String {
        case creation = "webauthn.create"
        case assertion = "webauthn.get"
    }

    /// The challenge that it answers.
    let challenge: [UInt8]

    /// Reads it, and checks that it is about this ceremony, in a page of ours that is in no frame of others.
    init?(_ json: [UInt8], _ kind: Kind, _ party: RelyingParty) {
        guard let data = try? JSONValue(parsing: json), data["type"]?.text == kind.rawValue,
            data["origin"]?.text == party.origin, data["crossOrigin"]?.truth != true, data["topOrigin"] == nil,
            let challenge = data["challenge"]?.text.flatMap({ [UInt8](base64URL: $0) })
        else { return nil }
        self.challenge = challenge
    }
}
