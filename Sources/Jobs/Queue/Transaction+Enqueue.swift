import Foundation
package import Kernel
package import Persistence
import Telemetry
import Tracing

extension Transaction {
    /// Writes a job that exists when, and only when, this transaction commits.
    ///
    /// With a key, a job is there once: while one of the same name and key *waits*, a second one is dropped, or brings
    /// the first one forward if it is due earlier and the first has not been tried yet. While one *runs*, it is run
    /// once more behind that, since it may have looked before the change that causes the second. The key must say
    /// everything that the payload says, for the first payload is the one that stays. A dead job gives up its key.
    /// - Parameters:
    ///   - moment: now.
    ///   - notBefore: when it is due; at once when absent.
    ///   - key: 1 to 200 bytes.
    /// - Returns: its id, or that of the one which was there.
    /// - Throws: `JobError.payloadTooLarge`, `.invalidKey`.
    @discardableResult
    package func enqueue<Work: Job>(
        _ job: Work, at moment: Timestamp, notBefore: Timestamp? = nil, key: String? = nil
    ) throws -> ID<QueuedJob> {
        let insertion = try NewJob(job, at: moment, notBefore: notBefore, key: key).insertion
        let written = try value(
            """
            \(insertion) ON CONFLICT (name, unique_key) WHERE unique_key IS NOT NULL DO UPDATE SET
                due_at = CASE WHEN jobs.state = 'waiting' AND jobs.tries = 0 AND excluded.due_at < jobs.due_at
                    THEN excluded.due_at ELSE jobs.due_at END,
                again_at = CASE WHEN jobs.state = 'running'
                        AND (jobs.again_at IS NULL OR excluded.due_at < jobs.again_at)
                    THEN excluded.due_at ELSE jobs.again_at END
            RETURNING id
            """, as: ID<QueuedJob>.self)
        guard let written else { throw DatabaseError.decoding(column: "id", message: "an insertion answered nothing") }
        if (notBefore ?? moment) <= moment { announceDue(Work.name) }
        return written
    }

    /// Writes many jobs without keys, in as few round trips as the database allows.
    /// - Throws: `JobError.payloadTooLarge`.
    package func enqueue<Work: Job>(_ jobs: [Work], at moment: Timestamp, notBefore: Timestamp? = nil) throws {
        try execute(batch: jobs.map { try NewJob($0, at: moment, notBefore: notBefore, key: nil).insertion })
        if !jobs.isEmpty, (notBefore ?? moment) <= moment { announceDue(Work.name) }
    }

    /// Writes a job unless one with its key waits or runs.
    func enqueueUnlessThere<Work: Job>(_ job: Work, at moment: Timestamp, key: String) throws {
        let insertion = try NewJob(job, at: moment, notBefore: nil, key: key).insertion
        try execute("\(insertion) ON CONFLICT (name, unique_key) WHERE unique_key IS NOT NULL DO NOTHING")
        announceDue(Work.name)
    }

    /// Wakes the workers behind the commit.
    func announceDue(_ name: String) {
        announce(ChangedThing(name: JobSignal.due, subject: name))
    }
}

/// A job on its way into the table, checked.
private struct NewJob {
    let insertion: SQL

    init<Work: Job>(_ job: Work, at moment: Timestamp, notBefore: Timestamp?, key: String?) throws {
        let payload = try JobPayload.text(of: job)
        if let key, !(1...JobLimits.key).contains(key.utf8.count) || key.utf8.contains(0) {
            throw JobError.invalidKey(job: Work.name)
        }
        insertion = """
            INSERT INTO jobs (id, name, payload, unique_key, state, due_at, tries, enqueued_at, changed_at, trace)
            VALUES (
                \(ID<QueuedJob>(at: moment)), \(Work.name), \(payload), \(key), 'waiting', \(notBefore ?? moment), 0,
                \(moment), \(moment), \(ServiceContext.current?.trace?.traceparent)
            )
            """
    }
}

/// The JSON of a job's properties, in the order of their names.
enum JobPayload {
    static func text<Work: Job>(of job: Work) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let bytes = try encoder.encode(job)
        guard bytes.count <= JobLimits.payload else {
            throw JobError.payloadTooLarge(job: Work.name, bytes: bytes.count)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    static func job<Work: Job>(_ type: Work.Type, from text: String) throws -> Work {
        do {
            return try JSONDecoder().decode(type, from: Data(text.utf8))
        } catch {
            throw FailedJob("The payload is not one of \(Work.name): this souk is of another version.", retry: .never)
        }
    }
}
