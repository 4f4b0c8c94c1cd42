import Identity
import Kernel
import WebSupport

/// A line of the audit log.
struct AuditEntryAnswer: Answer {
    let entry: AuditEntry

    static let example = AuditEntryAnswer(entry: AuditEntry.example)

    func write(to object: inout AnswerWriter) {
        object.member("id", entry.id, "Its identity.")
        object.member("at", entry.at, "When it happened.")
        object.member("action", entry.action, "What happened.")
        object.member("actor", entry.actor, "Who did it; null when that is not known, or it was the shop itself.")
        object.member("subject", entry.subject, "The account that it was done to.")
        object.member("address", entry.address, "From which address.")
        object.member("device", entry.device, "With what device.")
        object.member("detail", entry.detail, "Details by name; nothing secret.")
    }
}

/// `GET /admin/audit`
struct ReadAudit: Operation {
    static let declaration = Declaration(
        .get, "/admin/audit", "Read what happened to accounts", description: "The newest first, for a year.",
        tag: .administration, permission: .readAudit)

    @Query("Only what this account did, or what was done to it.") var actor: ID<User>?
    @Query("Only of this sort.") var action: AuditAction?
    @Query("Where to go on: the `next_cursor` of the answer before.", length: 1...1024) var cursor: String?
    @Query("How many at once.", in: 1...100) var limit = PageRequest.defaultSize

    func answer(_ audit: AuditLog, _ call: Call) async throws -> Reply<FeedAnswer<AuditEntryAnswer>> {
        let place = try call.place(in: "audit", cursor)
        let (entries, next) = try await audit.list(about: actor, action: action, before: place, limit: limit)
        return call.stretch(of: "audit", entries, next: next, show: AuditEntryAnswer.init)
    }
}

extension AuditAction: TextInput {}
