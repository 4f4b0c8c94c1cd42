package import Kernel

/// What search refuses, and why.
package enum SearchError: Equatable {
    /// The query has more bytes than are read.
    case textTooLong(limit: Int)
    /// The beginning is too short to complete.
    case beginningTooShort
    /// More conditions than a query may have.
    case tooManyFilters(limit: Int)
    /// Deeper than results go.
    case tooDeep(limit: Int)
    /// The lower price is above the higher one.
    case priceRangeEmpty
    /// There is no such category.
    case unknownCategory(String)
    /// Nobody can find a product of that id.
    case productNotFound
    /// There is no synonym rule of that name.
    case synonymNotFound
    /// Nothing is pinned or hidden under that name.
    case pinNotFound
    /// There is no test set of that name.
    case testSetNotFound
    /// The person has no such saved search.
    case savedSearchNotFound
    /// The person has as many saved searches as there may be.
    case tooManySavedSearches(limit: Int)
    /// Another rule decides about that query already.
    case queryTaken(String)
    /// As many rules as there may be.
    case tooManyRules(limit: Int)
    /// Somebody changed it meanwhile.
    case ruleOutdated(current: Int)
    /// The end lies before the beginning, or the time between is too long.
    case periodOutOfRange(days: Int)
}

extension SearchError: DomainError {
    package var code: String {
        switch self {
        case .textTooLong, .beginningTooShort, .tooManyFilters, .tooDeep, .priceRangeEmpty, .unknownCategory,
            .periodOutOfRange:
            "validation_failed"
        case .productNotFound: "product_not_found"
        case .synonymNotFound: "synonym_not_found"
        case .pinNotFound: "pin_not_found"
        case .testSetNotFound: "test_set_not_found"
        case .savedSearchNotFound: "saved_search_not_found"
        case .tooManySavedSearches: "too_many_saved_searches"
        case .queryTaken: "query_taken"
        case .tooManyRules: "too_many_rules"
        case .ruleOutdated: "outdated"
        }
    }

    package var kind: ErrorKind {
        switch self {
        case .productNotFound, .synonymNotFound, .pinNotFound, .testSetNotFound, .savedSearchNotFound: .notFound
        case .queryTaken, .tooManyRules, .tooManySavedSearches: .conflict
        case .ruleOutdated: .preconditionFailed
        default: .invalid
        }
    }

    package var message: String {
        switch self {
        case .productNotFound: "There is no such product to be found."
        case .synonymNotFound: "There is no such synonym."
        case .pinNotFound: "Nothing is pinned or hidden under that name."
        case .testSetNotFound: "There is no such test set."
        case .savedSearchNotFound: "There is no such saved search."
        case .tooManySavedSearches(let limit): "You have \(limit) saved searches already, and there may not be more."
        case .queryTaken(let query): "Another rule decides about \"\(query.prefix(120))\" already."
        case .tooManyRules(let limit): "There are \(limit) already, and there may not be more."
        case .ruleOutdated(let current): "It was changed meanwhile; its version is \(current) now."
        default: "\(fields[0].field): \(fields[0].message)"
        }
    }

    package var fields: [FieldError] {
        switch self {
        case .textTooLong(let limit):
            [FieldError("q", code: "too_long", message: "must have at most \(limit) bytes")]
        case .beginningTooShort:
            [FieldError("q", code: "too_short", message: "must have at least 2 characters")]
        case .tooManyFilters(let limit):
            [FieldError("filters", code: "too_many", message: "must be at most \(limit)")]
        case .tooDeep(let limit):
            [
                FieldError(
                    "page", code: "too_deep",
                    message: "results end at \(limit); /products/feed goes through all products")
            ]
        case .priceRangeEmpty:
            [FieldError("min_price", code: "above_max_price", message: "must not be above max_price")]
        case .unknownCategory(let category):
            [
                FieldError(
                    "category", code: "unknown_category", message: "there is no category \"\(category.prefix(120))\"")
            ]
        case .periodOutOfRange(let days):
            [FieldError("to", code: "out_of_range", message: "must lie behind from, at most \(days) days")]
        case .productNotFound, .synonymNotFound, .pinNotFound, .testSetNotFound, .savedSearchNotFound, .queryTaken,
            .tooManyRules, .tooManySavedSearches, .ruleOutdated:
            []
        }
    }
}
