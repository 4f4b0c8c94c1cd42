import Kernel
import Search

/// Where results are shown: the page's path, and what the shopper is looking at.
struct ResultsPlace {
    let path: String
    let browsing: Browsing

    /// The address of the same page when looking at something else.
    func url(_ browsing: Browsing) -> String {
        path + AddressFields.query(browsing.fields)
    }
}

/// A grid of products with its filters, order and pages.
struct ResultsView {
    let summary: String
    let cards: [CardView]
    let filters: FiltersView
    let hasFilters: Bool
    let sorts: [SortView]
    let chips: [Link]
    let hasChips: Bool
    let clearURL: String
    let pages: [PageLink]
    let hasPages: Bool
    let empty: EmptyView?

    init(_ results: SearchResults, at place: ResultsPlace, places: [PlaceLink], of shop: ShopProfile) {
        let (hits, browsing) = (results.hits, place.browsing)
        summary = ResultsView.summary(of: hits)
        cards = hits.items.map { CardView($0, of: shop) }
        filters = FiltersView(results.facets, at: place, places: places)
        hasFilters = hits.total > 0 || browsing.isFiltered
        sorts = SortView.all(for: browsing)
        chips = Link.chips(at: place)
        hasChips = !chips.isEmpty
        clearURL = place.url(browsing.cleared)
        pages = PageLink.all(of: min(hits.totalPages, Browsing.lastPage), at: place)
        hasPages = pages.count > 1 && !hits.items.isEmpty
        empty = hits.items.isEmpty ? EmptyView(at: place, total: hits.total) : nil
    }

    /// `25–48 of 1,204 products`, `7 products`
    private static func summary(of hits: Page<SearchHit>) -> String {
        guard hits.total > hits.items.count, !hits.items.isEmpty else { return hits.total.counted("product") }
        let first = hits.request.offset + 1
        return "\(first.grouped)–\((first + hits.items.count - 1).grouped) of \(hits.total.counted("product"))"
    }
}

/// One order to choose.
struct SortView: Equatable {
    let value: String
    let label: String
    let isChosen: Bool

    /// The orders that make sense: relevance needs words.
    static func all(for browsing: Browsing) -> [SortView] {
        let usual = browsing.text.isEmpty ? SearchSort.popularity : .relevance
        let sorts = [SearchSort.relevance, .popularity, .newest, .rating, .priceAscending, .priceDescending]
        return sorts.filter { $0 != .relevance || !browsing.text.isEmpty }.map { sort in
            SortView(
                value: sort == usual ? "" : sort.rawValue, label: label(of: sort),
                isChosen: sort == browsing.sort ?? usual)
        }
    }

    private static func label(of sort: SearchSort) -> String {
        switch sort {
        case .relevance: "Best match"
        case .popularity: "Most popular"
        case .newest: "Newest"
        case .rating: "Best rated"
        case .priceAscending: "Price, low to high"
        case .priceDescending: "Price, high to low"
        }
    }
}

/// What is said when nothing was found.
struct EmptyView {
    let title: String
    let advice: String
    let links: [Link]

    init(at place: ResultsPlace, total: Int) {
        let browsing = place.browsing
        if total > 0 {
            title = "There is no such page"
            advice = "The results have fewer pages than that."
            links = [Link(text: "To the first page", url: place.url(browsing.with { _ in }))]
        } else if browsing.isFiltered {
            title = "Nothing fits all of these filters"
            advice = "Take one away, or start again without any."
            links =
                Link.chips(at: place).map { Link(text: "Without \($0.text)", url: $0.url) }
                + [Link(text: "Without any filter", url: place.url(browsing.cleared))]
        } else {
            title = browsing.text.isEmpty ? "There is nothing here yet" : "We found nothing for “\(browsing.text)”"
            advice = "Try other or fewer words, or look around in the departments above."
            links = [Link(text: "See all products", url: "/search")]
        }
    }
}
