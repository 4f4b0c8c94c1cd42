package import Identity
package import Kernel
package import Search

/// The path by which the mails about a saved search are stopped: it holds a code that only the shop can make, so that whoever
/// got a mail needs no login, and nobody else can stop it.
package struct StopLink: Sendable {
    private let box: SecretBox

    /// Links signed by that box; every node needs the same.
    package init(_ box: SecretBox) {
        self.box = box
    }

    /// `/saved-searches/ID/stop/CODE`
    package func path(for id: ID<SavedSearch>) -> String {
        "/saved-searches/\(id)/stop/\(box.code(of: StopLink.message(id), for: StopLink.purpose).base64URL)"
    }

    /// The search of a path, when its code is right.
    func search(id: String?, code: String?) -> ID<SavedSearch>? {
        guard let id = id.flatMap({ ID<SavedSearch>($0) }), let code = code.flatMap({ [UInt8](base64URL: $0) }),
            box.isCode(code, of: StopLink.message(id), for: StopLink.purpose)
        else { return nil }
        return id
    }

    private static let purpose = "saved-search-stop"

    private static func message(_ id: ID<SavedSearch>) -> [UInt8] { Array(id.description.utf8) }
}
