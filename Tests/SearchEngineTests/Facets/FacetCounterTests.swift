import SearchEngine
import Testing

@Suite struct FacetCounterTests {
    @Test(arguments: [1, 7, 50, 1 << 41] as [Int64])
    func `numbers fall into the buckets that division puts them into`(width: Int64) {
        var random = SeededGenerator(UInt64(width))
        let extremes: [Int64] = [0, -1, 1, 49, 50, 51, -50, -51, 1 << 50, -(1 << 50), .max, .min + 1]
        for values in [(0..<400).map { _ in Int64.random(in: -3000...3000, using: &random) }, extremes] {
            let index = Library.index(values.enumerated().map { Library.product("\($0)", "lamp", price: $1) })
            let answer = index.search(
                Query("lamp", facets: [.ranges(field: "price", width: width, limit: 1000)]))
            let expected = Dictionary(grouping: values) { value -> Int64 in
                let remainder = value % width
                let floor = value.subtractingReportingOverflow(remainder < 0 ? remainder + width : remainder)
                return floor.overflow ? .min : floor.partialValue
            }
            let buckets = answer.facets["price"]?.buckets ?? []
            #expect(buckets.map(\.from) == expected.keys.sorted())
            #expect(buckets.map(\.count) == expected.keys.sorted().map { expected[$0]?.count ?? 0 })
        }
    }

    @Test func `numbers fall between the bounds that they lie between, in several segments together`() {
        var random = SeededGenerator(11)
        let values = (0..<600).map { _ in Int64.random(in: -50...50, using: &random) }
        let index = Library.index([])
        for start in stride(from: 0, to: 600, by: 200) {
            index.apply(
                (start..<start + 200).map { .put(Library.product("\($0)", "lamp", price: values[$0])) }, merging: false)
        }
        index.apply([.put(Library.product("none", "lamp"))])
        for bounds in [[-20, 0, 7, 49], [60, 70], [.min], []] as [[Int64]] {
            let facet = index.search(Query("lamp", facets: [.bounds(field: "price", bounds: bounds)])).facets["price"]
            let expected = bounds.indices.compactMap { index -> Facet.Bucket? in
                let next = index + 1 < bounds.count ? bounds[index + 1] : nil
                let count = values.count { $0 >= bounds[index] && $0 < next ?? .max }
                return count == 0 ? nil : Facet.Bucket(from: bounds[index], to: next, count: count)
            }
            #expect(facet?.buckets == expected)
        }
    }

    @Test func `the most frequent values come first, in several segments together`() {
        let index = Library.index([])
        for round in 0..<3 {
            index.apply(
                (0..<300).map { number in
                    let brand = "brand \(number % (7 * (round + 3)))"
                    return .put(Library.product("\(round)-\(number)", "lamp", brand: brand))
                })
        }
        func facet(_ limit: Int) -> [Facet.Value] {
            index.search(Query("lamp", facets: [.values(field: "brand", limit: limit)])).facets["brand"]?.values ?? []
        }
        let all = facet(1000)
        #expect(all.count == 35 && all.reduce(0) { $0 + $1.count } == 900)
        #expect(zip(all, all.dropFirst()).allSatisfy { ($1.count, $0.value) < ($0.count, $1.value) })
        for limit in [0, 1, 3, 34] { #expect(facet(limit) == Array(all.prefix(limit))) }
    }

    @Test func `values with control characters are told apart and come back whole`() {
        let brands = ["a\u{0}b", "a\u{1}b", "\u{1}", "\u{0}\u{1}\u{0}", "ab"]
        let index = Library.index(brands.enumerated().map { Library.product("\($0)", "lamp", brand: $1) })
        let found = index.search(Query("lamp", facets: [.values(field: "brand", limit: 9)])).facets["brand"]?.values
        #expect(Set(found?.map(\.value) ?? []) == Set(brands))
    }
}
