import Testing

@testable import SearchEngine

@Suite struct DeletionIndexTests {
    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func `look-ups find the words that a walk finds`(seed: UInt64) throws {
        var random = SeededGenerator(seed)
        func word() -> [UInt8] {
            (0..<Int.random(in: 1...9, using: &random)).map { _ in UInt8.random(in: 97...100, using: &random) }
        }
        let documents = (0..<500).map { Library.product("\($0)", String(decoding: word(), as: UTF8.self)) }
        let segment = try Segment(SegmentBuilder.build(documents, schema: Library.schema), schema: Library.schema)
        let lexicon = segment.lexicon
        for _ in 0..<300 {
            let typed = word()
            var walked: [Int] = []
            var walk = FuzzyWalk(typed, limit: 1)
            walk.run(lexicon) { index, _ in walked.append(index) }
            var found: [Int] = []
            lexicon.deletions.forEachWord(near: typed, in: lexicon.words) { found.append($0) }
            #expect(found.sorted() == walked)
        }
    }

    @Test func `words of any length are typed without harm`() throws {
        let documents = [Library.product("1", String(repeating: "a", count: 60)), Library.product("2", "b")]
        let segment = try Segment(SegmentBuilder.build(documents, schema: Library.schema), schema: Library.schema)
        for length in 0...70 {
            let typed = [UInt8](repeating: 97, count: length)
            segment.lexicon.deletions.forEachWord(near: typed, in: segment.lexicon.words) { index in
                #expect(segment.lexicon.words[index].count <= length + 1)
            }
        }
    }
}
