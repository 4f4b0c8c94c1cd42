import Foundation

/// What of a value must not be shown.
enum SettingMask: Sendable {
    /// It may be seen by everybody.
    case nothing
    /// It is a secret.
    case everything
    /// It is an address that may hold a password.
    case password

    /// Four dots, however long the secret is.
    static let dots = "••••"

    /// The value as it may be shown.
    func show(_ text: String) -> String {
        switch self {
        case .nothing: text
        case .everything: SettingMask.dots
        case .password: SettingMask.withoutPassword(text)
        }
    }

    /// Hides what stands between the first colon behind `//` and the last `@`, which is more than the password when
    /// the address is odd, and every parameter whose name sounds like a secret.
    private static func withoutPassword(_ text: String) -> String {
        guard let start = text.range(of: "://")?.upperBound else { return dots }
        var shown = String(text[..<start])
        var rest = text[start...]
        if let at = rest.lastIndex(of: "@") {
            let user = rest[..<at].prefix { $0 != ":" && $0 != "/" && $0 != "?" }
            shown += user.endIndex == at ? String(user) : "\(user):\(dots)"
            rest = rest[at...]
        }
        guard let query = rest.firstIndex(of: "?") else { return shown + rest }
        let parameters = rest[query...].dropFirst().split(separator: "&", omittingEmptySubsequences: false)
        return shown + rest[...query] + parameters.map(parameter).joined(separator: "&")
    }

    private static func parameter(_ text: Substring) -> String {
        let name = text.prefix { $0 != "=" }
        let isSecret = ["pass", "secret", "token", "key"].contains { name.lowercased().contains($0) }
        return isSecret && name.endIndex != text.endIndex ? "\(name)=\(dots)" : String(text)
    }
}
