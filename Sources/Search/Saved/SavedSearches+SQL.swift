import Kernel
package import Persistence

extension SavedSearch: RowDecodable {
    /// Reads the columns of `saved_searches`.
    package init(row: inout Row) throws {
        self.init(
            id: try row.decode("id"), owner: try row.decode("owner"), name: try row.decode("name"),
            query: SavedQuery(json: try row.decodeJSON("query")),
            sendsMail: try row.decode("due_at", as: Timestamp?.self) != nil, createdAt: try row.decode("created_at"),
            mailedAt: try row.decode("mailed_at"))
    }
}

/// A saved search that is to be looked at, with what it has found so far.
struct DueSearch: Sendable, RowDecodable {
    let id: ID<SavedSearch>
    let query: SavedQuery
    let dueAt: Timestamp
    /// `nil` before it was looked at for the first time.
    let memory: SearchMemory?

    init(row: inout Row) throws {
        (id, query) = (try row.decode("id"), SavedQuery(json: try row.decodeJSON("query")))
        dueAt = try row.decode("due_at")
        let (bytes, isWhole) = (try row.decode("known", as: [UInt8]?.self), try row.decode("is_whole", as: Bool.self))
        memory = bytes.map { SearchMemory(bytes: $0, isWhole: isWhole) }
    }
}

/// `due_at` says both whether mails are wanted and when to look next: it is null for a search without mails.
extension Transaction {
    /// Those of a person, the oldest first.
    func savedSearches(of owner: ID<Shopper>) throws -> [SavedSearch] {
        try all("\(columns) WHERE owner = \(owner) ORDER BY created_at, id")
    }

    /// Lets those that save for the same person take turns until the transaction ends, so that what it reads next holds.
    /// The rows cannot be locked for that: before the first one there are none, and who waits for them does not see those
    /// that came meanwhile. SQLite has one writer anyway.
    func lockSavedSearches(of owner: ID<Shopper>) throws {
        guard dialect == .postgres else { return }
        let key = Int64(bitPattern: owner.high ^ owner.low)
        try forEach("SELECT pg_advisory_xact_lock(\(key))") { _ in }
    }

    func savedSearch(_ id: ID<SavedSearch>) throws -> SavedSearch? {
        try first("\(columns) WHERE id = \(id)")
    }

    private var columns: SQL { "SELECT id, owner, name, query, due_at, created_at, mailed_at FROM saved_searches" }

    func insert(_ saved: SavedSearch, _ memory: SearchMemory?) throws {
        try execute(
            """
            INSERT INTO saved_searches (id, owner, name, query, due_at, known, is_whole, created_at)
            VALUES (\(saved.id), \(saved.owner), \(saved.name), \(saved.query.jsonText),
                \(saved.sendsMail ? saved.createdAt : nil), \(memory?.bytes), \(memory?.isWhole ?? true), \(saved.createdAt))
            """)
    }

    func rename(_ id: ID<SavedSearch>, to name: String) throws {
        try execute("UPDATE saved_searches SET name = \(name) WHERE id = \(id)")
    }

    /// Stops the mails about a search.
    func stopMail(of id: ID<SavedSearch>) throws {
        try execute("UPDATE saved_searches SET due_at = NULL WHERE id = \(id)")
    }

    /// Begins to send mails about a search that had none.
    func beginMail(of id: ID<SavedSearch>, _ memory: SearchMemory?, dueAt due: Timestamp) throws {
        try execute(
            """
            UPDATE saved_searches SET due_at = \(due), known = \(memory?.bytes), is_whole = \(memory?.isWhole ?? true)
            WHERE id = \(id) AND due_at IS NULL
            """)
    }

    func deleteSavedSearch(_ id: ID<SavedSearch>, of owner: ID<Shopper>) throws -> Bool {
        try execute("DELETE FROM saved_searches WHERE id = \(id) AND owner = \(owner)") == 1
    }

    func deleteSavedSearches(of owner: ID<Shopper>) throws {
        try execute("DELETE FROM saved_searches WHERE owner = \(owner)")
    }

    /// What is to be looked at, the longest overdue first.
    func dueSearches(at now: Timestamp, limit: Int) throws -> [DueSearch] {
        try all(
            """
            SELECT id, query, due_at, known, is_whole FROM saved_searches
            WHERE due_at <= \(now) ORDER BY due_at, id LIMIT \(limit)
            """)
    }

    /// Notes what a search found, unless somebody else has looked at it meanwhile, or its owner changed it.
    /// - Returns: whether that was noted.
    func note(
        _ memory: SearchMemory?, of search: DueSearch, mailedAt: Timestamp?, next: Timestamp
    ) throws -> Bool {
        try execute(
            """
            UPDATE saved_searches SET due_at = \(next), known = \(memory?.bytes), is_whole = \(memory?.isWhole ?? true),
                mailed_at = COALESCE(\(mailedAt), mailed_at)
            WHERE id = \(search.id) AND due_at = \(search.dueAt)
            """) == 1
    }
}
