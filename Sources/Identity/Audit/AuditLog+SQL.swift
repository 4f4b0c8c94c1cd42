package import Kernel
package import Persistence

extension Transaction {
    /// Writes a line of the audit log, in the transaction of what it tells.
    /// - Parameters:
    ///   - actor: who does it, as far as that is proved.
    ///   - subject: whom it is done to.
    ///   - detail: nothing secret, and no text of a client's making.
    package func note(
        _ action: AuditAction, actor: ID<User>? = nil, subject: ID<User>? = nil, _ client: Client,
        _ detail: [String: String] = [:], at now: Timestamp
    ) throws {
        var writer = JSONWriter(capacity: 64)
        writer.object { object in
            for (name, text) in detail.sorted(by: { $0.key < $1.key }) { object.member(name, text) }
        }
        try execute(
            """
            INSERT INTO audit_log (id, at, action, actor, subject, address, device, detail)
            VALUES (\(ID<AuditEntry>(at: now)), \(now), \(action), \(actor), \(subject),
                \(client.address?.description), \(client.device), \(writer.text))
            """)
    }

    func auditEntries(
        about person: ID<User>?, action: AuditAction?, before place: TimedPlace<AuditEntry>?, limit: Int
    ) throws -> [AuditEntry] {
        var conditions: [SQL] = []
        if let person { conditions.append("actor = \(person) OR subject = \(person)") }
        if let action { conditions.append("action = \(action)") }
        if let place { conditions.append("(at, id) < (\(place.at), \(place.id))") }
        return try all(
            """
            SELECT id, at, action, actor, subject, address, device, detail FROM audit_log
            WHERE \(SQL.all(conditions)) ORDER BY at DESC, id DESC LIMIT \(limit)
            """)
    }

    /// Removes entries from before `moment`.
    /// - Returns: how many there were.
    func pruneAudit(before moment: Timestamp, limit: Int) throws -> Int {
        try execute(
            """
            DELETE FROM audit_log WHERE id IN (
                SELECT id FROM audit_log WHERE at < \(moment) ORDER BY at, id LIMIT \(limit)
            )
            """)
    }
}

extension AuditEntry {
    /// Whether address and device of an entry belong to that user: it acted itself, or nobody knows who did.
    func isPersonal(to user: ID<User>) -> Bool { actor == user || (actor == nil && subject == user) }

    /// The same as a condition.
    static func isPersonal(to user: ID<User>) -> SQL {
        "actor = \(user) OR (actor IS NULL AND subject = \(user))"
    }
}

/// A place in a list that is ordered by time: behind the row with this moment and id.
struct TimedPlace<Entity>: Sendable {
    let at: Timestamp
    let id: ID<Entity>

    init(at: Timestamp, id: ID<Entity>) {
        (self.at, self.id) = (at, id)
    }

    init(_ cursor: Cursor) throws(InvalidCursor) {
        let parts = cursor.position.split(separator: " ")
        guard parts.count == 2, let microseconds = Int64(parts[0]), let id = ID<Entity>(String(parts[1])) else {
            throw InvalidCursor()
        }
        (at, self.id) = (Timestamp(microseconds: microseconds), id)
    }

    var cursor: Cursor { Cursor(position: "\(at.microseconds) \(id)") }
}
