package import Kernel
import Persistence

/// Which products a list shows. Conditions add up.
package struct ProductFilter: Hashable, Sendable {
    /// Only of this status; `nil` for every status.
    package var status: ProductStatus?
    /// Only in this category or below it.
    package var category: CategoryAddress?
    /// Only of one of these brands; empty for every brand.
    package var brands: [String] = []
    /// Only from this price on, in minor units of the shop's currency.
    package var minimumPrice: Money?
    /// Only up to this price.
    package var maximumPrice: Money?
    /// Only what can be bought, or only what cannot.
    package var inStock: Bool?
    /// Only with all of these tags.
    package var tags: [String] = []
    /// Only with one of these values of each attribute, compared as text.
    package var attributes: [String: [String]] = [:]
    /// Only with this text in the name, in whatever case. Search proper is the business of the search engine.
    package var nameContains: String?
    /// Only of this vendor.
    package var vendor: ID<Vendor>?

    /// Every product of that status.
    package init(status: ProductStatus?) {
        self.status = status
    }
}

/// What a list is ordered by. Ties are broken by the id, so that pages never overlap.
package enum ProductSort: String, CaseIterable, Sendable {
    /// The name, by its characters.
    case name
    /// The lowest price of the variants.
    case price
    /// When it was made.
    case createdAt = "created_at"
    /// The mean rating; products without one come last.
    case rating
    /// How many people rated it.
    case popularity
}

extension ProductFilter {
    /// The conditions as SQL.
    func conditions(categories: [ID<Category>]?) -> [SQL] {
        var conditions: [SQL] = []
        if let status { conditions.append("p.status = \(status)") }
        if let categories { conditions.append("p.category_id IN \(list: categories)") }
        if !brands.isEmpty { conditions.append("p.brand IN \(list: brands)") }
        if let minimumPrice {
            conditions.append(
                "p.price >= \(minimumPrice.minorUnits) AND p.currency = \(minimumPrice.currency.code)")
        }
        if let maximumPrice {
            conditions.append(
                "p.price <= \(maximumPrice.minorUnits) AND p.currency = \(maximumPrice.currency.code)")
        }
        if let vendor { conditions.append("p.vendor_id = \(vendor)") }
        if let inStock { conditions.append("p.in_stock = \(inStock)") }
        if let nameContains { conditions.append(name(contains: nameContains)) }
        conditions += tags.map(hasTag)
        conditions += attributes.sorted { $0.key < $1.key }.map { hasAttribute($0.key, $0.value) }
        return conditions
    }

    private func name(contains text: String) -> SQL {
        let escaped = text.replacing("\\", with: "\\\\").replacing("%", with: "\\%").replacing("_", with: "\\_")
        return "lower(p.name) LIKE \("%" + escaped.lowercased() + "%") ESCAPE '\\'"
    }

    private func hasTag(_ tag: String) -> SQL {
        """
        EXISTS (SELECT 1 FROM \(sqlite: "json_each(p.tags)", postgres: "jsonb_array_elements_text(p.tags)") AS tag\
        \(sqlite: "", postgres: "(value)") WHERE tag.value = \(tag))
        """
    }

    /// Numbers are compared as numbers: 1e-05 and 0.00001 are the same.
    private func hasAttribute(_ name: String, _ values: [String]) -> SQL {
        """
        EXISTS (SELECT 1 FROM \(sqlite: "json_each(p.attributes)", postgres: "jsonb_each(p.attributes)") AS fact
                WHERE fact.key = \(name) AND (\(attributeText) IN \(list: values)
                    OR \(attributeNumber) IN \(list: values.compactMap(Double.init).filter(\.isFinite))))
        """
    }

    private var attributeText: SQL {
        """
        \(sqlite: "CASE fact.type WHEN 'text' THEN fact.atom WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' END",
        postgres: "CASE WHEN jsonb_typeof(fact.value) <> 'number' THEN fact.value #>> '{}' END")
        """
    }

    private var attributeNumber: SQL {
        """
        \(sqlite: "CASE WHEN fact.type IN ('integer', 'real') THEN fact.atom END",
        postgres: "CASE WHEN jsonb_typeof(fact.value) = 'number' THEN (fact.value #>> '{}')::double precision END")
        """
    }
}

extension ProductSort {
    /// The order as SQL.
    func order(descending: Bool) -> SQL {
        switch (self, descending) {
        case (.name, false): " ORDER BY p.name\(SQL.byteOrder), p.id"
        case (.name, true): " ORDER BY p.name\(SQL.byteOrder) DESC, p.id DESC"
        case (.price, false): " ORDER BY p.price, p.id"
        case (.price, true): " ORDER BY p.price DESC, p.id DESC"
        case (.createdAt, false): " ORDER BY p.created_at, p.id"
        case (.createdAt, true): " ORDER BY p.created_at DESC, p.id DESC"
        case (.rating, false): " ORDER BY p.rating NULLS LAST, p.id"
        case (.rating, true): " ORDER BY p.rating DESC NULLS LAST, p.id DESC"
        case (.popularity, false): " ORDER BY p.review_count, p.id"
        case (.popularity, true): " ORDER BY p.review_count DESC, p.id DESC"
        }
    }
}
