import Kernel
import TestSupport
import Testing

@testable import Catalog

/// Assume that every operation races itself: whatever comes of it, the tree is a tree and its paths are true.
@Suite(.timeLimit(.minutes(2)))
struct CategoryRaceTests {
    /// Every category must be reached from a root, under the path that the names above it make.
    private func broken(_ categories: [Catalog.Category]) -> [String] {
        let byID = Dictionary(uniqueKeysWithValues: categories.map { ($0.id, $0) })
        return categories.compactMap { category in
            var names: [String] = []
            var next: Catalog.Category? = category
            while let current = next, names.count <= categories.count {
                names.insert(current.name, at: 0)
                next = current.parentID.flatMap { byID[$0] }
            }
            return names == category.path ? nil : "\(category.path) stands at \(names)"
        }
    }

    @Test(arguments: TestDatabase.all)
    func `Moves that race leave a tree with true paths`(kind: TestDatabase) async throws {
        try await TestCatalog.with(kind) { catalog in
            for round in 0..<15 {
                let first = try await catalog.addCategory("first \(round)")
                let second = try await catalog.addCategory("second \(round)")
                try await race(
                    { _ = try await catalog.categories.edit(.id(first.id), version: nil) { $0.parentID = second.id } },
                    { _ = try await catalog.categories.edit(.id(second.id), version: nil) { $0.parentID = first.id } })
            }
            let wrong = try await broken(catalog.categories.list())
            #expect(wrong.isEmpty)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A category made below one that is being renamed has the new path`(kind: TestDatabase) async throws {
        try await TestCatalog.with(kind) { catalog in
            for round in 0..<15 {
                let parent = try await catalog.addCategory("parent \(round)")
                try await race(
                    {
                        _ = try await catalog.categories.edit(.id(parent.id), version: nil) {
                            $0.name = "renamed \(round)"
                        }
                    },
                    { _ = try await catalog.addCategory("child", under: parent) })
            }
            let wrong = try await broken(catalog.categories.list())
            #expect(wrong.isEmpty)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `Of two that make the same category one learns that the name is taken`(kind: TestDatabase) async throws {
        try await TestCatalog.with(kind) { catalog in
            for round in 0..<10 {
                try await race(
                    { _ = try await catalog.addCategory("same \(round)") },
                    { _ = try await catalog.addCategory("same \(round)") })
            }
            let names = try await catalog.categories.list().map(\.name)
            #expect(names.count == 10)
        }
    }

    /// Runs both at once. The loser of a race may be refused, but only in the catalogue's own words.
    private func race(
        _ first: @escaping @Sendable () async throws -> Void, _ second: @escaping @Sendable () async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for work in [first, second] {
                group.addTask {
                    do { try await work() } catch let error as any DomainError {
                        #expect([.conflict, .preconditionFailed, .invalid].contains(error.kind), "\(error)")
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}
