import Kernel

/// Finding products: every use case and its limits.
package struct ProductSearch: Sendable {
    private let index: any ProductIndex
    private let source: ProductSource

    /// Search over that index.
    package init(index: any ProductIndex, source: ProductSource) {
        self.index = index
        self.source = source
    }

    /// One page of the products that fit, with facets.
    /// - Throws: `SearchError`.
    package func search(_ request: SearchRequest) async throws -> SearchResults {
        try request.check()
        let path = try await categoryPath(request.category)
        return try await index.search(request, categoryPath: path)
    }

    /// What a shopper who typed `beginning` may be about to type.
    /// - Throws: `SearchError.beginningTooShort`, `.textTooLong`.
    package func suggest(_ beginning: String, limit: Int = 10) async throws -> [Suggestion] {
        guard beginning.count >= 2 else { throw SearchError.beginningTooShort }
        guard beginning.utf8.count <= SearchRequest.maximumTextBytes else {
            throw SearchError.textTooLong(limit: SearchRequest.maximumTextBytes)
        }
        return try await index.suggest(beginning, limit: min(max(limit, 1), 20))
    }

    /// How many products can be found.
    package var productCount: Int {
        get async throws { try await index.productCount }
    }

    private func categoryPath(_ address: String?) async throws -> [String]? {
        guard let address else { return nil }
        guard let path = try await source.categoryPath(address) else { throw SearchError.unknownCategory(address) }
        return path
    }
}

extension SearchRequest {
    fileprivate func check() throws(SearchError) {
        guard text.utf8.count <= SearchRequest.maximumTextBytes else {
            throw .textTooLong(limit: SearchRequest.maximumTextBytes)
        }
        guard filterCount <= SearchRequest.maximumFilters else {
            throw .tooManyFilters(limit: SearchRequest.maximumFilters)
        }
        guard !page.isTooDeep else { throw .tooDeep(limit: PageRequest.maximumDepth) }
        if let minimumPrice, let maximumPrice, minimumPrice.minorUnits > maximumPrice.minorUnits {
            throw .priceRangeEmpty
        }
    }

    private var filterCount: Int {
        let single = [
            category != nil, inStock != nil, minimumRating != nil, minimumPrice != nil || maximumPrice != nil,
        ]
        return single.count { $0 } + (brands.isEmpty ? 0 : 1) + tags.count + attributes.count
    }
}
