import Foundation
import Kernel
import Search

/// What a shopper is looking at: the words and filters that a page's address carries.
///
/// Reading is tolerant, as people edit addresses and links grow old: what cannot be understood is left out.
struct Browsing: Hashable, Sendable {
    var text = ""
    /// The slug of a category.
    var category: String?
    var brands: [String] = []
    var price: PriceBand?
    /// Stars, 1 to 5.
    var minimumRating: Int?
    var onlyInStock = false
    var sort: SearchSort?
    var page = 1

    /// Products on a page: full rows of 2, 3, 4 and 6.
    static let pageSize = 24
    /// Pages behind which search does not go.
    static let lastPage = PageRequest.maximumDepth / pageSize
    private static let maximumBrands = 50

    init() {}

    /// Reads the query of an address.
    init(query: String?, currency: Currency) {
        for (name, value) in AddressFields(query ?? "").fields where !value.isEmpty {
            read(value, name: name, currency: currency)
        }
    }

    private mutating func read(_ value: String, name: String, currency: Currency) {
        switch name {
        case "q":
            // Too long a text is refused, whatever is in it.
            let isSearch = SearchRequest.hasWords(in: value) || value.utf8.count > SearchRequest.maximumTextBytes
            text = isSearch ? value : ""
        case "category": category = value
        case "brand" where brands.count < Browsing.maximumBrands && !brands.contains(value): brands.append(value)
        case "price": price = PriceBand(value, currency)
        case "min_rating": minimumRating = Int(value).flatMap { (1...5).contains($0) ? $0 : nil }
        case "in_stock": onlyInStock = value == "true"
        case "sort": sort = SearchSort(rawValue: value)
        case "page": page = min(max(Int(value) ?? 1, 1), Browsing.lastPage)
        default: break
        }
    }

    /// The fields of a form that asks for the same, in a fixed order.
    var fields: [(name: String, value: String)] {
        var fields: [(String, String)] = []
        if !text.isEmpty { fields.append(("q", text)) }
        if let category { fields.append(("category", category)) }
        fields += brands.map { ("brand", $0) }
        if let price { fields.append(("price", price.text)) }
        if let minimumRating { fields.append(("min_rating", String(minimumRating))) }
        if onlyInStock { fields.append(("in_stock", "true")) }
        if let sort { fields.append(("sort", sort.rawValue)) }
        if page > 1 { fields.append(("page", String(page))) }
        return fields
    }

    /// Whether anything narrows the words down, a category aside.
    var isFiltered: Bool { !brands.isEmpty || price != nil || minimumRating != nil || onlyInStock }

    /// The same with other filters, from the first page.
    func with(_ change: (inout Browsing) -> Void) -> Browsing {
        var changed = self
        changed.page = 1
        change(&changed)
        return changed
    }

    /// The same words and order without any filter.
    var cleared: Browsing {
        with { browsing in
            (browsing.brands, browsing.price, browsing.minimumRating) = ([], nil, nil)
            browsing.onlyInStock = false
        }
    }
}

extension SearchRequest {
    /// Asks for what a shopper is looking at.
    /// - Parameter category: the path of the category, as its address.
    init(_ browsing: Browsing, category: String?) {
        self.init()
        self.category = category
        (text, brands, sort) = (browsing.text, browsing.brands, browsing.sort)
        (minimumPrice, maximumPrice) = (browsing.price?.from, browsing.price?.upTo)
        minimumRating = browsing.minimumRating.map(Double.init)
        inStock = browsing.onlyInStock ? true : nil
        page = PageRequest(number: browsing.page, size: Browsing.pageSize)
        highlights = true
    }
}
