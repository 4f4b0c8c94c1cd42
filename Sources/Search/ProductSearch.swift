import Kernel

/// Finding products: every use case and its limits.
package struct ProductSearch: Sendable {
    private let index: any ProductIndex
    private let source: ProductSource
    private let tuning: CurrentTuning
    private let log: SearchLog?

    /// Search over that index.
    /// - Parameters:
    ///   - tuning: what a merchant decided; the follower of the index keeps it up to date.
    ///   - log: where searches are noted; `nil` for nowhere.
    package init(
        index: any ProductIndex, source: ProductSource, tuning: CurrentTuning = CurrentTuning(), log: SearchLog? = nil
    ) {
        (self.index, self.source, self.tuning, self.log) = (index, source, tuning, log)
    }

    /// One page of the products that fit, with facets.
    /// - Throws: `SearchError`.
    package func search(_ request: SearchRequest) async throws -> SearchResults {
        let results = try await find(request)
        log?.note(request, results)
        return results
    }

    /// Notes that results which were kept were given once more: what is asked for often must not be seen once only.
    package func noteRepetition(of request: SearchRequest, _ results: SearchResults) {
        log?.note(request, results)
    }

    /// The same without being noted: for trying out and measuring.
    /// - Throws: `SearchError`.
    package func find(_ request: SearchRequest) async throws -> SearchResults {
        try request.check()
        let path = try await categoryPath(request.category)
        return try await index.search(pinned(request), categoryPath: path)
    }

    /// The request with what a merchant decided for it, unless it says so itself.
    private func pinned(_ request: SearchRequest) -> SearchRequest {
        guard request.pinned.isEmpty, request.hidden.isEmpty,
            let rule = (request.trial?.tuning ?? tuning.value).pin(for: request.text)
        else { return request }
        var request = request
        (request.pinned, request.hidden) = (rule.pinned, rule.hidden)
        return request
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

    /// Whether the index is built in this process: before that, what is found says nothing about what there is.
    var isReady: Bool {
        get async throws { try await index.position != nil }
    }

    private func categoryPath(_ address: String?) async throws -> [String]? {
        guard let address else { return nil }
        guard let path = try await source.categoryPath(address) else { throw SearchError.unknownCategory(address) }
        return path
    }
}

extension ProductSearch {
    /// Products like that one that can be bought: first those of its category whose names share the most telling words,
    /// then the most popular of its category, then of the one above.
    /// - Throws: `SearchError.productNotFound`.
    package func similar(to id: String, limit: Int) async throws -> [SearchHit] {
        guard let product = try await source.find([id]).first else { throw SearchError.productNotFound }
        var (found, known): ([SearchHit], Set<String>) = ([], [id])
        for (text, path) in product.likeness where found.count < limit {
            var request = SearchRequest()
            (request.text, request.inStock, request.countsFacets) = (text, true, false)
            (request.hidden, request.page) = (Array(known), PageRequest(size: limit))
            let hits = try await index.search(request, categoryPath: path).hits.items
            found += hits.prefix(limit - found.count)
            known.formUnion(found.map(\.card.id))
        }
        return found
    }
}

extension IndexedProduct {
    /// What to look for where, to find what is like it, the best first.
    fileprivate var likeness: [(text: String, path: [String]?)] {
        let path = card.category?.path
        // Numbers tell this product from its siblings; words tell what it is.
        let words = card.name.split { !$0.isLetter && !$0.isNumber }.filter { $0.allSatisfy(\.isLetter) }
        let text = QueryText.distinct(words.map(String.init)).prefix(12).joined(separator: " ")
        let byName = text.isEmpty ? [] : [(text, path)]
        guard let path else { return byName }
        return byName + [("", path)] + (path.count > 1 ? [("", path.dropLast())] : [])
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
}
