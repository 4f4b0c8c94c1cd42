import Kernel
import Testing

@testable import Search

/// The normal form of searches that are kept.
struct SavedQueryTests {
    private func request(_ change: (inout SearchRequest) -> Void) -> SearchRequest {
        var request = SearchRequest()
        change(&request)
        return request
    }

    @Test func `the same search has one form, however it was typed`() throws {
        let first = try SavedQuery(
            request {
                $0.text = "  Café   CRÈME "
                ($0.brands, $0.tags) = (["B", "A", "B"], ["y", "x"])
                $0.attributes = ["size": ["L", "M"], "colour": []]
                ($0.page, $0.countsFacets, $0.highlights) = (PageRequest(number: 7), false, true)
            })
        let second = try SavedQuery(
            request {
                $0.text = "cafe creme"
                ($0.brands, $0.tags, $0.attributes) = (["A", "B"], ["x", "y"], ["size": ["M", "L", "L"]])
            })
        #expect(first == second)
        #expect(first.jsonText == #"{"q":"cafe creme","brand":["A","B"],"tags":["x","y"],"attr.size":["L","M"]}"#)
    }

    @Test func `every condition survives being written and read`() throws {
        let query = try SavedQuery(
            request {
                ($0.text, $0.category, $0.brands) = ("toner \"x\"", "office", ["Übung\u{0}"])
                ($0.minimumPrice, $0.maximumPrice) = (Money(minorUnits: 1, .usd), Money(minorUnits: 123_456, .usd))
                ($0.inStock, $0.minimumRating, $0.tags) = (false, 3.5, ["new"])
                ($0.attributes, $0.sort) = (["a.b": ["1", "2"]], .priceAscending)
            })
        let read = SavedQuery(json: try JSONValue(parsing: Array(query.jsonText.utf8)))
        #expect(read == query)
        #expect(try SavedQuery(read.request) == query)
    }

    @Test func `a text without a word is none beside a filter`() throws {
        let filtered = request { $0.brands = ["A"] }
        var typed = filtered
        typed.text = "!!!"
        #expect(try SavedQuery(typed) == SavedQuery(filtered))
    }

    @Test func `nothing to search for is refused, and too much`() {
        #expect(throws: ValidationError.self) { try SavedQuery(request { $0.text = " \u{0} " }) }
        for text in ["!!!", "🙂", "\"-\""] {
            #expect(throws: ValidationError.self) { try SavedQuery(request { $0.text = text }) }
        }
        #expect(throws: ValidationError.self) { try SavedQuery(request { $0.brands = [""] }) }
        let long = request { $0.brands = (0..<300).map { "brand \($0)" } }
        #expect { try SavedQuery(long) } throws: { ($0 as? ValidationError)?.fields.first?.code == "too_long" }
    }
}
