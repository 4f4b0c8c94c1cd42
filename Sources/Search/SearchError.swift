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
}

extension SearchError: DomainError {
    package var code: String { "validation_failed" }
    package var kind: ErrorKind { .invalid }
    package var message: String { "\(fields[0].field): \(fields[0].message)" }

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
        }
    }
}
