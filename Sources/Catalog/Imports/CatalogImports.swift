package import Foundation
package import Jobs
package import Kernel
package import Persistence

/// Files of products that are sent in over HTTP, and imported by whichever worker is free.
package struct CatalogImports: Sendable {
    let database: any Database
    let shelf: ImportShelf
    let clock: WallClock

    /// Imports into that database.
    package init(_ database: any Database, shelf: ImportShelf, clock: WallClock = .system) {
        (self.database, self.shelf, self.clock) = (database, shelf, clock)
    }

    /// Takes a file in. It is imported when this was answered, once or, if a worker is lost, once more: the second time
    /// finds the products of the first as they are.
    /// - Parameters:
    ///   - file: is copied.
    ///   - size: in bytes.
    ///   - receipt: of the request, when it may be sent again.
    package func take(
        _ file: URL, size: Int, _ order: CatalogImport.Order, receipt: Receipt<CatalogImport>? = nil
    ) async throws -> CatalogImport {
        let now = clock.now
        let taken = CatalogImport(id: ID(at: now), order, size: size, createdAt: now)
        // First: a row whose file is missing would be a lie, a file without a row is swept away.
        try await shelf.keep(taken.id, file, size)
        try await database.write { transaction in
            try transaction.insert(taken)
            try transaction.enqueue(RunCatalogImport(taken.id), at: now)
            try transaction.keep(receipt, for: taken)
        }
        return taken
    }

    /// One of them.
    /// - Throws: `CatalogError.importNotFound`.
    package func find(_ id: ID<CatalogImport>) async throws -> CatalogImport {
        guard let found = try await database.read({ try $0.catalogImport(id) }) else {
            throw CatalogError.importNotFound
        }
        return found
    }

    /// The newest, without their rejects.
    /// - Parameter limit: at most 100.
    package func list(limit: Int = 100) async throws -> [CatalogImport] {
        try await database.read { try $0.catalogImports(limit: min(limit, 100)) }
    }

    /// Removes what is older than 30 days, gives up what no worker will end, and sweeps files away that nobody waits for.
    /// - Returns: how many rows and files there were.
    package func prune() async throws -> Int {
        let now = clock.now
        let (old, lost) = (now.advanced(by: .zero - CatalogImport.keeps), now.advanced(by: .seconds(-2 * 86_400)))
        let (removed, waiting) = try await database.write { transaction in
            try transaction.giveUpImports(createdBefore: lost, at: now)
            return (try transaction.removeImports(createdBefore: old), Set(try transaction.waitingImports()))
        }
        // One that is being sent in has its file before its row.
        let swept = try await shelf.list().filter { !waiting.contains($0) && $0 < ID(at: lost) }
        for id in swept { try await shelf.remove(id) }
        return removed + swept.count
    }
}

extension CatalogImports {
    /// Does one, as a job.
    /// - Throws: what passes; the job is tried again then.
    package func run(_ job: RunCatalogImport, _ run: JobRun) async throws {
        guard let id = ID<CatalogImport>(job.order) else { return }
        // One that is over already was ended by a worker that could not say so.
        guard let order = try await database.write({ try $0.beginImport(id) }) else { return }
        let tally = ImportTally()
        do {
            let report = try await tally.noted(
                every: .seconds(1),
                note: { counts in
                    try await database.write { try $0.note(counts, of: id) }
                },
                while: {
                    try await read(id, order, into: tally)
                })
            try await finish(id, .done, problem: report.damage, tally, run)
        } catch let error as TransferError where error.kind == .invalid {
            try await finish(id, .failed, problem: error.message, tally, run)
        } catch  where run.attempt >= RunCatalogImport.retries.tries && !(error is CancellationError) {
            let reason = (error as? any DomainError)?.message ?? (error as? any JobFailure)?.reason
            try await finish(id, .failed, problem: reason ?? "It failed \(run.attempt) times.", tally, run)
        }
    }

    private func read(
        _ id: ID<CatalogImport>, _ order: CatalogImport.Order, into tally: ImportTally
    ) async throws -> ImportReport {
        var options = ProductImport.Options()
        (options.dryRun, options.strict) = (order.isDryRun, order.isStrict)
        let products = ProductImport(database, clock: clock, options: options)
        return try await shelf.read(id) { source in
            try await products.run(
                from: source, format: order.format, rejects: { tally.add($0) }, progress: { tally.note($0) })
        }
    }

    /// The end of the import and that of its job are one commit.
    private func finish(
        _ id: ID<CatalogImport>, _ state: CatalogImport.State, problem: String?, _ tally: ImportTally, _ run: JobRun
    ) async throws {
        let (counts, rejects, now) = (tally.counts, tally.rejects, clock.now)
        try await database.write { transaction in
            try transaction.finishImport(id, state, counts, rejects, problem: problem, at: now)
            try transaction.complete(run)
        }
        try? await shelf.remove(id)
    }
}
