package import Catalog
package import Identity
package import Search
package import WebSupport

extension Tag {
    static let products = Tag("Products", "What the shop sells.")
    static let categories = Tag("Categories", "The tree that products stand in.")
    static let brands = Tag("Brands", "The makers of products.")
    static let imports = Tag("Imports", "Files of products.")
    static let search = Tag("Search", "Finding products.")
    static let searchTuning = Tag("Search tuning", "What a merchant decides about search, and sees of it.")
}

/// The use cases of search.
package struct SearchDoors: Sendable {
    let search: ProductSearch
    let merchandising: Merchandising
    let preview: SearchPreview
    let testSets: TestSets
    let analytics: SearchAnalytics
    let log: SearchLog
    let saved: SavedSearches

    /// Those use cases.
    package init(
        search: ProductSearch, merchandising: Merchandising, preview: SearchPreview, testSets: TestSets,
        analytics: SearchAnalytics, log: SearchLog, saved: SavedSearches
    ) {
        (self.search, self.merchandising, self.preview) = (search, merchandising, preview)
        (self.testSets, self.analytics, self.log, self.saved) = (testSets, analytics, log, saved)
    }
}

extension API {
    /// The whole of REST version 1: the table of contents.
    /// - Parameter browsing: what browsers are answered where they come in through accounts elsewhere; without it they
    ///   are answered as programs are.
    package static func version1(
        products: Products, categories: Categories, brands: Brands, imports: CatalogImports, search: SearchDoors,
        identity: IdentityDoors, browsing: SocialBrowsing? = nil, services: APIServices
    ) -> API {
        var api = API(prefix: "/api/v1", services)
        api.add(ListProducts.self, products)
        api.add(FeedProducts.self, products)
        api.add(CreateProduct.self, products)
        api.add(ReadProduct.self, products)
        api.add(ReplaceProduct.self, products)
        api.add(EditProduct.self, products)
        api.add(DeleteProduct.self, products)
        api.add(PublishProduct.self, products)
        api.add(UnpublishProduct.self, products)

        api.add(ListCategories.self, categories)
        api.add(CreateCategory.self, categories)
        api.add(ReadCategory.self, categories)
        api.add(EditCategory.self, categories)
        api.add(DeleteCategory.self, categories)

        api.add(ListBrands.self, brands)

        api.add(StartImport.self, imports)
        api.add(ListImports.self, imports)
        api.add(ReadImport.self, imports)

        api.add(SearchProducts.self, search.search)
        api.add(SuggestProducts.self, search.search)
        api.add(ListSimilarProducts.self, search.search)
        api.add(TakeEvents.self, search.log)
        api.addSearchTuning(search)

        api.add(identity, browsing)
        api.add(SaveSearch.self, search.saved)
        api.add(ListSavedSearches.self, search.saved)
        api.add(DeleteSavedSearch.self, search.saved)
        return api
    }

    private mutating func addSearchTuning(_ search: SearchDoors) {
        add(ListSynonyms.self, search.merchandising)
        add(ReadSynonym.self, search.merchandising)
        add(PutSynonym.self, search.merchandising)
        add(DeleteSynonym.self, search.merchandising)
        add(ListPins.self, search.merchandising)
        add(ReadPin.self, search.merchandising)
        add(PutPin.self, search.merchandising)
        add(DeletePin.self, search.merchandising)
        add(ReadSearchSettings.self, search.merchandising)
        add(ReplaceSearchSettings.self, search.merchandising)
        add(PreviewSearch.self, search.preview)
        add(ReadSearchAnalytics.self, search.analytics)
        add(ExportSearchLog.self, search.analytics)
        add(ListTestSets.self, search.testSets)
        add(ReadTestSet.self, search.testSets)
        add(PutTestSet.self, search.testSets)
        add(DeleteTestSet.self, search.testSets)
        add(EvaluateTestSet.self, search.testSets)
    }
}
