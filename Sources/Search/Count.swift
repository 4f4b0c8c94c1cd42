import Persistence

/// How many there are of something: the columns `name` and `total`.
struct Count: RowDecodable {
    let name: String
    let count: Int

    init(row: inout Row) throws {
        name = try row.decode("name")
        count = try row.decode("total")
    }
}
