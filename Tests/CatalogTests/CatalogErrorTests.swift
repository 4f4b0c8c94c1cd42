import Kernel
import Testing

@testable import Catalog

struct CatalogErrorTests {
    private static let all: [CatalogError] = [
        .productNotFound, .categoryNotFound, .slugTaken("a"), .externalIDTaken("a"), .categoryNameTaken("a"),
        .categoryNotEmpty(names: ["a"], total: 1), .categoryCycle, .ambiguous(field: "price"),
        .ambiguous(field: "variants"), .outdated(current: 3),
    ]

    @Test func `Every error has a code of its own, in snake case`() {
        let codes = CatalogErrorTests.all.map(\.code)
        #expect(Set(codes).count == codes.count)
        #expect(codes.allSatisfy { $0.allSatisfy { $0 == "_" || $0.isLowercase } })
        #expect(codes.contains("price_ambiguous"))
    }

    @Test func `What is about a field names it with the error's own code`() {
        for error in CatalogErrorTests.all where error.kind == .invalid {
            #expect(error.fields.map(\.code) == [error.code])
        }
    }

    @Test func `The occupants of a category are named, and the rest counted`() {
        #expect(
            CatalogError.categoryNotEmpty(names: ["a", "b"], total: 2).message
                == "The category is in use by \"a\", \"b\".")
        #expect(CatalogError.categoryNotEmpty(names: ["a", "b"], total: 5).message.hasSuffix("\"b\" and 3 more."))
    }
}
