package import Foundation
package import Kernel

/// Where files lie until they are imported: filled by the composition root, so that this target knows no store.
package struct ImportShelf: Sendable {
    let keep: @Sendable (ID<CatalogImport>, _ file: URL, _ size: Int) async throws -> Void
    let read:
        @Sendable (ID<CatalogImport>, _ body: @escaping @Sendable (ImportSource) async throws -> ImportReport)
            async throws -> ImportReport
    let remove: @Sendable (ID<CatalogImport>) async throws -> Void
    let list: @Sendable () async throws -> [ID<CatalogImport>]

    /// A shelf of these calls.
    /// - Parameters:
    ///   - keep: puts a file there, and is done when it would survive a loss of power.
    ///   - read: hands a file over to be imported.
    ///   - remove: takes one away, if it is there.
    ///   - list: names those that are there, at least some of them when there are many.
    package init(
        keep: @escaping @Sendable (ID<CatalogImport>, _ file: URL, _ size: Int) async throws -> Void,
        read:
            @escaping @Sendable (
                ID<CatalogImport>, _ body: @escaping @Sendable (ImportSource) async throws -> ImportReport
            ) async throws -> ImportReport,
        remove: @escaping @Sendable (ID<CatalogImport>) async throws -> Void,
        list: @escaping @Sendable () async throws -> [ID<CatalogImport>]
    ) {
        (self.keep, self.read, self.remove, self.list) = (keep, read, remove, list)
    }
}
