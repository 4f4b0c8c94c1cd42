import Foundation
import Jobs
import Kernel
import Persistence
import Synchronization
import TestSupport
import Testing

@testable import Catalog

/// What is left behind by files that were sent in.
@Suite(.timeLimit(.minutes(2)))
struct CatalogImportsTests {
    private static let migrations = OutboxMigrations.all + JobMigrations.all + CatalogMigrations.imports
    private static let day = Duration.seconds(86_400)

    /// Files by their ids, and when it is.
    private final class Place: Sendable {
        let files = Mutex<Set<ID<CatalogImport>>>([])
        let time = Mutex(Timestamp(microseconds: 1_767_323_045_000_000))

        var shelf: ImportShelf {
            ImportShelf { [self] id, _, _ in
                files.withLock { _ = $0.insert(id) }
            } read: { _, _ in
                throw FailedJob("nobody reads here")
            } remove: { [self] id in
                files.withLock { _ = $0.remove(id) }
            } list: { [self] in
                ids
            }
        }

        var clock: WallClock { WallClock { [self] in time.withLock(\.self) } }

        var ids: [ID<CatalogImport>] { files.withLock { $0.sorted() } }

        func pass(_ duration: Duration) { time.withLock { $0 = $0.advanced(by: duration) } }
    }

    @Test(arguments: TestDatabase.all)
    func `what no worker ends is given up after two days, and forgotten after thirty`(
        _ kind: TestDatabase
    ) async throws {
        try await kind.withDatabase(migrations: Self.migrations) { database in
            let place = Place()
            let imports = CatalogImports(database, shelf: place.shelf, clock: place.clock)
            let taken = try await imports.take(URL(filePath: "/none"), size: 3, .init(.csv))
            place.pass(Self.day)
            var removed = try await imports.prune()
            #expect(removed == 0)
            var found = try await imports.find(taken.id)
            #expect(found == taken && place.ids == [taken.id])
            place.pass(Self.day * 2)
            removed = try await imports.prune()
            #expect(removed == 1)
            found = try await imports.find(taken.id)
            #expect(found.state == .failed && found.problem != nil && found.finishedAt == place.clock.now)
            #expect(place.ids.isEmpty)
            place.pass(Self.day * 28)
            removed = try await imports.prune()
            #expect(removed == 1)
            await #expect(throws: CatalogError.importNotFound) { try await imports.find(taken.id) }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a file without an import is swept away, one that is just being sent in is not`(
        _ kind: TestDatabase
    ) async throws {
        try await kind.withDatabase(migrations: Self.migrations) { database in
            let place = Place()
            let imports = CatalogImports(database, shelf: place.shelf, clock: place.clock)
            let lost = ID<CatalogImport>(at: place.clock.now)
            place.pass(Self.day * 3)
            let coming = ID<CatalogImport>(at: place.clock.now)
            place.files.withLock { $0 = [lost, coming] }
            let removed = try await imports.prune()
            #expect(removed == 1 && place.ids == [coming])
        }
    }
}
