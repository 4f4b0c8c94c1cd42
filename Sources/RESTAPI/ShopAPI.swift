package import Catalog
package import Identity
package import Search
package import WebSupport

extension Tag {
    static let products = Tag("Products", "What the shop sells.")
    static let categories = Tag("Categories", "The tree that products stand in.")
    static let brands = Tag("Brands", "The makers of products.")
    static let search = Tag("Search", "Finding products.")
}

extension API {
    /// The whole of REST version 1: the table of contents.
    package static func version1(
        products: Products, categories: Categories, brands: Brands, search: ProductSearch,
        identity: IdentityDoors, services: APIServices
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

        api.add(SearchProducts.self, search)
        api.add(SuggestProducts.self, search)

        api.add(identity)
        return api
    }
}
