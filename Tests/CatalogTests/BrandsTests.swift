import Kernel
import TestSupport
import Testing

@testable import Catalog

struct BrandsTests {
    @Test(arguments: TestDatabase.all)
    func `Brands of published products come by name, page by page`(kind: TestDatabase) async throws {
        try await TestCatalog.with(kind) { catalog in
            for brand in ["Halden", "Xerox", "Halden", "acme", "Bose", nil] {
                try await catalog.add(.fixture(brand: brand))
            }
            try await catalog.add(.fixture(brand: "Hidden", status: "draft"))
            try await catalog.add(.fixture(brand: "Bose", status: "archived"))
            let all = try await catalog.brands.list(after: nil, limit: 10)
            let expected = [("Bose", 1), ("Halden", 2), ("Xerox", 1), ("acme", 1)].map {
                Brand(name: $0.0, productCount: $0.1)
            }
            #expect(all == expected)
            var paged: [Brand] = []
            repeat {
                let page = try await catalog.brands.list(after: paged.last?.name, limit: 1)
                guard let brand = page.first else { break }
                paged.append(brand)
            } while paged.count < 9
            #expect(paged == expected)
        }
    }
}
