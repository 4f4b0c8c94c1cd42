import Kernel
import TestSupport
import Testing

@testable import Persistence

struct SQLValueTests {
    private enum Thing {}

    private struct Everything: Equatable, RowDecodable {
        var integer: Int64?
        var real: Double?
        var text: String?
        var bytes: [UInt8]?
        var bool: Bool?
        var id: ID<Thing>?
        var moment: Timestamp?
        var json: String?

        init(row: inout Row) throws {
            integer = try row.decode("integer_value")
            real = try row.decode("real_value")
            text = try row.decode("text_value")
            bytes = try row.decode("bytes_value")
            bool = try row.decode("bool_value")
            id = try row.decode("uuid_value")
            moment = try row.decode("timestamp_value")
            json = try row.decode("json_value")
        }

        init() {}

        static func random(using generator: inout SeededGenerator) -> Everything {
            var everything = Everything()
            everything.integer = Int64.random(in: .min ... .max, using: &generator)
            everything.real = Double(Int64.random(in: .min ... .max, using: &generator)) / 1e9
            everything.text = String(
                (0..<20).map { _ in
                    ["a", "'", "\"", "\\", "é", "😀", "\n", "%", "$1", "?1"].randomElement(using: &generator) ?? ""
                }.joined())
            everything.bytes = (0..<20).map { _ in UInt8.random(in: 0...255, using: &generator) }
            everything.bool = Bool.random(using: &generator)
            everything.id = ID(high: generator.next(), low: generator.next())
            everything.moment = Timestamp(
                microseconds: Int64.random(in: -62_135_596_800_000_000...253_402_300_799_999_999, using: &generator))
            everything.json = "[1, \"x\"]"
            return everything
        }
    }

    private static let migrations = [
        Migration(1, "create values") { type in
            [
                """
                CREATE TABLE everything (
                    place \(type.integer) PRIMARY KEY, integer_value \(type.integer), real_value \(type.real),
                    text_value \(type.text), bytes_value \(type.bytes), bool_value \(type.bool), uuid_value \(type.uuid),
                    timestamp_value \(type.timestamp), json_value \(type.json)
                )\(type.tableOptions)
                """
            ]
        } down: { _ in
            ["DROP TABLE everything"]
        }
    ]

    private func insert(_ place: Int, _ value: Everything) -> SQL {
        """
        INSERT INTO everything (place, integer_value, real_value, text_value, bytes_value, bool_value, uuid_value,
            timestamp_value, json_value)
        VALUES (\(place), \(value.integer), \(value.real), \(value.text), \(value.bytes), \(value.bool), \(value.id),
            \(value.moment), \(value.json))
        """
    }

    @Test(arguments: TestDatabase.all)
    func `Values of every type come back as they went in`(kind: TestDatabase) async throws {
        var generator = SeededGenerator(seed: 1)
        var values = (0..<200).map { _ in Everything.random(using: &generator) }
        values.append(Everything())
        var edges = Everything()
        (edges.integer, edges.real, edges.text, edges.bytes) = (.min, -0.0, "", [])
        edges.moment = Timestamp(microseconds: -1)
        values.append(edges)
        (edges.integer, edges.real, edges.bytes) = (.max, .greatestFiniteMagnitude, [0, 0])
        values.append(edges)
        let written = values
        try await kind.withDatabase(migrations: SQLValueTests.migrations) { database in
            let read = try await database.write { transaction in
                try transaction.execute(batch: written.enumerated().map { insert($0, $1) })
                return try transaction.all("SELECT * FROM everything ORDER BY place", as: Everything.self)
            }
            #expect(read == written)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `Text with NUL is refused, nothing is cut`(kind: TestDatabase) async throws {
        try await kind.withDatabase(migrations: SQLValueTests.migrations) { database in
            for text in ["\0", "a\0b", "end\0"] {
                let error = await #expect(throws: DatabaseError.self) {
                    try await database.write { transaction in
                        var value = Everything()
                        value.text = text
                        try transaction.execute(insert(1, value))
                    }
                }
                guard case .statement = error else {
                    Issue.record("\(String(describing: error))")
                    continue
                }
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `A value of another type and a column that is not there are our defects`(kind: TestDatabase) async throws {
        try await kind.withDatabase(migrations: SQLValueTests.migrations) { database in
            try await database.write { transaction in
                var value = Everything()
                value.text = "words"
                try transaction.execute(insert(1, value))
            }
            for column in ["text_value", "integer_value", "absent"] {
                let error = await #expect(throws: DatabaseError.self) {
                    try await database.read { transaction in
                        try transaction.forEach("SELECT * FROM everything") { row in
                            _ = try row.decode(column, as: Int.self)
                        }
                    }
                }
                guard case .decoding(column, _) = error else {
                    Issue.record("\(column): \(String(describing: error))")
                    continue
                }
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `Columns may be read in any order and more than once`(kind: TestDatabase) async throws {
        try await kind.withDatabase(migrations: []) { database in
            let read = try await database.read { transaction in
                var read: [String] = []
                try transaction.forEach("SELECT 'a' AS first, 'b' AS second, 'c' AS third") { row in
                    for name in ["third", "first", "second", "second", "first"] { read.append(try row.decode(name)) }
                }
                return read
            }
            #expect(read == ["c", "a", "b", "b", "a"])
        }
    }
}
