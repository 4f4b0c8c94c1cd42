import Kernel
import Testing

@testable import Search

struct ProductCardTests {
    @Test func `A card comes back from its JSON as it was`() {
        var random = RandomCards(seed: 1)
        for _ in 0..<500 {
            let card = random.next()
            #expect(ProductCard(jsonMembers: card.jsonMembers) == card)
        }
    }

    @Test func `A card that is cut anywhere is none`() {
        var random = RandomCards(seed: 2)
        for _ in 0..<20 {
            let bytes = random.next().jsonMembers
            let lengths = bytes.indices.filter { ProductCard(jsonMembers: bytes[..<$0]) != nil }
            #expect(lengths.isEmpty)
        }
    }

    /// A damaged index must not end the server.
    @Test func `Damaged bytes make some card or none, and never trap`() {
        var random = RandomCards(seed: 3)
        var refused = 0
        for _ in 0..<2000 {
            var bytes = random.next().jsonMembers
            let index = Int.random(in: bytes.indices, using: &random.generator)
            bytes[index] ^= UInt8.random(in: 1...255, using: &random.generator)
            if ProductCard(jsonMembers: bytes) == nil { refused += 1 }
        }
        #expect((1..<2000).contains(refused))
    }

    @Test func `An excerpt is the beginning of the description, cut at a word`() {
        let words = Array(repeating: "word", count: 100).joined(separator: " ")
        let card = ProductCard.fixture(description: words)
        #expect(card.excerpt.hasSuffix(" word…"))
        #expect(words.hasPrefix(card.excerpt.dropLast()))
        #expect(card.excerpt.count <= ProductCard.excerptLength + 1)
    }

    @Test(arguments: ["", "short", String(repeating: "x", count: 240), String(repeating: "é", count: 240)])
    func `A description that fits is its own excerpt`(description: String) {
        #expect(ProductCard.fixture(description: description).excerpt == description)
    }

    @Test func `A description without spaces is cut where it is full`() {
        let excerpt = ProductCard.fixture(description: String(repeating: "漢", count: 300)).excerpt
        #expect(excerpt == String(repeating: "漢", count: 240) + "…")
    }
}

extension ProductCard {
    fileprivate static func fixture(
        id: String = "1", name: String = "Kettle", description: String = "",
        price: Money = Money(minorUnits: 1999, .usd),
        category: Category? = nil, brand: String? = nil, rating: Double? = nil, reviewCount: Int = 0,
        inStock: Bool = true,
        tags: [String] = [], image: Image? = nil
    ) -> ProductCard {
        ProductCard(
            id: id, slug: "slug-" + id, name: name, description: description, price: price, category: category,
            brand: brand,
            rating: rating, reviewCount: reviewCount, inStock: inStock, tags: tags, image: image)
    }
}

/// Cards with every part there or not, from a seed (SplitMix64).
private struct RandomCards {
    var generator: SplitMix

    init(seed: UInt64) {
        generator = SplitMix(state: seed)
    }

    struct SplitMix: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
            return mixed ^ mixed >> 31
        }
    }

    mutating func next() -> ProductCard {
        .fixture(
            id: text(), name: text(), description: text(), price: price(), category: maybe { $0.category() },
            brand: maybe { $0.text() }, rating: maybe { Double.random(in: 0...5, using: &$0.generator) },
            reviewCount: Int.random(in: 0...1_000_000, using: &generator), inStock: Bool.random(using: &generator),
            tags: texts(),
            image: maybe { ProductCard.Image(url: $0.text(), alt: $0.text()) })
    }

    private mutating func maybe<Part>(_ make: (inout RandomCards) -> Part) -> Part? {
        Bool.random(using: &generator) ? make(&self) : nil
    }

    private mutating func price() -> Money {
        let currency = Bool.random(using: &generator) ? Currency.usd : .jpy
        return Money(minorUnits: Int64.random(in: .min ... .max, using: &generator), currency)
    }

    private mutating func category() -> ProductCard.Category {
        ProductCard.Category(id: text(), name: text(), slug: text(), path: texts())
    }

    private mutating func texts() -> [String] {
        (0..<Int.random(in: 0...4, using: &generator)).map { _ in text() }
    }

    private mutating func text() -> String {
        (0..<Int.random(in: 0...12, using: &generator)).map { _ in
            ["a", "Z", " ", "é", "漢", "😀", "\u{0}"].randomElement(using: &generator) ?? ""
        }
        .joined()
    }
}
