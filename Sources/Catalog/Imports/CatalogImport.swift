package import Kernel

/// A file of products that somebody sent in to be imported, and what has come of it.
package struct CatalogImport: Hashable, Sendable {
    /// How far it is.
    package enum State: String, CaseIterable, Sendable {
        /// No worker has begun.
        case waiting
        /// A worker reads it.
        case running
        /// It was read to its end, whatever became of its records.
        case done
        /// It could not be read; `problem` says why.
        case failed
    }

    /// How it is to be read.
    package struct Order: Hashable, Sendable {
        /// What is in the file.
        package let format: TransferFormat
        /// Whether everything is checked and nothing written.
        package let isDryRun: Bool
        /// Whether unknown fields make a record a reject, and unknown columns refuse the file.
        package let isStrict: Bool

        /// An order.
        package init(_ format: TransferFormat, isDryRun: Bool = false, isStrict: Bool = false) {
            (self.format, self.isDryRun, self.isStrict) = (format, isDryRun, isStrict)
        }
    }

    /// What came of its records; when a worker was lost and another began again, of the last run.
    package struct Counts: Hashable, Sendable {
        /// Bytes of the file that were read.
        package var bytes = 0
        /// Records that were read.
        package var read = 0
        /// Products that were made.
        package var created = 0
        /// Products that were changed.
        package var updated = 0
        /// Products that were so already.
        package var unchanged = 0
        /// Records that did not go in.
        package var rejected = 0
        /// Records that went in otherwise than they were written.
        package var warnings = 0

        /// None.
        package init() {}
    }

    /// A record that did not go in, or not as it was written: a line of a rejects file.
    package struct Reject: Hashable, Sendable {
        /// Where it begins, from 1.
        package let line: Int
        /// The field at fault; empty for the whole record.
        package let field: String
        /// A stable word.
        package let code: String
        /// What was wrong and what is allowed.
        package let message: String
        /// The record, cut at 2,000 characters.
        package let record: String

        /// Such a line.
        package init(line: Int, field: String, code: String, message: String, record: String) {
            (self.line, self.field, self.code) = (line, field, code)
            (self.message, self.record) = (message, record)
        }
    }

    /// The most rejects that are kept; `counts` has them all.
    package static let maximumRejects = 200
    /// How long what came of a file is kept.
    package static let keeps = Duration.seconds(30 * 86_400)

    /// Its identity.
    package let id: ID<CatalogImport>
    /// How it is to be read.
    package let order: Order
    /// Bytes of the file.
    package let size: Int
    /// How far it is.
    package var state = State.waiting
    /// What came of its records so far.
    package var counts = Counts()
    /// Why it failed, or why the file ended before its end.
    package var problem: String?
    /// The first of what did not go in.
    package var rejects: [Reject] = []
    /// When it was sent in.
    package let createdAt: Timestamp
    /// When it was done or had failed.
    package var finishedAt: Timestamp?

    /// One that waits.
    package init(id: ID<CatalogImport>, _ order: Order, size: Int, createdAt: Timestamp) {
        (self.id, self.order, self.size, self.createdAt) = (id, order, size, createdAt)
    }
}
