package import Kernel

/// Somebody with an account, as search sees people: an id that Identity gave out, and nothing else.
package enum Shopper {}

extension ID<Shopper> {
    /// The same person under the id of the account.
    package init<Account>(_ account: ID<Account>) {
        self.init(high: account.high, low: account.low)
    }
}

/// A search that somebody wants to come back to.
package struct SavedSearch: Sendable, Hashable {
    /// Its identity.
    package let id: ID<SavedSearch>
    /// Whose it is.
    package let owner: ID<Shopper>
    /// What its owner calls it, 1 to 100 characters.
    package let name: String
    /// What is searched for.
    package let query: SavedQuery
    /// Whether a mail is wanted when something new matches.
    package let sendsMail: Bool
    /// When it was saved.
    package let createdAt: Timestamp
    /// When the last mail was due; `nil` before the first.
    package let mailedAt: Timestamp?

    /// The most that one person may have.
    package static let maximumCount = 50
    /// The most characters of a name.
    package static let maximumNameLength = 100

    /// A saved search of those parts.
    package init(
        id: ID<SavedSearch>, owner: ID<Shopper>, name: String, query: SavedQuery, sendsMail: Bool,
        createdAt: Timestamp, mailedAt: Timestamp? = nil
    ) {
        (self.id, self.owner, self.name, self.query) = (id, owner, name, query)
        (self.sendsMail, self.createdAt, self.mailedAt) = (sendsMail, createdAt, mailedAt)
    }
}
