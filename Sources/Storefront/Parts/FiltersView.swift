import Search

/// The form of filters beside the results. It works without JavaScript: every value is a field, and places are links.
struct FiltersView {
    let title: String
    let action: String
    let hidden: [HiddenField]
    let places: [PlaceLink]
    let hasPlaces: Bool
    let groups: [FilterGroup]

    /// A field that the form carries along.
    struct HiddenField: Equatable {
        let name: String
        let value: String
    }

    init(_ facets: SearchFacets?, at place: ResultsPlace, places: [PlaceLink]) {
        let browsing = place.browsing
        let chosen = Link.chips(at: place).count
        title = chosen == 0 ? "Filters" : "Filters (\(chosen))"
        action = place.path
        var carried = Browsing()
        (carried.text, carried.category) = (browsing.text, browsing.category)
        hidden = carried.fields.map { HiddenField(name: $0.name, value: $0.value) }
        self.places = places
        hasPlaces = !places.isEmpty
        groups = facets.map { FilterGroup.all($0, browsing) } ?? []
    }
}

/// The values of one filter.
struct FilterGroup {
    let title: String
    let boxes: [FilterBox]
    let more: [FilterBox]
    let hasMore: Bool
    let moreTitle: String

    private static let shownAtOnce = 8

    private init?(_ title: String, _ boxes: [FilterBox]) {
        guard !boxes.isEmpty else { return nil }
        self.title = title
        self.boxes = Array(boxes.prefix(FilterGroup.shownAtOnce))
        more = Array(boxes.dropFirst(FilterGroup.shownAtOnce))
        hasMore = !more.isEmpty
        moreTitle = "\(more.count) more"
    }

    /// The groups that have something to choose.
    static func all(_ facets: SearchFacets, _ browsing: Browsing) -> [FilterGroup] {
        [
            FilterGroup("Availability", FilterBox.stock(browsing)),
            FilterGroup("Price", FilterBox.prices(facets, browsing)),
            FilterGroup("Brand", FilterBox.brands(facets, browsing)),
            FilterGroup("Rating", FilterBox.ratings(facets, browsing)),
        ].compactMap { $0 }
    }
}

/// One value of a filter: a box to tick, or one of several to choose.
struct FilterBox: Equatable {
    let type: String
    let name: String
    let value: String
    let label: String
    let count: String?
    let isChosen: Bool

    static func stock(_ browsing: Browsing) -> [FilterBox] {
        [
            FilterBox(
                type: "checkbox", name: "in_stock", value: "true", label: "In stock only", count: nil,
                isChosen: browsing.onlyInStock)
        ]
    }

    /// The chosen ones first, so that none of them hides behind "more"; then by count.
    static func brands(_ facets: SearchFacets, _ browsing: Browsing) -> [FilterBox] {
        let missing = browsing.brands.filter { brand in !facets.brands.contains { $0.name == brand } }
        let boxes =
            missing.map { brand(name: $0, count: 0, browsing) }
            + facets.brands.map { brand(name: $0.name, count: $0.count, browsing) }
        return boxes.filter(\.isChosen) + boxes.filter { !$0.isChosen }
    }

    private static func brand(name: String, count: Int, _ browsing: Browsing) -> FilterBox {
        FilterBox(
            type: "checkbox", name: "brand", value: name, label: name, count: count.grouped,
            isChosen: browsing.brands.contains(name))
    }

    static func prices(_ facets: SearchFacets, _ browsing: Browsing) -> [FilterBox] {
        var bands = PriceBand.merged(facets.priceRanges).map { (band: $0.band, count: Int?.some($0.count)) }
        if let chosen = browsing.price, !bands.contains(where: { $0.band == chosen }) { bands.append((chosen, nil)) }
        guard bands.count > 1 else { return [] }
        return choices(
            "price", any: "Any price", isAny: browsing.price == nil,
            bands.map { ($0.band.text, $0.band.label, $0.count, $0.band == browsing.price) })
    }

    /// Counts add up, as four stars and more hold five too.
    static func ratings(_ facets: SearchFacets, _ browsing: Browsing) -> [FilterBox] {
        let steps = [4, 3, 2].map { stars in
            (stars, facets.ratings.filter { $0.from >= stars }.map(\.count).reduce(0, +))
        }.filter { $0.1 > 0 || $0.0 == browsing.minimumRating }
        guard !steps.isEmpty else { return [] }
        return choices(
            "min_rating", any: "Any rating", isAny: browsing.minimumRating == nil,
            steps.map { (String($0), $0.ratingLabel, $1, $0 == browsing.minimumRating) })
    }

    private static func choices(
        _ name: String, any: String, isAny: Bool, _ values: [(String, String, Int?, Bool)]
    ) -> [FilterBox] {
        [FilterBox(type: "radio", name: name, value: "", label: any, count: nil, isChosen: isAny)]
            + values.map { value, label, count, isChosen in
                FilterBox(
                    type: "radio", name: name, value: value, label: label, count: count?.grouped, isChosen: isChosen)
            }
    }
}
