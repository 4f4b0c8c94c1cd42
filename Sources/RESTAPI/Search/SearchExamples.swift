import Kernel
import Search
import WebSupport

extension SearchAnswer {
    static let example = SearchAnswer(
        SearchResults(
            hits: Page(items: [SearchHitAnswer.example.hit], total: 1, request: PageRequest()),
            facets: FacetsAnswer.example.facets, correctedText: "toner", droppedWords: ["purple"],
            duration: .microseconds(180)))
}

extension SearchHitAnswer {
    static let example = SearchHitAnswer(
        SearchHit(
            card: ProductCard(
                id: "01900a5d-ac96-774b-bcce-b302099a8057", slug: "xerox-006r90321-toner-cartridge",
                name: "Xerox 006R90321 toner cartridge", description: "Toner (6 per box) for CopyCentre C65",
                price: Money(minorUnits: 4995, .usd),
                category: ProductCard.Category(
                    id: PlaceAnswer.example.id, name: PlaceAnswer.example.name, slug: PlaceAnswer.example.slug,
                    path: PlaceAnswer.example.path), brand: "Xerox",
                rating: 4.5, reviewCount: 2, inStock: true, tags: ["office"],
                image: ProductCard.Image(url: ImageAnswer.example.url, alt: ImageAnswer.example.alt)),
            score: 12.5, highlights: ["name": "Xerox 006R90321 <mark>toner</mark> cartridge"],
            explanation: ExplanationAnswer.example.explanation))
}

extension FacetsAnswer {
    static let example = FacetsAnswer(
        SearchFacets(
            categories: [(path: ["Printing", "toner cartridge"], count: 12)], brands: [(name: "Xerox", count: 12)],
            priceRanges: [(from: PriceCount.example.from, to: PriceCount.example.to, count: 12)],
            ratings: [(from: 4, to: nil, count: 12)], attributes: ["colour": [(name: "Black", count: 9)]]))
}

extension SavedSearchAnswer {
    static let example = SavedSearchAnswer(
        SavedSearch(
            id: ID(high: 0x0190_0A5D_AC96_774B, low: 0xBCCE_B302_099A_8058), owner: ID(high: 0, low: 0), name: "Toner",
            query: SavedQuery(words: "toner"), sendsMail: true,
            createdAt: Timestamp(microseconds: 1_767_323_045_000_000)))
}
