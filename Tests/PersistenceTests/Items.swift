import Kernel

@testable import Persistence

/// One table with every sort of constraint, for tests of the port itself.
enum Items {
    static let migrations = [
        Migration(1, "create shelves and items") { type in
            [
                "CREATE TABLE shelves (id \(type.integer) PRIMARY KEY)\(type.tableOptions)",
                """
                CREATE TABLE items (
                    id       \(type.integer) PRIMARY KEY,
                    name     \(type.text) NOT NULL,
                    colour   \(type.text),
                    code     \(type.text),
                    size     \(type.integer) CONSTRAINT items_size_check CHECK (size > 0),
                    shelf_id \(type.integer) REFERENCES shelves (id),
                    CONSTRAINT items_name_key UNIQUE (name),
                    CONSTRAINT items_colour_size_key UNIQUE (colour, size)
                )\(type.tableOptions)
                """,
                "CREATE UNIQUE INDEX items_code_in_any_case ON items (lower(code))",
            ]
        } down: { _ in
            ["DROP TABLE items", "DROP TABLE shelves"]
        }
    ]
}

extension Transaction {
    func add(
        _ id: Int, name: String?, colour: String? = nil, size: Int? = nil, shelf: Int? = nil, code: String? = nil
    ) throws {
        try execute(
            """
            INSERT INTO items (id, name, colour, size, shelf_id, code)
            VALUES (\(id), \(name), \(colour), \(size), \(shelf), \(code))
            """)
    }

    func addShelf(_ id: Int) throws {
        try execute("INSERT INTO shelves (id) VALUES (\(id))")
    }

    func itemIDs() throws -> [Int] {
        try values("SELECT id FROM items ORDER BY id", as: Int.self)
    }
}

/// SplitMix64: the same numbers in every run.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
