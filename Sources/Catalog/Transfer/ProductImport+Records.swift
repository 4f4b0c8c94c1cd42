import Kernel

extension ProductImport {
    /// Imports records that are made, not read, by the same rules: the demo catalogue.
    /// - Parameter progress: hears how far it is, after each batch.
    /// - Throws: `DatabaseError`; what was committed before stays.
    package func run(
        records: some Sequence<ProductRecord>, progress: (ImportReport) -> Void = { _ in }
    ) async throws -> ImportReport {
        let start = ContinuousClock.now
        let defaults = ProductDraft.Defaults(status: .published, currency: options.defaultCurrency)
        var report = ImportReport()
        var batch = ImportBatch()
        for (index, record) in records.enumerated() {
            let read = ReadRecord(RawRecord(line: index + 1, []), record)
            batch.entries.append(ImportEntry(read, defaults: defaults))
            guard batch.entries.count == options.batchSize else { continue }
            report.count(batch, try await write(batch.rows), batch.rejects, start.duration(to: .now))
            progress(report)
            batch = ImportBatch()
        }
        report.count(batch, try await write(batch.rows), batch.rejects, start.duration(to: .now))
        return report
    }
}
