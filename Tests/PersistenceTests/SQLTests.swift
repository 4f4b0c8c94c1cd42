import Kernel
import Testing

@testable import Persistence

struct SQLTests {
    @Test func `Interpolation binds, whatever the value says`() {
        let name = "x'; DROP TABLE items; --"
        let sql: SQL = "SELECT id FROM items WHERE name = \(name) AND size = \(Int?.none)"
        #expect(sql.rendered(for: .sqlite).text == "SELECT id FROM items WHERE name = ?1 AND size = ?2")
        #expect(sql.rendered(for: .postgres).text == "SELECT id FROM items WHERE name = $1 AND size = $2")
        #expect(sql.rendered(for: .sqlite).values == [.text(name), .null])
    }

    @Test func `Fragments are spliced and numbered through`() {
        let condition: SQL = "size > \(1)"
        let sql: SQL = "SELECT \(2) WHERE \(condition) AND \(condition)" + " LIMIT \(3)"
        let rendered = sql.rendered(for: .postgres)
        #expect(rendered.text == "SELECT $1 WHERE size > $2 AND size > $3 LIMIT $4")
        #expect(rendered.values == [.integer(2), .integer(1), .integer(1), .integer(3)])
    }

    @Test func `A list is one value, so that its length does not change the statement`() {
        for dialect in Dialect.allCases {
            let texts = [[], [1], Array(1...1000)].map { list in
                let sql: SQL = "SELECT 1 WHERE 1 IN \(list: list)"
                return sql.rendered(for: dialect)
            }
            #expect(Set(texts.map(\.text)).count == 1)
            #expect(texts.allSatisfy { $0.values.count == 1 })
        }
    }

    @Test func `Conditions are joined in parentheses, none at all is true`() {
        #expect(SQL.all([]).rendered(for: .sqlite).text == "TRUE")
        #expect(SQL.all(["a"]).rendered(for: .sqlite).text == "(a)")
        #expect(SQL.all(["a OR b", "c", "d"]).rendered(for: .sqlite).text == "(a OR b) AND (c) AND (d)")
        #expect(SQL.empty.rendered(for: .sqlite).text.isEmpty)
    }

    @Test func `Text that differs is chosen by dialect`() {
        let sql: SQL = "SELECT \(sqlite: "1", postgres: "2")"
        #expect(Dialect.allCases.map { sql.rendered(for: $0).text } == ["SELECT 1", "SELECT 2"])
    }
}
