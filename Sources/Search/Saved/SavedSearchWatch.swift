import Jobs
package import Kernel
package import Persistence

/// Looks at the saved searches whose owners want to hear of something new, and writes a mail for each that found some.
///
/// What a search found and the mail about it are one commit, and only who finds the search as it was read makes it. So a
/// run that is repeated, or two at once, send one mail.
package struct SavedSearchWatch: Sendable {
    private let database: any Database
    private let search: ProductSearch
    private let clock: WallClock

    /// The most searches of one run: a search takes the index about a millisecond.
    package static let maximumSearches = 5000
    /// Searches of one transaction.
    static let slice = 50
    /// How long a search rests when it found nothing new.
    static let pause = Duration.seconds(3600)
    /// How long it rests behind a mail. What comes meanwhile is in the next one.
    static let quiet = Duration.seconds(86_400)

    /// The watch over the saved searches in that database.
    package init(_ database: any Database, search: ProductSearch, clock: WallClock = .system) {
        (self.database, self.search, self.clock) = (database, search, clock)
    }

    /// Looks at every search that is due, at most `limit` of them.
    /// - Returns: how many were looked at, and how many mails are to be sent; `nil` when this process has no index that
    ///   could tell.
    package func run(limit: Int = maximumSearches) async throws -> (searches: Int, mails: Int)? {
        guard try await search.isReady else { return nil }
        var (searches, mails) = (0, 0)
        while searches < limit {
            try Task.checkCancellation()
            let now = clock.now
            let size = min(SavedSearchWatch.slice, limit - searches)
            let due = try await database.lookUp { try $0.dueSearches(at: now, limit: size) }
            guard !due.isEmpty else { break }
            mails += try await look(at: due, now)
            searches += due.count
        }
        return (searches, mails)
    }

    private func look(at due: [DueSearch], _ now: Timestamp) async throws -> Int {
        var findings: [Finding] = []
        for search in due { findings.append(try await finding(of: search, now)) }
        return try await database.write { [findings] transaction in
            try findings.count { finding in
                let isNoted = try transaction.note(
                    finding.memory, of: finding.search, mailedAt: finding.mail == nil ? nil : now, next: finding.next)
                guard isNoted, let mail = finding.mail else { return false }
                try transaction.enqueue(mail, at: now)
                return true
            }
        }
    }

    private struct Finding: Sendable {
        let search: DueSearch
        let memory: SearchMemory?
        let mail: SendSavedSearchMail?
        let next: Timestamp
    }

    /// A category that is gone finds nothing and forgets nothing: it may be back tomorrow.
    private func finding(of due: DueSearch, _ now: Timestamp) async throws -> Finding {
        let later = now.advanced(by: SavedSearchWatch.pause)
        let matches: (newest: [ID<IndexedProduct>], total: Int)?
        do {
            matches = try await search.matches(of: due.query)
        } catch is SearchError {
            matches = nil
        }
        guard let matches else { return Finding(search: due, memory: due.memory, mail: nil, next: later) }
        let (new, memory) = (due.memory ?? .empty).taking(matches.newest, of: matches.total)
        guard due.memory != nil, !new.isEmpty else {
            return Finding(search: due, memory: memory, mail: nil, next: later)
        }
        return Finding(
            search: due, memory: memory, mail: SendSavedSearchMail(due.id, new),
            next: now.advanced(by: SavedSearchWatch.quiet))
    }
}
