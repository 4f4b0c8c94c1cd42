package import Kernel

/// What the catalogue refuses, and why.
package enum CatalogError: DomainError, Equatable {
    /// There is no such product, or the asker may not see it.
    case productNotFound
    /// There is no such category.
    case categoryNotFound
    /// Nothing was sent in under that id, or it was too long ago.
    case importNotFound
    /// Another product, or another category, has this slug.
    case slugTaken(String)
    /// Another product has this external id.
    case externalIDTaken(String)
    /// A category of this name stands under the same parent.
    case categoryNameTaken(String)
    /// The category still has products or subcategories; some of their names.
    case categoryNotEmpty(names: [String], total: Int)
    /// A category cannot stand under itself or its own descendants.
    case categoryCycle
    /// A price, SKU or stock figure without saying which of several variants it is for.
    case ambiguous(field: String)
    /// Somebody changed the thing since the caller read it; its version now.
    case outdated(current: Int)

    /// The stable word.
    package var code: String {
        switch self {
        case .productNotFound: "product_not_found"
        case .categoryNotFound: "category_not_found"
        case .importNotFound: "import_not_found"
        case .slugTaken: "slug_taken"
        case .externalIDTaken: "external_id_taken"
        case .categoryNameTaken: "category_name_taken"
        case .categoryNotEmpty: "category_not_empty"
        case .categoryCycle: "category_cycle"
        case .ambiguous("price"): "price_ambiguous"
        case .ambiguous: "variant_ambiguous"
        case .outdated: "version_outdated"
        }
    }

    /// What sort of failure it is.
    package var kind: ErrorKind {
        switch self {
        case .productNotFound, .categoryNotFound, .importNotFound: .notFound
        case .slugTaken, .externalIDTaken, .categoryNameTaken, .categoryNotEmpty: .conflict
        case .categoryCycle, .ambiguous: .invalid
        case .outdated: .preconditionFailed
        }
    }

    /// One sentence for people.
    package var message: String {
        switch self {
        case .productNotFound: "There is no such product."
        case .categoryNotFound: "There is no such category."
        case .importNotFound: "There is no such import. What came of one is kept for 30 days."
        case .slugTaken(let slug): "The slug \"\(slug)\" is taken."
        case .externalIDTaken(let id): "Another product has the external id \"\(id)\"."
        case .categoryNameTaken(let name): "There is a category \"\(name)\" in the same place already."
        case .categoryNotEmpty(let names, let total):
            "The category is in use by \(names.map { "\"\($0)\"" }.joined(separator: ", "))"
                + (total > names.count ? " and \(total - names.count) more." : ".")
        case .categoryCycle: "A category cannot be moved below itself."
        case .ambiguous("variants"): "The product has several variants: say in variants which of them are to stay."
        case .ambiguous(let field): "The product has several variants: say which one's \(field) is meant, in variants."
        case .outdated(let current): "Somebody changed it meanwhile: its version is \(current) now. Read it again."
        }
    }

    /// The fields at fault.
    package var fields: [FieldError] {
        switch self {
        case .ambiguous(let field): [FieldError(field, code: code, message: message)]
        case .categoryCycle: [FieldError("parent_id", code: code, message: message)]
        default: []
        }
    }
}
