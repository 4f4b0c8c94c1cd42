import Kernel
import Synchronization

/// What has come of an import that runs, as its thread counts it and as others read it.
final class ImportTally: Sendable {
    private let state = Mutex((counts: CatalogImport.Counts(), rejects: [CatalogImport.Reject]()))

    var counts: CatalogImport.Counts { state.withLock(\.counts) }
    var rejects: [CatalogImport.Reject] { state.withLock(\.rejects) }

    /// Keeps the first of them.
    func add(_ rejects: [ImportReject]) {
        state.withLock { state in
            let room = CatalogImport.maximumRejects - state.rejects.count
            state.rejects += rejects.prefix(max(room, 0)).map(CatalogImport.Reject.init)
        }
    }

    func note(_ progress: ImportProgress) {
        state.withLock { $0.counts = CatalogImport.Counts(progress) }
    }

    /// Runs `body`, and meanwhile hands over the counts again and again, for those who ask how far it is.
    func noted<Value: Sendable>(
        every pause: Duration, note: @escaping @Sendable (CatalogImport.Counts) async throws -> Void,
        while body: () async throws -> Value
    ) async throws -> Value {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { [self] in
                while true {
                    try await Task.sleep(for: pause)
                    // Whoever cannot write now may a second later; the end is what counts.
                    try? await note(counts)
                }
            }
            defer { group.cancelAll() }
            return try await body()
        }
    }
}

extension CatalogImport.Counts {
    fileprivate init(_ progress: ImportProgress) {
        self.init()
        let report = progress.report
        (bytes, read, created, updated) = (progress.bytesRead, report.read, report.created, report.updated)
        (unchanged, rejected, warnings) = (report.unchanged, report.rejected, report.warnings)
    }
}

extension CatalogImport.Reject {
    fileprivate init(_ reject: ImportReject) {
        self.init(
            line: reject.line, field: reject.field, code: reject.code, message: reject.message, record: reject.record)
    }
}
