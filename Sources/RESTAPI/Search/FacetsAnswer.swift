import Kernel
import Search
import WebSupport

/// Counts over the whole result of a search.
struct FacetsAnswer: Answer {
    let facets: SearchFacets

    init(_ facets: SearchFacets) {
        self.facets = facets
    }

    func write(to object: inout AnswerWriter) {
        object.member(
            "categories", facets.categories.map { CategoryCount(path: $0.path, count: $0.count) },
            "Categories; a product counts for its own and for every one above it.")
        object.member("brands", facets.brands.map { NamedCount(name: $0.name, count: $0.count) }, "Brands.")
        object.member(
            "price_ranges", facets.priceRanges.map { PriceCount(from: $0.from, to: $0.to, count: $0.count) },
            "Prices from `from` to below `to`; the last has no end.")
        object.member(
            "ratings", facets.ratings.map { RatingCount(from: $0.from, to: $0.to, count: $0.count) },
            "Mean ratings from `from` to below `to`.")
        object.member(
            "attributes",
            facets.attributes.mapValues { values in values.map { NamedCount(name: $0.name, count: $0.count) } },
            "Values of the attributes that are filtered by or named in `facet_attributes`.")
    }
}

/// A value and how many products have it.
struct NamedCount: Answer {
    let name: String
    let count: Int

    static let example = NamedCount(name: "Xerox", count: 12)

    func write(to object: inout AnswerWriter) {
        object.member("name", name, "The value.")
        object.member("count", count, "How many products have it.")
    }
}

/// A category and how many products are in it or below it.
struct CategoryCount: Answer {
    let path: [String]
    let count: Int

    static let example = CategoryCount(path: ["Printing", "toner cartridge"], count: 12)

    func write(to object: inout AnswerWriter) {
        object.member("name", path.last ?? "", "Its own name.")
        object.member("path", path, "The names from the root down.")
        object.member("count", count, "How many products are in it or below it.")
    }
}

/// A range of prices and how many products are in it.
struct PriceCount: Answer {
    let from: Money
    let to: Money?
    let count: Int

    static let example = PriceCount(
        from: Money(minorUnits: 5000, .usd), to: Money(minorUnits: 10_000, .usd), count: 12)

    func write(to object: inout AnswerWriter) {
        object.member("from", from, "The lowest price in it.")
        object.member("to", to, "The lowest price above it; null for the last.")
        object.member("count", count, "How many products are in it.")
    }
}

/// A range of mean ratings and how many products are in it.
struct RatingCount: Answer {
    let from: Int
    let to: Int?
    let count: Int

    static let example = RatingCount(from: 4, to: nil, count: 12)

    func write(to object: inout AnswerWriter) {
        object.member("from", from, "The lowest rating in it.")
        object.member("to", to, "The lowest rating above it; null for the last.")
        object.member("count", count, "How many products are in it.")
    }
}
