/// What came of an import so far.
package struct ImportReport: Sendable {
    /// Records read: rows of JSON Lines, products of CSV.
    package fileprivate(set) var read = 0
    /// Products that were made.
    package fileprivate(set) var created = 0
    /// Products that were changed.
    package fileprivate(set) var updated = 0
    /// Products that were as the file says already.
    package fileprivate(set) var unchanged = 0
    /// Records that did not go in.
    package fileprivate(set) var rejected = 0
    /// Things about the file, or about records that went in, that somebody should look at.
    package fileprivate(set) var warnings = 0
    /// How long it took.
    package fileprivate(set) var duration: Duration = .zero
    /// Why the source ended before its end: a gzip file that was cut off or is damaged. Every whole record before that
    /// place is in; `nil` when all is well.
    package fileprivate(set) var damage: String?

    /// Records read in a second.
    package var rate: Double { duration > .zero ? Double(read) / (duration / .seconds(1)) : 0 }
}

/// How far an import has come.
package struct ImportProgress: Sendable {
    /// What came of it so far.
    package let report: ImportReport
    /// Bytes of the source that were read, before gzip is undone.
    package let bytesRead: Int
    /// Bytes of the source; `nil` for a pipe.
    package let bytesTotal: Int?
}

extension ImportReport {
    mutating func count(_ batch: ImportBatch, _ outcome: BatchOutcome, _ rejects: [ImportReject], _ duration: Duration)
    {
        read += batch.entries.count
        created += outcome.created
        updated += outcome.updated
        unchanged += outcome.unchanged
        rejected += rejects.count { !$0.isWarning }
        warnings += rejects.count { $0.isWarning }
        damage = batch.damage
        self.duration = duration
    }
}
