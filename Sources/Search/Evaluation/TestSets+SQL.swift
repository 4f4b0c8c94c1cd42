import Kernel
package import Persistence

extension TestSet: RowDecodable {
    /// Reads the columns of `search_test_sets`.
    package init(row: inout Row) throws {
        let id = try row.decode("id", as: String.self)
        let queries = try row.decodeJSON("queries").elements ?? []
        self.init(
            id: id,
            queries: queries.map { query in
                let grades = (query["grades"]?.members ?? []).map { ($0.name, $0.value.integer ?? 0) }
                return RatedQuery(text: query["query"]?.string ?? "", grades: Dictionary(grades) { first, _ in first })
            })
    }

    fileprivate var queriesText: String {
        var json = JSONWriter(capacity: 4096)
        json.array(queries) { json, query in
            json.object { json in
                json.member("query", query.text)
                json.name("grades")
                json.object { json in
                    for (product, grade) in query.grades.sorted(by: { $0.key < $1.key }) { json.member(product, grade) }
                }
            }
        }
        return json.text
    }
}

extension Transaction {
    /// The sets and how many queries each has, counted where they lie: they may be megabytes.
    func testSetSizes() throws -> [Count] {
        try all(
            """
            SELECT id AS name, \(sqlite: "json_array_length", postgres: "jsonb_array_length")(queries) AS total
            FROM search_test_sets ORDER BY id\(SQL.byteOrder)
            """)
    }

    func testSetNames() throws -> Set<String> {
        Set(try values("SELECT id FROM search_test_sets", as: String.self))
    }

    func testSet(_ id: String) throws -> TestSet? {
        try first("SELECT id, queries FROM search_test_sets WHERE id = \(id)")
    }

    func put(_ set: TestSet, at moment: Timestamp) throws {
        try execute(
            """
            INSERT INTO search_test_sets (id, queries, updated_at) VALUES (\(set.id), \(set.queriesText), \(moment))
            ON CONFLICT (id) DO UPDATE SET queries = excluded.queries, updated_at = excluded.updated_at
            """)
    }

    func deleteTestSet(_ id: String) throws -> Bool {
        try execute("DELETE FROM search_test_sets WHERE id = \(id)") == 1
    }
}
