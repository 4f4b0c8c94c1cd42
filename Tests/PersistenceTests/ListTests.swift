import Kernel
import TestSupport
import Testing

@testable import Persistence

struct ListTests {
    private enum Thing {}

    /// How many of `stored` the database finds in `list`, asked one by one; Swift's own `contains` is the model.
    private func check<Value: SQLConvertible & Hashable>(_ stored: [Value], in list: [Value], _ kind: TestDatabase)
        async throws
    {
        try await kind.withDatabase(migrations: ListTests.migrations(Value.sqlType)) { database in
            let found = try await database.write { transaction in
                _ = try transaction.execute(batch: stored.map { "INSERT INTO stored (value) VALUES (\($0))" })
                return try transaction.values(
                    "SELECT value FROM stored WHERE value IN \(list: list) ORDER BY place", as: Value.self)
            }
            #expect(found == stored.filter(Set(list).contains))
        }
    }

    private static func migrations(_ type: SQLType) -> [Migration] {
        [
            Migration(1, "create stored") { types in
                let name = types.dialect == .sqlite ? type.sqliteName : type.postgresName
                return ["CREATE TABLE stored (place \(types.identity), value \(name) NOT NULL)\(types.tableOptions)"]
            } down: { _ in
                ["DROP TABLE stored"]
            }
        ]
    }

    private static let texts = [
        "", " ", "plain", "'", "\"", "\\", "\\\\", "\\\"", "{", "}", ",", "{,}", "NULL", "null", "a,b", "[1]", "é", "😀",
        "\n",
        "\u{1}", "\u{1F}", "\u{7F}", "\t", "a'; --", "$1", "?1", "%", "trailing\\",
    ]

    @Test(arguments: TestDatabase.all)
    func `Texts with quotes, backslashes and braces are found in lists`(kind: TestDatabase) async throws {
        try await check(ListTests.texts, in: ListTests.texts, kind)
        try await check(
            ListTests.texts, in: ListTests.texts.enumerated().filter { $0.offset % 2 == 0 }.map(\.element), kind)
    }

    @Test(arguments: TestDatabase.all)
    func `An empty list matches nothing`(kind: TestDatabase) async throws {
        try await check(["a", ""], in: [], kind)
        try await check([1, 0], in: [], kind)
        try await check([ID<Thing>()], in: [], kind)
    }

    @Test(arguments: TestDatabase.all)
    func `Lists of every type that can be listed match`(kind: TestDatabase) async throws {
        var generator = SeededGenerator(seed: 2)
        let integers = (0..<50).map { _ in Int64.random(in: .min ... .max, using: &generator) } + [.min, .max, 0]
        try await check(integers, in: Array(integers.dropFirst(20)), kind)
        let reals = integers.map { Double($0) / 1e6 } + [1e300, .leastNonzeroMagnitude, 0.1]
        try await check(reals, in: Array(reals.dropFirst(20)), kind)
        let ids = (0..<50).map { _ in ID<Thing>(high: generator.next(), low: generator.next()) }
        try await check(ids, in: Array(ids.dropFirst(20)), kind)
        let moments = ids.map { Timestamp(microseconds: Int64($0.high >> 14)) }
        try await check(moments, in: Array(moments.dropFirst(20)), kind)
        try await check([true, false], in: [true], kind)
        try await check([true, false], in: [false], kind)
    }

    @Test(arguments: TestDatabase.all)
    func `Ten thousand values fit into one list`(kind: TestDatabase) async throws {
        try await check(Array(0..<100), in: Array(50..<10_050), kind)
        try await check(["5", "x", "9999"], in: (0..<10_000).map(String.init), kind)
    }

    @Test(arguments: TestDatabase.all)
    func `Text with NUL is refused in a list too`(kind: TestDatabase) async throws {
        try await kind.withDatabase(migrations: []) { database in
            let error = await #expect(throws: DatabaseError.self) {
                try await database.read {
                    _ = try $0.values("SELECT 1 WHERE 'a' IN \(list: ["a", "a\0b"])", as: Int.self)
                }
            }
            guard case .statement = error else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
    }
}
