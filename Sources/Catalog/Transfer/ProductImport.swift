package import Kernel
package import Persistence

/// Takes products in from JSON Lines or CSV, plain or gzip, a stream of any length in bounded memory.
///
/// A record whose product is in the shop already (known by its external id, else its slug, else a SKU that no other
/// product has) is the whole truth about it: fields left out are emptied, but for the external id, the slug and the
/// status, which stay. New products are published unless the record says otherwise. Missing categories are made.
/// Batches of 500 records are one transaction each. Importing a file again changes nothing, and importing it again
/// after an interruption leaves what one whole run would have left.
package struct ProductImport: Sendable {
    private let database: any Database
    private let clock: WallClock
    let options: Options

    /// How an import behaves.
    package struct Options: Sendable {
        /// Checks everything, against the database too, and writes nothing. Rows are checked against the shop as it is
        /// and against the rows of their own batch.
        package var dryRun = false
        /// Unknown fields make a record a reject, unknown columns refuse the file.
        package var strict = false
        /// What prices are in where a record does not say.
        package var defaultCurrency = Currency.usd
        /// Records for each transaction, 1 to 10,000.
        package var batchSize = 500

        /// As a plain `souk import` does it.
        package init() {}
    }

    /// An import into that database.
    package init(_ database: any Database, clock: WallClock = .system, options: Options = Options()) {
        (self.database, self.clock, self.options) = (database, clock, options)
    }

    /// Imports everything that `source` gives.
    /// - Parameters:
    ///   - format: absent, the file's name or else its first character says it.
    ///   - rejects: takes what did not go in, in the order of lines, after each batch.
    ///   - progress: hears how far it is, after each batch.
    /// - Throws: `TransferError` when the source cannot be read or `rejects` cannot be written, `DatabaseError`; what
    ///   was committed before stays.
    package func run(
        from source: ImportSource, format: TransferFormat? = nil,
        rejects: @Sendable ([ImportReject]) throws -> Void = { _ in },
        progress: @Sendable (ImportProgress) -> Void = { _ in }
    ) async throws -> ImportReport {
        let start = ContinuousClock.now
        var report = ImportReport()
        let feed = BatchFeed(source, format: format, options: options)
        for try await batch in feed.batches {
            feed.taken()
            let outcome = try await write(batch.rows)
            let refused = (batch.rejects + outcome.rejects).sorted { $0.line < $1.line }
            report.count(batch, outcome, refused, start.duration(to: .now))
            if !refused.isEmpty { try rejects(refused) }
            progress(
                ImportProgress(report: report, bytesRead: batch.progress.read, bytesTotal: batch.progress.total))
        }
        try Task.checkCancellation()
        return report
    }

    func write(_ rows: [ImportRow]) async throws -> BatchOutcome {
        guard !rows.isEmpty else { return BatchOutcome() }
        do {
            return try await inOneTransaction(rows)
        } catch DatabaseError.violation {
            return try await oneByOne(rows)
        } catch is BatchImport.LostRace {
            return try await oneByOne(rows)
        }
    }

    private func inOneTransaction(_ rows: [ImportRow]) async throws -> BatchOutcome {
        let now = clock.now
        guard !options.dryRun else {
            return try await database.read { try BatchImport.run(rows, in: $0, isDryRun: true, at: now) }
        }
        return try await database.write { try BatchImport.run(rows, in: $0, isDryRun: false, at: now) }
    }

    /// Somebody else wrote the same things at the same time, or a row breaks a rule that only the schema knows. Each row
    /// for itself sees what is there now, and only the bad one stays out.
    private func oneByOne(_ rows: [ImportRow]) async throws -> BatchOutcome {
        var outcome = BatchOutcome()
        for row in rows { outcome += try await alone(row, tries: 3) }
        return outcome
    }

    private func alone(_ row: ImportRow, tries: Int) async throws -> BatchOutcome {
        do {
            return try await inOneTransaction([row])
        } catch DatabaseError.violation(let violation) {
            guard tries == 1 else { return try await alone(row, tries: tries - 1) }
            return BatchOutcome(rejects: [ImportReject(row.raw, FieldError(violation))])
        } catch is BatchImport.LostRace {
            guard tries == 1 else { return try await alone(row, tries: tries - 1) }
            let message = "the product was changed by somebody else all the time; import the row again"
            return BatchOutcome(rejects: [
                ImportReject(row.raw, FieldError("", code: "version_outdated", message: message))
            ])
        }
    }
}

extension FieldError {
    /// A constraint of the schema in the words of a reject.
    fileprivate init(_ violation: ConstraintViolation) {
        switch violation.name {
        case "products_slug_key":
            self.init("slug", code: "slug_taken", message: "another product has this slug")
        case "products_external_id_key":
            self.init("id", code: "external_id_taken", message: "another product has this id")
        default:
            self.init("", code: "constraint_violated", message: "the database refuses it (\(violation.name))")
        }
    }
}
