import Kernel
import Persistence
import TestSupport
import Testing

@testable import Catalog

@Suite(.timeLimit(.minutes(2)))
struct KeptListsTests {
    /// Every filter that `check` asks for, with what it must find by the model.
    private static let statuses: [ProductStatus?] = [nil, .draft, .published, .archived]

    @Test(arguments: TestDatabase.all)
    func `A list that was kept follows every change, whoever makes it`(kind: TestDatabase) async throws {
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
        for status in KeptListsTests.statuses {
            let expected = model.filter { status == nil || $0.value == status }.keys.map(\.description).sorted()
            for size in [3, 20] {
                var listed: [String] = []
                for number in 1...(expected.count / size + 1) {
                    let page = try await door.list(
                        ProductFilter(status: status), sort: .createdAt, descending: false,
                        page: PageRequest(number: number, size: size))
                    #expect(page.total == expected.count)
                    listed += page.items.map(\.id.description)
                }
                #expect(listed == expected, "all were made in one moment, so their ids order them")
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `Pages are the same on both sides of the places where what is kept is cut`(kind: TestDatabase) async throws {
        try await TestCatalog.with(kind) { catalog in
            let products = Products(catalog.database)
            for number in 0..<430 {
                _ = try await products.create(.fixture(ProductRecord.fixture(name: "p\(number)")))
            }
            let first = try await listed(Products(catalog.database), size: 100, pages: 5)
            #expect(Set(first).count == 430)
            for _ in 0..<2 {
                #expect(try await listed(products, size: 30, pages: 15) == first)
                #expect(try await listed(products, size: 99, pages: 5) == first)
            }
        }
    }

    private func listed(_ products: Products, size: Int, pages: Int) async throws -> [ID<Product>] {
        var ids: [ID<Product>] = []
        for number in 1...pages {
            ids += try await products.list(
                ProductFilter(status: nil), sort: .name, descending: true, page: PageRequest(number: number, size: size)
            ).items.map(\.id)
        }
        return ids
    }
}
