import Kernel
import Search
import Testing
import WebSupport

@testable import RESTAPI

/// Cards lie ready in the index as JSON; the documentation describes them member by member. Both must be one.
struct SearchAnswerTests {
    private struct Described: Answer {
        let hit: SearchHit
        static let example = Described(hit: SearchHitAnswer.example.hit)

        func write(to object: inout AnswerWriter) {
            SearchHitAnswer(hit).writeCard(to: &object)
        }
    }

    private static let bare = SearchHit(
        card: ProductCard(
            id: "1", slug: "s", name: "Quote \" and \u{1} \\ 漢", description: "", price: Money(minorUnits: 5, .usd),
            category: nil, brand: nil, rating: nil, reviewCount: 0, inStock: false, tags: [], image: nil),
        score: 0, highlights: [:])

    @Test(arguments: [SearchHitAnswer.example.hit, bare])
    func `what lies ready is what the documentation describes`(_ hit: SearchHit) {
        var (ready, described) = (JSONWriter(), JSONWriter())
        SimilarHitAnswer(hit).write(to: &ready)
        Described(hit: hit).write(to: &described)
        #expect(ready.text == described.text)
    }

    @Test func `an answer from bytes is followed by the members that are made`() throws {
        var json = JSONWriter()
        SearchHitAnswer(Self.bare).write(to: &json)
        let members = try #require(JSONValue(parsing: json.bytes).members)
        #expect(members.map(\.name).first == "id")
        #expect(members.map(\.name).suffix(3) == ["image", "score", "highlights"])
    }
}
