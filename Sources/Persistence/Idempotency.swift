package import Kernel

/// The table of idempotency keys.
package enum IdempotencyMigrations {
    /// Version 6: the keys with their answers. Version 17: whom an answer is about.
    package static let all = [
        Migration(6, "create idempotency keys") { type in
            [
                """
                CREATE TABLE idempotency_keys (
                    scope       \(type.text) NOT NULL,
                    key         \(type.text) NOT NULL,
                    fingerprint \(type.text) NOT NULL,
                    claim       \(type.uuid) NOT NULL,
                    claimed_at  \(type.timestamp) NOT NULL,
                    status      \(type.integer),
                    headers     \(type.json),
                    body        \(type.bytes),
                    PRIMARY KEY (scope, key)
                )\(type.tableOptions)
                """,
                "CREATE INDEX idempotency_keys_age ON idempotency_keys (claimed_at)",
            ]
        } down: { _ in
            ["DROP TABLE idempotency_keys"]
        },
        Migration(17, "say whom kept answers are about") { type in
            [
                "ALTER TABLE idempotency_keys ADD COLUMN subject \(type.text)",
                "CREATE INDEX idempotency_keys_subject ON idempotency_keys (subject) WHERE subject IS NOT NULL",
            ]
        } down: { _ in
            ["DROP INDEX idempotency_keys_subject", "ALTER TABLE idempotency_keys DROP COLUMN subject"]
        },
    ]
}

/// The idempotency keys of the last 24 hours, and what was answered under them.
///
/// Two steps make a request happen once. **Claiming** the key is a transaction of its own, so that a second request sees
/// at once that the first is under way. The **answer** is then written in the transaction of the change itself
/// (`Transaction.keep`), under the claim: there is no moment at which the change is there and the answer is not. A claim
/// whose process died is taken over after a minute; should the first one still live, its `keep` fails, and its change
/// is rolled back.
package struct IdempotencyKeys: Sendable {
    private let database: any Database
    private let clock: WallClock

    /// How long a request may take before another try may take its key over: twice what a request is given.
    package static let lease = Duration.seconds(60)
    /// How long answers are kept.
    package static let retention = Duration.seconds(24 * 3600)

    /// The keys in that database.
    package init(_ database: any Database, clock: WallClock = .system) {
        (self.database, self.clock) = (database, clock)
    }

    /// Claims a key for a request.
    /// - Parameters:
    ///   - scope: whose key it is.
    ///   - key: at most 255 characters.
    ///   - fingerprint: tells one request from another: a hash of method, address and body.
    package func claim(scope: String, key: String, fingerprint: String) async throws -> IdempotencyOutcome {
        let now = clock.now
        let claim = IdempotencyClaim(scope: scope, key: key, token: ID(at: now))
        return try await database.write { transaction in
            if try transaction.insert(claim, fingerprint, at: now) { return .claimed(claim) }
            guard let row = try transaction.idempotencyRow(scope, key) else { return .inFlight }
            guard row.fingerprint == fingerprint else { return .mismatch }
            return row.answer.map { .answered($0) } ?? .inFlight
        }
    }

    /// Keeps an answer that no change goes with, such as a refusal. Does nothing when an answer is there already.
    package func keep(_ answer: StoredAnswer, for claim: IdempotencyClaim) async throws {
        try await database.write { _ = try $0.setAnswer(answer, of: claim) }
    }

    /// Lets go of a key whose request had no lasting answer, so that it can be tried again.
    package func release(_ claim: IdempotencyClaim) async throws {
        try await database.write { try $0.deleteUnanswered(claim) }
    }

    /// Removes what is older than `retention`, at most `limit` keys.
    /// - Returns: how many were removed.
    package func prune(limit: Int = 10_000) async throws -> Int {
        let cutoff = clock.now.advanced(by: .zero - IdempotencyKeys.retention)
        return try await database.write { try $0.deleteKeys(before: cutoff, limit: limit) }
    }
}

/// Another try has taken the key over, because this one took longer than its lease. Its change does not take effect.
package struct IdempotencyLeaseLost: DomainError, Equatable {
    /// `request_took_too_long`
    package var code: String { "request_took_too_long" }
    /// Trying again finds what the other one did.
    package var kind: ErrorKind { .unavailable }
    /// For the client.
    package var message: String { "The request took too long, and was not carried out. Send it again." }
}

