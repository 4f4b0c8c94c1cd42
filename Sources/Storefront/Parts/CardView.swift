import Catalog
import Foundation
import Search

/// A product in a grid.
struct CardView {
    let id: String
    let url: String
    /// Escaped, with what was searched for in `<mark>`.
    let nameHTML: String
    let maker: String?
    let picture: String?
    let price: String
    let rating: RatingView?
    let inStock: Bool

    init(_ hit: SearchHit) {
        let card = hit.card
        (id, url) = (card.id, Link.url(ofProduct: card.slug))
        nameHTML = CardView.marked(card.name, hit.highlights["name"])
        maker = card.brand
        picture = card.image.flatMap { PictureView.checked($0.url) }
        price = card.price.display
        rating = RatingView(card.rating, count: card.reviewCount)
        inStock = card.inStock
    }

    /// The name with its marks; without them where the snippet is but a part of the name.
    private static func marked(_ name: String, _ snippet: String?) -> String {
        let plain = HTMLText.escape(name)
        guard let snippet else { return plain }
        let checked = HTMLText.snippet(snippet)
        return CardView.unmarked(checked).utf8.count >= plain.utf8.count ? checked : plain
    }

    private static func unmarked(_ html: String) -> String {
        html.replacing("<mark>", with: "").replacing("</mark>", with: "")
    }
}

/// The mean of what people gave.
struct RatingView: Equatable {
    let value: String
    let count: String

    /// `nil` when nobody rated.
    init?(_ rating: Double?, count: Int) {
        guard let rating, rating.isFinite, count > 0 else { return nil }
        let tenths = Int((min(max(rating, 0), 5) * 10).rounded())
        value = "\(tenths / 10).\(tenths % 10)"
        self.count = count.grouped
    }
}

/// A picture of a product page.
struct PictureView: Equatable {
    let url: String
    let alt: String
    let number: Int
    let isFirst: Bool

    /// The pictures of a product that a page can show, in their order.
    static func all(of product: Product) -> [PictureView] {
        product.images.filter { checked($0.url) != nil }.enumerated().map { index, image in
            PictureView(
                url: image.url, alt: image.alt.isEmpty ? product.name : image.alt, number: index + 1,
                isFirst: index == 0)
        }
    }

    /// The address when it is one of this shop or of the web.
    static func checked(_ url: String) -> String? {
        let isLocal = url.hasPrefix("/") && !url.hasPrefix("//")
        return isLocal || url.hasPrefix("https://") || url.hasPrefix("http://") ? url : nil
    }
}
