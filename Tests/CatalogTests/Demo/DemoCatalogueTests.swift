import Kernel
import Testing

@testable import Catalog

@Suite struct DemoCatalogueTests {
    private static let records = Array(DemoCatalogue(seed: 1, products: 5000).makeRecords())
    private var records: [ProductRecord] { DemoCatalogueTests.records }

    @Test func `the same seed makes the same products`() {
        #expect(
            Array(DemoCatalogue(seed: 7, products: 300).makeRecords())
                == Array(DemoCatalogue(seed: 7, products: 300).makeRecords()))
    }

    /// Written down once, so that a change of the machine, the compiler or the tables' order shows.
    @Test func `the first product is the same for ever`() {
        #expect(records[0].externalID == "demo-000001")
        #expect(records[0].barcodes == ["2001290895664"])
        #expect(records[0].sku == "OSW-JAR1-1400-SA")
        #expect(records[0].price == "55.99")
    }

    @Test func `another seed makes other products`() {
        let others = DemoCatalogue(seed: 2, products: 100).makeRecords().map(\.name)
        #expect(zip(others, records).filter { $0 == $1.name }.count < 5)
    }

    @Test func `a larger catalogue begins with a smaller one`() {
        #expect(Array(DemoCatalogue(seed: 1, products: 400).makeRecords()) == Array(records.prefix(400)))
    }

    @Test func `products are made only when they are asked for`() {
        let all = DemoCatalogue(seed: 1, products: .max).makeRecords()
        #expect(all.prefix(3).map(\.externalID) == ["demo-000001", "demo-000002", "demo-000003"])
        #expect(Array(DemoCatalogue(seed: 1, products: -1).makeRecords()).isEmpty)
    }

    @Test func `every product keeps the rules of the catalogue`() throws {
        let defaults = ProductDraft.Defaults(status: .draft, currency: .usd)
        for record in records {
            let draft = try ProductDraft(record, defaults: defaults)
            #expect(draft.status == .published)
            #expect(draft.variants.allSatisfy { $0.price.minorUnits > 0 })
        }
    }

    @Test func `names, external ids and barcodes are unique`() {
        #expect(Set(records.map(\.name)).count == records.count)
        #expect(Set(records.map(\.externalID)).count == records.count)
        #expect(Set(records.flatMap(\.barcodes)).count == records.count)
    }

    @Test func `names stay unique in a large catalogue`() {
        let names = (1...40_000).lazy.map { DemoProduct(DemoNumber(seed: 3, number: $0)).name }
        #expect(Set(names).count == 40_000)
    }

    @Test func `SKUs are unique, those of variants too`() {
        let skus = records.flatMap { record in record.variants.map { $0.map(\.sku) } ?? [record.sku] }
        #expect(skus.allSatisfy { $0?.isEmpty == false })
        #expect(Set(skus).count == skus.count)
    }

    @Test func `barcodes are EAN-13 numbers of the in-store range`() throws {
        for barcode in records.flatMap(\.barcodes) {
            let digits = try barcode.map { try #require($0.wholeNumberValue) }
            #expect(digits.count == 13 && digits[0] == 2)
            let weighted = digits.enumerated().map { $0.offset % 2 == 0 ? $0.element : 3 * $0.element }
            #expect(weighted.reduce(0, +) % 10 == 0)
        }
    }

    @Test func `no placeholder is left, and descriptions have two to four sentences`() {
        for record in records {
            let (name, text) = (record.name ?? "", record.description ?? "")
            #expect(!(name + text).contains { "{}".contains($0) }, "\(name): \(text)")
            #expect(!(name + text).contains("  "), "\(name): \(text)")
            #expect(text.hasSuffix("."), "\(text)")
            #expect((2...6).contains(text.split(separator: ". ").count), "\(text)")
        }
    }

    @Test func `prices end like prices in shops, and former prices are higher`() throws {
        for record in records {
            let prices = record.variants?.compactMap(\.price) ?? [record.price ?? ""]
            #expect(prices.allSatisfy { [".99", ".95", ".00"].contains($0.suffix(3)) }, "\(prices)")
            if let before = record.compareAtPrice {
                let (old, new) = (try Money(parsing: before, .usd), try Money(parsing: prices[0], .usd))
                #expect(old.minorUnits > new.minorUnits)
            }
        }
    }

    @Test func `the mixture is that of a shop`() {
        func share(_ matches: (ProductRecord) -> Bool) -> Double { Double(records.count(where: matches)) / 5000 }
        #expect((0.15...0.40).contains(share { $0.variants != nil }))
        #expect((0.10...0.25).contains(share { $0.compareAtPrice != nil }))
        #expect((0.05...0.20).contains(share { $0.rating == nil }))
        #expect((0.02...0.12).contains(share { $0.stock == 0 }))
        #expect((0.001...0.05).contains(share { ($0.reviewCount ?? 0) > 1000 }))
        #expect(Set(records.map(\.category)).count >= 60)
        #expect(Set(records.map(\.brand)).count >= 40)
    }

    @Test func `ratings have one decimal and come with their number`() {
        for record in records {
            #expect((record.rating == nil) == (record.reviewCount == nil))
            guard let rating = record.rating else { continue }
            #expect((0...5).contains(rating) && (rating * 10).rounded() / 10 == rating)
        }
    }

    @Test func `a product without names left is numbered as an edition`() {
        let department = Demo.Department.clothing
        let space = Naming.space(department, .hats)
        let (first, again) = (
            Naming(department, .hats, ordinal: 0, seed: 1), Naming(department, .hats, ordinal: space, seed: 1)
        )
        #expect(first.series == again.series && first.brand == again.brand)
        #expect(first.edition == 1 && again.edition == 2)
    }
}
