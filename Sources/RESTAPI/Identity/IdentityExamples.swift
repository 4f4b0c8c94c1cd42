import Identity
import Kernel

/// The examples that the documentation shows: what happened to the account of Ada Lovelace.
extension User {
    static let example = User(
        id: ID(high: 0x0190_0A5D_AC96_774B, low: 0xBCCE_B302_099A_8003), email: "ada@example.com",
        emailVerifiedAt: Timestamp.example, profile: Profile(firstName: "Ada", lastName: "Lovelace"),
        createdAt: Timestamp.example, updatedAt: Timestamp.example)
}

extension Session {
    static let example = Session(
        id: ID(high: 0x0190_0A5D_AC96_774B, low: 0xBCCE_B302_099A_8004), device: "Firefox on Linux",
        address: "203.0.113.7", createdAt: Timestamp.example, lastUsedAt: Timestamp.example,
        expiresAt: Timestamp.example.advanced(by: Session.lifetime))
}

extension APIKey {
    static let example = APIKey(
        id: ID(high: 0x0190_0A5D_AC96_774B, low: 0xBCCE_B302_099A_8005), name: "import", hint: "sk_8sBvR",
        scopes: [.manageCatalog], createdAt: Timestamp.example, expiresAt: nil, lastUsedAt: nil)
}

extension AuditEntry {
    static let example = AuditEntry(
        id: ID(high: 0x0190_0A5D_AC96_774B, low: 0xBCCE_B302_099A_8006), at: Timestamp.example, action: .loggedIn,
        actor: User.example.id, subject: User.example.id, address: "203.0.113.7", device: "Firefox on Linux",
        detail: ["way": "password"])
}

extension Timestamp {
    fileprivate static let example = Timestamp(microseconds: 1_767_323_045_000_000)
}