extension Transaction {
    /// Writes the answer about `value` under the key that the request came with; nothing when it came without one.
    /// - Parameter subject: whom it shows, when that is a person who did not sign the request: so that it can be forgotten.
    /// - Throws: `IdempotencyLeaseLost`, which takes the whole transaction back.
    package func keep<Value>(_ receipt: Receipt<Value>?, for value: Value, about subject: String? = nil) throws {
        guard let receipt else { return }
        guard try setAnswer(receipt.answer(value), of: receipt.claim, about: subject) else {
            throw IdempotencyLeaseLost()
        }
    }

    /// Removes the answers that show a person, with their keys: what was answered to it, and what made its account. The
    /// same request, sent once more, is a new one.
    package func forgetAnswers(about subject: String) throws {
        try execute(
            """
            DELETE FROM idempotency_keys
            WHERE subject = \(subject) OR scope = \(IdempotencyClaim.scope(of: subject))
            """)
    }

    fileprivate func insert(_ claim: IdempotencyClaim, _ fingerprint: String, at now: Timestamp) throws -> Bool {
        let abandoned = now.advanced(by: .zero - IdempotencyKeys.lease)
        let outdated = now.advanced(by: .zero - IdempotencyKeys.retention)
        return try execute(
            """
            INSERT INTO idempotency_keys (scope, key, fingerprint, claim, claimed_at)
            VALUES (\(claim.scope), \(claim.key), \(fingerprint), \(claim.token), \(now))
            ON CONFLICT (scope, key) DO UPDATE
            SET fingerprint = excluded.fingerprint, claim = excluded.claim, claimed_at = excluded.claimed_at,
                status = NULL, headers = NULL, body = NULL, subject = NULL
            WHERE (idempotency_keys.status IS NULL AND idempotency_keys.claimed_at < \(abandoned))
               OR idempotency_keys.claimed_at < \(outdated)
            """) == 1
    }

    fileprivate func setAnswer(
        _ answer: StoredAnswer, of claim: IdempotencyClaim, about subject: String? = nil
    ) throws -> Bool {
        var headers = JSONWriter()
        headers.object { object in
            for (name, value) in answer.headers.sorted(by: { $0.key < $1.key }) {
                object.key(name)
                object.value(value)
            }
        }
        return try execute(
            """
            UPDATE idempotency_keys
            SET status = \(answer.status), headers = \(headers.text), body = \(answer.body), subject = \(subject)
            WHERE scope = \(claim.scope) AND key = \(claim.key) AND claim = \(claim.token) AND status IS NULL
            """) == 1
    }

    fileprivate func deleteUnanswered(_ claim: IdempotencyClaim) throws {
        try execute(
            """
            DELETE FROM idempotency_keys
            WHERE scope = \(claim.scope) AND key = \(claim.key) AND claim = \(claim.token) AND status IS NULL
            """)
    }

    fileprivate func deleteKeys(before cutoff: Timestamp, limit: Int) throws -> Int {
        try execute(
            """
            DELETE FROM idempotency_keys WHERE (scope, key) IN (
                SELECT scope, key FROM idempotency_keys WHERE claimed_at < \(cutoff) ORDER BY claimed_at LIMIT \(limit))
            """)
    }

    fileprivate func idempotencyRow(_ scope: String, _ key: String) throws -> IdempotencyRow? {
        try first(
            "SELECT fingerprint, status, headers, body FROM idempotency_keys WHERE scope = \(scope) AND key = \(key)")
    }
}

private struct IdempotencyRow: RowDecodable {
    let fingerprint: String
    /// `nil` while the request is under way.
    let answer: StoredAnswer?

    init(row: inout Row) throws {
        fingerprint = try row.decode("fingerprint")
        guard let status = try row.decode("status", as: Int?.self) else {
            answer = nil
            return
        }
        let text = try row.decode("headers", as: String.self)
        guard let members = try? JSONValue(parsing: Array(text.utf8)).members else {
            throw DatabaseError.decoding(column: "headers", message: "unexpected JSON")
        }
        let headers = members.compactMap { member -> (String, String)? in
            guard case .string(let value) = member.value else { return nil }
            return (member.name, value)
        }
        answer = StoredAnswer(
            status: status, headers: Dictionary(headers) { first, _ in first }, body: try row.decode("body"))
    }
}
