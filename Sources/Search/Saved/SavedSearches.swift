package import Kernel
package import Persistence

/// Searches that people keep: at most fifty each, seen by nobody but their owners.
package struct SavedSearches: Sendable {
    private let database: any Database
    private let search: ProductSearch
    private let clock: WallClock

    /// The saved searches in that database.
    package init(_ database: any Database, search: ProductSearch, clock: WallClock = .system) {
        (self.database, self.search, self.clock) = (database, search, clock)
    }

    /// Keeps a search. The same search is there once: saving it again changes its name, if one is given, and whether mails
    /// are wanted.
    /// - Throws: `ValidationError`, `SearchError` as a search does, `.tooManySavedSearches`.
    package func save(
        _ request: SearchRequest, name: String? = nil, sendsMail: Bool, for owner: ID<Shopper>
    ) async throws -> SavedSearch {
        let query = try SavedQuery(request)
        let given = try SavedSearches.checked(name)
        // Also what refuses a search that nobody could make.
        let memory = try await memory(of: query)
        let now = clock.now
        let made = SavedSearch(
            id: ID(at: now), owner: owner,
            name: given ?? query.name(typed: request.text), query: query,
            sendsMail: sendsMail, createdAt: now)
        return try await database.write { transaction in
            try transaction.lockSavedSearches(of: owner)
            let known = try transaction.savedSearches(of: owner)
            if let same = known.first(where: { $0.query == query }) {
                if let given { try transaction.rename(same.id, to: given) }
                try transaction.setMail(sendsMail, of: same, memory, at: now)
                return SavedSearch(
                    id: same.id, owner: owner, name: given ?? same.name, query: query, sendsMail: sendsMail,
                    createdAt: same.createdAt, mailedAt: same.mailedAt)
            }
            guard known.count < SavedSearch.maximumCount else {
                throw SearchError.tooManySavedSearches(limit: SavedSearch.maximumCount)
            }
            try transaction.insert(made, memory)
            return made
        }
    }

    /// Those of a person, the oldest first.
    package func list(of owner: ID<Shopper>) async throws -> [SavedSearch] {
        try await database.lookUp { try $0.savedSearches(of: owner) }
    }

    /// Begins to send mails about a search, or stops.
    /// - Throws: `SearchError.savedSearchNotFound`, also for one of somebody else.
    package func setMail(_ isOn: Bool, for id: ID<SavedSearch>, of owner: ID<Shopper>) async throws {
        guard let saved = try await list(of: owner).first(where: { $0.id == id }) else {
            throw SearchError.savedSearchNotFound
        }
        guard saved.sendsMail != isOn else { return }
        let memory = isOn ? try await memoryIfThere(of: saved.query) : nil
        let now = clock.now
        try await database.write { try $0.setMail(isOn, of: saved, memory, at: now) }
    }

    /// Stops the mails about a search, for whoever proves to have got one. Does nothing where there is none.
    package func stopMail(for id: ID<SavedSearch>) async throws {
        try await database.write { try $0.stopMail(of: id) }
    }

    /// Removes one.
    /// - Throws: `SearchError.savedSearchNotFound`, also for one of somebody else.
    package func delete(_ id: ID<SavedSearch>, of owner: ID<Shopper>) async throws {
        guard try await database.write({ try $0.deleteSavedSearch(id, of: owner) }) else {
            throw SearchError.savedSearchNotFound
        }
    }

    /// Removes all of a person who asked to be forgotten, in the transaction that does so.
    package func erase(of owner: ID<Shopper>, in transaction: Transaction) throws {
        try transaction.deleteSavedSearches(of: owner)
    }

    /// Everything that is held about a person here.
    package func export(of owner: ID<Shopper>) async throws -> JSONValue {
        .array(try await list(of: owner).map(\.json))
    }

    /// What is known of a search from now on.
    private func memory(of query: SavedQuery) async throws -> SearchMemory? {
        try await search.matches(of: query).map { SearchMemory.empty.taking($0.newest, of: $0.total).memory }
    }

    /// The same, but a category that is gone matches nothing.
    private func memoryIfThere(of query: SavedQuery) async throws -> SearchMemory? {
        do {
            return try await memory(of: query)
        } catch SearchError.unknownCategory {
            return .empty
        }
    }

    private static func checked(_ name: String?) throws(ValidationError) -> String? {
        guard let name = name.map(QueryText.tidied), !name.isEmpty else { return nil }
        guard name.unicodeScalars.count <= SavedSearch.maximumNameLength else {
            let limit = SavedSearch.maximumNameLength
            throw ValidationError("name", code: "too_long", message: "must have at most \(limit) characters")
        }
        return name
    }
}

extension ProductSearch {
    /// The newest products that a saved search matches, by the index alone: `nil` as long as that is not built here, since
    /// what the database finds in its place is not quite the same. What has only some of the words is no match.
    func matches(of query: SavedQuery) async throws -> (newest: [ID<IndexedProduct>], total: Int)? {
        var request = query.request
        (request.sort, request.countsFacets) = (.newest, false)
        request.page = PageRequest(size: SearchMemory.window)
        let found = try await find(request)
        guard try await isReady, !found.isDegraded else { return nil }
        guard found.droppedWords.isEmpty else { return ([], 0) }
        return (found.hits.items.compactMap { ID($0.card.id) }, found.hits.total)
    }
}

extension Transaction {
    /// Begins or stops sending mails, where that changes anything. Switching off and on again brings no second mail within
    /// a day.
    fileprivate func setMail(
        _ isOn: Bool, of saved: SavedSearch, _ memory: SearchMemory?, at now: Timestamp
    ) throws {
        guard isOn != saved.sendsMail else { return }
        guard isOn else { return try stopMail(of: saved.id) }
        let rested = saved.mailedAt.map { $0.advanced(by: SavedSearchWatch.quiet) } ?? now
        try beginMail(of: saved.id, memory, dueAt: max(now, rested))
    }
}

extension SavedSearch {
    fileprivate var json: JSONValue {
        .object([
            JSONValue.Member("id", .string(id.description)), JSONValue.Member("name", .string(name)),
            JSONValue.Member("search", query.json), JSONValue.Member("mail", .bool(sendsMail)),
            JSONValue.Member("created_at", .string(createdAt.description)),
            JSONValue.Member("mailed_at", mailedAt.map { .string($0.description) } ?? .null),
        ])
    }
}
