import Foundation
import Kernel
import Persistence
import TestSupport
import Testing

@testable import Catalog

/// A shop of nasty products as JSON Lines.
private func nastyShop(_ count: Int) -> [UInt8] {
    var random = RandomRecord(seed: 42)
    var lines = ProductLines(capacity: 0)
    for number in 0..<count { lines.append(random.next(number)) }
    return lines.bytes
}

@Suite struct ProductExportTests {
    @Test(arguments: TestDatabase.all, TransferFormat.allCases)
    func `an export makes the same shop again, to the byte`(kind: TestDatabase, format: TransferFormat) async throws {
        let (first, lines) = try await kind.withDatabase(migrations: TransferFixture.migrations) { database in
            let done = try await TestImport(nastyShop(600), into: database)
            #expect(done.report.created == 600 && done.rejects.isEmpty)
            return (try await database.export(format), try await database.export())
        }
        try await kind.withDatabase(migrations: TransferFixture.migrations) { database in
            let done = try await TestImport(first, as: format, into: database) { $0.strict = true }
            #expect(done.report.created == 600 && done.rejects.isEmpty)
            #expect(try await database.export(format) == first)
            #expect(try await database.export() == lines)
            let again = try await TestImport(first, as: format, into: database)
            #expect(again.report.unchanged == 600)
        }
    }

    @Test func `both databases export the same bytes`() async throws {
        var exports: [[UInt8]] = []
        for kind in TestDatabase.all {
            try await kind.withDatabase(migrations: TransferFixture.migrations) { database in
                _ = try await TestImport(nastyShop(100), into: database)
                exports.append(try await database.export())
            }
        }
        #expect(exports.allSatisfy { $0 == exports[0] })
    }

    @Test(arguments: TestDatabase.all)
    func `a line names what the product has, and nothing that is empty`(kind: TestDatabase) async throws {
        try await kind.withDatabase(migrations: TransferFixture.migrations) { database in
            _ = try await TestImport(
                #"""
                {"id": "2", "name": "Shirt", "variants": [{"sku": "M", "options": {"size": "M"}, "price": 10, "stock": 1}, {"price": 9.5}]}
                {"name": "Lamp", "price": 5, "attributes": {"b": 1.0, "a": "x"}, "category": "Home > Lamps"}
                """#, into: database)
            let lines = String(decoding: try await database.export(), as: UTF8.self)
            #expect(
                lines == #"""
                    {"name":"Lamp","category":["Home","Lamps"],"price":5.00,"currency":"USD","attributes":{"a":"x","b":1},"status":"published","slug":"lamp"}
                    {"id":"2","name":"Shirt","currency":"USD","variants":[{"sku":"M","options":{"size":"M"},"price":10.00,"stock":1},{"price":9.50}],"status":"published","slug":"shirt"}

                    """#)
        }
    }

    @Test func `an empty shop exports a header that an import takes`() async throws {
        try await TestDatabase.sqlite.withDatabase(migrations: TransferFixture.migrations) { database in
            #expect(try await database.export() == [])
            let header = try await database.export(.csv)
            #expect(try await TestImport(header, as: .csv, into: database).report.read == 0)
        }
    }
}
