import Kernel
import Testing

@testable import Persistence

@Suite(.enabled(if: PostgresFixture.isThere))
struct PostgresValueTests {
    @Test func `Every type comes back from a column as it was stored`() async throws {
        let kinds = Kinds(
            i: .min, r: 0.1, t: "é\\'\"\n", b: [0, 255, 39], o: true,
            u: ID(high: 0x0189_0a5d_ac96_774b, low: 0xbcce_b302_099a_8057),
            m: Timestamp(microseconds: 1_767_323_045_123_456), j: "{\"a\": [1]}", n: nil)
        try await PostgresFixture.withDatabase { database in
            try await database.write { transaction in
                let type = ColumnTypes(dialect: .postgres)
                try transaction.execute(
                    SQL(parts: [
                        .text(
                            """
                            CREATE TABLE kinds (i \(type.integer), r \(type.real), t \(type.text), b \(type.bytes),
                                o \(type.bool), u \(type.uuid), m \(type.timestamp), j \(type.json), n \(type.text))
                            """)
                    ]))
                try transaction.execute(
                    """
                    INSERT INTO kinds (i, r, t, b, o, u, m, j, n)
                    VALUES (\(kinds.i), \(kinds.r), \(kinds.t), \(kinds.b), \(kinds.o), \(kinds.u), \(kinds.m),
                        \(kinds.j), \(kinds.n))
                    """)
            }
            try await database.read { transaction in
                let row: Kinds? = try transaction.first("SELECT i, r, t, b, o, u, m, j, n FROM kinds")
                #expect(row == kinds)
            }
        }
    }

    @Test(arguments: ["0001-01-01", "1969-12-31T23:59:59.999999Z", "2000-01-01", "9999-12-31T23:59:59.999999Z"])
    func `Moments survive to the microsecond`(text: String) async throws {
        let moment = try #require(Timestamp(text))
        try await PostgresFixture.withDatabase { database in
            let stored = try await database.read { try $0.value("SELECT \(moment)::timestamptz", as: Timestamp.self) }
            #expect(stored == moment)
        }
    }

    @Test func `Moments beyond every calendar are refused`() async throws {
        try await PostgresFixture.withDatabase { database in
            await #expect(throws: DatabaseError.self) {
                try await database.read { try $0.value("SELECT 'infinity'::timestamptz", as: Timestamp.self) }
            }
        }
    }

    @Test(arguments: [
        ("0", 0), ("7", 7), ("-12345", -12_345), ("10000", 10_000), ("120000000", 120_000_000),
        ("9223372036854775807", Int64.max), ("-9223372036854775808", Int64.min),
    ])
    func `Whole sums are integers`(text: String, expected: Int64) async throws {
        try await PostgresFixture.withDatabase { database in
            let sum = try await database.read {
                try $0.value(
                    SQL(parts: [.text("SELECT sum(v) FROM (VALUES (\(text)::numeric)) AS t (v)")]), as: Int64.self)
            }
            #expect(sum == expected)
        }
    }

    @Test(arguments: [
        ("1.5", 1.5), ("-0.001", -0.001), ("0.00000001", 1e-8), ("9223372036854775808", 0x1p63), ("1e30", 1e30),
    ])
    func `Broken and huge numbers are floating-point`(text: String, expected: Double) async throws {
        try await PostgresFixture.withDatabase { database in
            let number = try await database.read {
                try $0.value(SQL(parts: [.text("SELECT \(text)::numeric")]), as: Double.self)
            }
            #expect(number == expected)
            await #expect(throws: DatabaseError.self) {
                try await database.read { try $0.value(SQL(parts: [.text("SELECT \(text)::numeric")]), as: Int64.self) }
            }
        }
    }

    @Test func `Small integers, characters and unknown types with text are read as well`() async throws {
        try await PostgresFixture.withDatabase { database in
            _ = try await database.write { try $0.execute("CREATE TYPE mood AS ENUM ('calm', 'wild')") }
            try await database.read { transaction in
                let sql: SQL = """
                    SELECT 1::smallint AS s, 2 AS i, 1.5::real AS f, 'n'::name AS n, 'c'::char(3) AS c,
                        '{"a":1}'::json AS j, 'wild'::mood AS e
                    """
                let row: Others? = try transaction.first(sql)
                #expect(row == Others(s: 1, i: 2, f: 1.5, n: "n", c: "c  ", j: "{\"a\":1}", e: "wild"))
            }
        }
    }

    @Test func `Lists of any type and length match what they hold`() async throws {
        let ids = (0..<3).map { _ in ID<Void>() }
        try await PostgresFixture.withDatabase { database in
            let found = try await database.read { transaction in
                let texts = ["a\"b", "c\\d", "", "{,}", "NULL"]
                return try [
                    transaction.values("SELECT 'a\"b' IN \(list: texts)", as: Bool.self)[0],
                    transaction.values("SELECT 'c\\d' IN \(list: texts)", as: Bool.self)[0],
                    transaction.values("SELECT 'x' IN \(list: texts)", as: Bool.self)[0],
                    transaction.values("SELECT 5 IN \(list: [Int]())", as: Bool.self)[0],
                    transaction.values("SELECT 9999 IN \(list: Array(0..<10_000))", as: Bool.self)[0],
                    transaction.values("SELECT \(ids[1])::uuid IN \(list: ids)", as: Bool.self)[0],
                ]
            }
            #expect(found == [true, true, false, false, true, true])
        }
    }

    @Test func `Text with NUL is refused instead of cut, and the connection stays good`() async throws {
        try await PostgresFixture.withDatabase { database in
            await #expect(throws: DatabaseError.statement("SELECT $1", message: "text value 1 holds NUL")) {
                try await database.read { try $0.value("SELECT \("a\u{0}b")", as: String.self) }
            }
            let next = try await database.read { try $0.string("SELECT \("fine")") }
            #expect(next == "fine")
        }
    }
}

/// One column of every type that both databases have.
private struct Kinds: RowDecodable, Equatable {
    var i: Int64
    var r: Double
    var t: String
    var b: [UInt8]
    var o: Bool
    var u: ID<Void>
    var m: Timestamp
    var j: String
    var n: String?
}

extension Kinds {
    init(row: inout Row) throws {
        i = try row.decode("i")
        r = try row.decode("r")
        t = try row.decode("t")
        b = try row.decode("b")
        o = try row.decode("o")
        u = try row.decode("u")
        m = try row.decode("m")
        j = try row.decode("j")
        n = try row.decode("n")
    }
}

/// Types that no column of ours has but that expressions have.
private struct Others: RowDecodable, Equatable {
    var s: Int
    var i: Int
    var f: Double
    var n: String
    var c: String
    var j: String
    var e: String
}

extension Others {
    init(row: inout Row) throws {
        s = try row.decode("s")
        i = try row.decode("i")
        f = try row.decode("f")
        n = try row.decode("n")
        c = try row.decode("c")
        j = try row.decode("j")
        e = try row.decode("e")
    }
}
