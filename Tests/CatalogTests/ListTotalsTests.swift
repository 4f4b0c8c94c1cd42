import Kernel
import Persistence
import TestSupport
import Testing

@testable import Catalog

@Suite(.timeLimit(.minutes(2)))
struct ListTotalsTests {
    /// Every filter that `check` asks for, with what it must find by the model.
    private static let statuses: [ProductStatus?] = [nil, .draft, .published, .archived]

    @Test(arguments: TestDatabase.all)
    func `A total that was kept follows every change, whoever makes it`(kind: TestDatabase) async throws {
        try await TestCatalog.with(kind) { catalog in
            // Two doors are two processes: neither hears of what the other writes but through the database.
            let doors = [Products(catalog.database), Products(catalog.database)]
            var random = SeededGenerator(seed: 7)
            var model: [ID<Product>: ProductStatus] = [:]
            for step in 0..<40 {
                let door = doors[step % 2]
                if let id = model.keys.sorted(by: { $0.description < $1.description }).randomElement(using: &random),
                    Bool.random(using: &random)
                {
                    try await change(id, through: door, in: &model, using: &random)
                } else {
                    let status = ProductStatus.allCases.randomElement(using: &random) ?? .draft
                    let made = try await door.create(
                        .fixture(ProductRecord.fixture(name: "p\(step)", status: status.rawValue)))
                    model[made.id] = status
                }
                for door in doors { try await check(door, against: model) }
            }
        }
    }

    private func change(
        _ id: ID<Product>, through door: Products, in model: inout [ID<Product>: ProductStatus],
        using random: inout SeededGenerator
    ) async throws {
        if Bool.random(using: &random) {
            try await door.delete(.id(id), version: nil)
            model[id] = nil
        } else {
            let status = ProductStatus.allCases.randomElement(using: &random) ?? .draft
            _ = try await door.edit(.id(id), version: nil) { $0.status = status.rawValue }
            model[id] = status
        }
    }

    private func check(_ door: Products, against model: [ID<Product>: ProductStatus]) async throws {
        for status in ListTotalsTests.statuses {
            let page = try await door.list(
                ProductFilter(status: status), sort: .createdAt, descending: true, page: PageRequest())
            #expect(page.total == model.values.count { status == nil || $0 == status })
        }
    }
}
