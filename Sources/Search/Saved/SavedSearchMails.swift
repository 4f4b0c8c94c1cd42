package import Jobs
package import Kernel
package import Persistence

/// Whom a mail about a saved search goes to.
package struct SavedSearchRecipient: Sendable, Equatable {
    /// An address that its owner has confirmed.
    package let address: String
    /// The owner's name; empty when there is none.
    package let name: String

    /// Somebody with that address.
    package init(address: String, name: String) {
        (self.address, self.name) = (address, name)
    }
}

/// A mail about a saved search as search hands it over, to whoever sends mails.
package struct SavedSearchMail: Sendable, Equatable {
    /// The same at every try, so that one that is sent twice can be known as one.
    package let id: ID<QueuedJob>
    /// Whom it is for.
    package let recipient: SavedSearchRecipient
    /// What it is about.
    package let subject: String
    /// As plain text.
    package let text: String
    /// As HTML.
    package let html: String
    /// The address that stops such mails, by a page or by one click of a mail program (RFC 8058).
    package let stopURL: String
}

/// How the shop is called in mails, and where their links lead.
package struct SavedSearchLinks: Sendable {
    let shopName: String
    let publicURL: String
    let page: @Sendable (SavedQuery) -> String
    let stop: @Sendable (ID<SavedSearch>) -> String

    /// Links that begin with `publicURL`.
    /// - Parameters:
    ///   - page: the path of the page that shows what a search finds.
    ///   - stop: the path that stops the mails about a search; nobody else can guess it.
    package init(
        shopName: String, publicURL: String, page: @escaping @Sendable (SavedQuery) -> String,
        stop: @escaping @Sendable (ID<SavedSearch>) -> String
    ) {
        (self.shopName, self.publicURL, self.page, self.stop) = (shopName, publicURL, page, stop)
    }
}

/// Writes the mails about saved searches.
package struct SavedSearchMails: Sendable {
    private let database: any Database
    private let source: ProductSource
    private let links: SavedSearchLinks
    private let recipient: @Sendable (ID<Shopper>) async throws -> SavedSearchRecipient?
    private let send: @Sendable (SavedSearchMail) async throws -> Void

    /// Mails that are handed to `send`.
    /// - Parameter recipient: whom a person's mails go to; `nil` for nobody: no such account, or no confirmed address.
    package init(
        _ database: any Database, source: ProductSource, links: SavedSearchLinks,
        recipient: @escaping @Sendable (ID<Shopper>) async throws -> SavedSearchRecipient?,
        send: @escaping @Sendable (SavedSearchMail) async throws -> Void
    ) {
        (self.database, self.source, self.links) = (database, source, links)
        (self.recipient, self.send) = (recipient, send)
    }

    /// Does a job. Does nothing when the search is gone, no mail is wanted any more, or nothing of it can be bought.
    package func deliver(_ job: SendSavedSearchMail, _ run: JobRun) async throws {
        guard let id = ID<SavedSearch>(job.search),
            let saved = try await database.lookUp({ try $0.savedSearch(id) }), saved.sendsMail,
            let recipient = try await recipient(saved.owner)
        else { return }
        let found = Dictionary(try await source.find(job.products).map { ($0.card.id, $0.card) }) { first, _ in first }
        let cards = job.products.compactMap { found[$0] }
        guard !cards.isEmpty else { return }
        let text = SavedSearchText(saved, cards, total: max(job.total, cards.count), links)
        try await send(
            SavedSearchMail(
                id: run.id, recipient: recipient, subject: text.subject, text: text.plain, html: text.html,
                stopURL: text.stopURL))
    }
}
