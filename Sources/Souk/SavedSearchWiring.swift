import Identity
import Jobs
import Kernel
import Mail
import Search
import Storefront

/// Saved searches are a part of what is held about a person.
extension PersonalDataSource {
    init(_ searches: SavedSearches) {
        self.init("saved_searches") { user in
            try await searches.export(of: ID(user))
        } erase: { user, transaction in
            try searches.erase(of: ID(user), in: transaction)
        }
    }
}

/// Mails about saved searches go to people whom Identity knows, through the shop's mailer.
extension SavedSearchMails {
    init(_ shop: Shop) {
        let stopLink = StopLink(shop.secrets.box)
        self.init(
            shop.database, source: ProductSource(shop.products, shop.categories),
            links: SavedSearchLinks(
                shopName: shop.settings.shopName, publicURL: shop.settings.server.linkURL, page: { $0.pagePath },
                stop: { stopLink.path(for: $0) })
        ) { [accounts = shop.identity.accounts] owner in
            try await accounts.recipient(owner)
        } send: { [mailer = shop.outside.mailer] mail in
            do {
                _ = try await mailer.send(try Email(mail))
            } catch let error as MailError where !error.isTemporary {
                throw FailedJob(error.message, retry: .never)
            }
        }
    }
}

extension Accounts {
    /// Who gets mails for that person: nobody without an account, or without a confirmed address.
    fileprivate func recipient(_ owner: ID<Shopper>) async throws -> SavedSearchRecipient? {
        do {
            let user = try await read(ID(high: owner.high, low: owner.low))
            guard user.isActive, user.isEmailVerified else { return nil }
            return SavedSearchRecipient(address: user.email, name: user.profile.fullName ?? "")
        } catch IdentityError.userNotFound {
            return nil
        }
    }
}

extension Email {
    /// Sent twice, it is known as one by its id. A mail program can stop such mails by one click (RFC 8058).
    fileprivate init(_ mail: SavedSearchMail) throws(MailError) {
        try self.init(
            id: ID(high: mail.id.high, low: mail.id.low),
            to: [try MailAddress(mail.recipient.address, name: mail.recipient.name)], subject: mail.subject,
            text: mail.text, html: mail.html,
            headers: [
                .listUnsubscribe: "<\(mail.stopURL)>", .listUnsubscribePost: "List-Unsubscribe=One-Click",
                .autoSubmitted: "auto-generated",
            ])
    }
}
