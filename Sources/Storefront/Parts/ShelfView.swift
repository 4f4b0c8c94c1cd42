import Search

/// A row of products under a heading.
struct ShelfView {
    let title: String
    let url: String
    let cards: [CardView]

    /// `nil` when there is nothing to show.
    init?(_ title: String, url: String, _ hits: some Sequence<SearchHit>, of shop: ShopProfile) {
        cards = hits.map { CardView($0, of: shop) }
        guard !cards.isEmpty else { return nil }
        (self.title, self.url) = (title, url)
    }
}
