import Kernel

/// What a mail about a saved search says, as plain text and as HTML with the same words. Names that somebody chose are
/// escaped where HTML begins.
struct SavedSearchText {
    let subject: String
    let stopURL: String
    private let lead: String
    private let items: [(name: String, price: String, url: String)]
    private let more: String?
    private let pageURL: String
    private let shop: String

    init(_ saved: SavedSearch, _ cards: [ProductCard], total: Int, _ links: SavedSearchLinks) {
        shop = links.shopName
        subject = "New for “\(saved.name)” – \(links.shopName)"
        lead =
            total == 1
            ? "One new product matches your saved search “\(saved.name)”:"
            : "\(total) new products match your saved search “\(saved.name)”:"
        items = cards.map { card in
            (card.name, "\(card.price)", links.publicURL + "/products/\(card.slug)")
        }
        more = total > cards.count ? "And \(total - cards.count) more." : nil
        pageURL = links.publicURL + links.page(saved.query)
        stopURL = links.publicURL + links.stop(saved.id)
    }

    private static let why = "You get this mail because you asked to be told when something new matches."
    private static let stop = "Stop these mails"
    private static let all = "See everything that matches"

    var plain: String {
        let list = items.map { "\($0.name), \($0.price)\n\($0.url)" }
        let end = ["\(Self.all): \(pageURL)", "\(Self.why) \(Self.stop): \(stopURL)", shop]
        return (["Hello,", lead] + list + (more.map { [$0] } ?? []) + end).joined(separator: "\n\n") + "\n"
    }

    var html: String {
        let list = items.map { item in
            "<li><a href=\"\(item.url.escapedForHTML)\">\(item.name.escapedForHTML)</a>, \(item.price.escapedForHTML)</li>"
        }.joined(separator: "\n")
        return """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>\(subject.escapedForHTML)</title></head>
            <body style="font-family:sans-serif;font-size:16px;line-height:1.5;color:#222222;max-width:560px">
            <p>Hello,</p>
            <p>\(lead.escapedForHTML)</p>
            <ul>
            \(list)
            </ul>\(more.map { "\n<p>\($0)</p>" } ?? "")
            <p><a href="\(pageURL.escapedForHTML)">\(Self.all)</a></p>
            <p style="font-size:13px;color:#555555">\(Self.why) <a href="\(stopURL.escapedForHTML)">\(Self.stop)</a></p>
            <p>\(shop.escapedForHTML)</p>
            </body></html>

            """
    }
}

extension String {
    fileprivate var escapedForHTML: String {
        replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;").replacing("'", with: "&#39;")
    }
}
