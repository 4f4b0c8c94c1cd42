import Catalog
import Kernel
import WebSupport

/// A maker as REST version 1 shows it.
struct BrandAnswer: Answer {
    let brand: Brand

    init(_ brand: Brand) {
        self.brand = brand
    }

    static let example = BrandAnswer(Brand(name: "Xerox", productCount: 212))

    func write(to object: inout AnswerWriter) {
        object.member("name", brand.name, "Its name, as products carry it.")
        object.member("product_count", brand.productCount, "Its published products.")
    }
}

/// `GET /brands`
struct ListBrands: Operation {
    static let declaration = Declaration(
        .get, "/brands", "List brands", description: "By name; only brands of published products.", tag: .brands,
        caching: .untilChange(of: "product"))

    @Query("Where to go on: the `next_cursor` of the answer before.", length: 1...1024) var cursor: String?
    @Query("How many at once.", in: 1...100) var limit = 100

    func answer(_ brands: Brands, _ call: Call) async throws -> Reply<FeedAnswer<BrandAnswer>> {
        let place = try call.place(in: "brands", cursor)
        let found = try await brands.list(after: place?.position, limit: limit + 1)
        return call.stretch(of: "brands", found, limit: limit, at: \.name, show: BrandAnswer.init)
    }
}
