import Testing

@testable import SearchEngine

@Suite struct FuzzyWalkTests {
    /// Optimal string alignment by the full matrix.
    private func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var rows = [[Int]](repeating: [Int](repeating: 0, count: right.count + 1), count: left.count + 1)
        for row in 0...left.count {
            for column in 0...right.count {
                if row == 0 || column == 0 {
                    rows[row][column] = row + column
                    continue
                }
                let same = left[row - 1] == right[column - 1]
                var best = min(rows[row - 1][column], rows[row][column - 1]) + 1
                best = min(best, rows[row - 1][column - 1] + (same ? 0 : 1))
                if row > 1, column > 1, left[row - 1] == right[column - 2], left[row - 2] == right[column - 1] {
                    best = min(best, rows[row - 2][column - 2] + 1)
                }
                rows[row][column] = best
            }
        }
        return rows[left.count][right.count]
    }

    @Test(arguments: [1, 2])
    func `the walk finds exactly the words that the full matrix finds`(limit: Int) throws {
        var random = SeededGenerator(UInt64(limit))
        func word() -> [UInt8] {
            (0..<Int.random(in: 1...9, using: &random)).map { _ in UInt8.random(in: 97...100, using: &random) }
        }
        let words = Set((0..<600).map { _ in word() }).sorted { ByteOrder.precedes($0, $1) }
        let documents = words.enumerated().map { offset, word in
            Library.product("\(offset)", String(decoding: word, as: UTF8.self))
        }
        let segment = try Segment(SegmentBuilder.build(documents, schema: Library.schema), schema: Library.schema)
        for _ in 0..<200 {
            let typed = word()
            var found: [[UInt8]: Int] = [:]
            var walk = FuzzyWalk(typed, limit: limit)
            walk.run(segment.lexicon) { found[Array(segment.lexicon.words[$0])] = $1 }
            let expected = words.map { ($0, distance(typed, $0)) }.filter { $0.1 <= limit }
            #expect(found == Dictionary(uniqueKeysWithValues: expected))
            var begun: Set<[UInt8]> = []
            walk = FuzzyWalk(typed, limit: limit)
            walk.runPrefixes(segment.lexicon) { index, _ in begun.insert(Array(segment.lexicon.words[index])) }
            let near = words.filter { word in (1...word.count).contains { distance(typed, Array(word[..<$0])) <= limit }
            }
            #expect(begun == Set(near))
        }
    }
}
