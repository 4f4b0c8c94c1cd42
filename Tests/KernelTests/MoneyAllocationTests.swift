import Kernel
import Testing

struct MoneyAllocationTests {
    private func units(_ units: Int64, by weights: [Int]) -> [Int64] {
        Money(minorUnits: units, .usd).allocated(by: weights).map(\.minorUnits)
    }

    @Test func `Parts add up to the whole and lie within one unit of their exact share`() {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<3000 {
            let amount =
                Int64.random(in: .min ... .max, using: &generator) >> Int64.random(in: 1..<63, using: &generator)
            var weights = (0..<Int.random(in: 1...9, using: &generator)).map { _ in
                Int.random(in: 0...500, using: &generator)
            }
            weights[0] += 1
            let parts = units(amount, by: weights)
            let total = Int128(weights.reduce(0, +))
            #expect(parts.reduce(Int128(0)) { $0 + Int128($1) } == Int128(amount), "\(amount) by \(weights)")
            let errors = zip(parts, weights).map { Int128($0) * total - Int128(amount) * Int128($1) }
            #expect(errors.allSatisfy { $0.magnitude < total.magnitude }, "\(amount) by \(weights)")
        }
    }

    @Test func `Equal weights give parts that differ by at most one unit, the larger ones first`() {
        var generator = SeededGenerator(seed: 4)
        for count in 1...40 {
            let amount = Int64.random(in: 0...1_000_000, using: &generator)
            let parts = units(amount, by: Array(repeating: 7, count: count))
            #expect(parts == parts.sorted(by: >))
            #expect((parts.first ?? 0) - (parts.last ?? 0) <= 1)
        }
    }

    @Test func `A refund splits like the payment it takes back`() {
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<500 {
            let amount = Int64.random(in: 0...100_000, using: &generator)
            let weights = (0..<5).map { _ in Int.random(in: 0...9, using: &generator) }
            #expect(units(-amount, by: weights) == units(amount, by: weights).map { -$0 })
        }
    }

    @Test(
        arguments: [
            (100, [1, 1, 1], [34, 33, 33]), (5, [3, 7], [2, 3]), (1, [1, 1], [1, 0]), (10, [0, 1, 0], [0, 10, 0]),
            (7, [0, 0], [4, 3]), (0, [1, 2], [0, 0]), (9, [], []), (-100, [1, 1, 1], [-34, -33, -33]),
            (10, [1, 2, 1], [3, 5, 2]),
        ] as [(Int64, [Int], [Int64])])
    func `Left-over units go to those who lost most, earlier ones first`(amount: Int64, weights: [Int], parts: [Int64])
    {
        #expect(units(amount, by: weights) == parts)
    }

    @Test func `The largest amounts and weights split exactly`() {
        #expect(units(.max, by: [1]) == [.max])
        #expect(units(.max, by: [.max]) == [.max])
        #expect(units(.max, by: [.max, .max]) == [4_611_686_018_427_387_904, 4_611_686_018_427_387_903])
        #expect(units(.max, by: [.max, 0]) == [.max, 0])
        #expect(units(.min, by: [1, 1]) == [-4_611_686_018_427_387_904, -4_611_686_018_427_387_904])
    }

    @Test func `The smallest amount can go to one part`() async {
        await #expect(processExitsWith: .success) {
            let parts = Money(minorUnits: .min, .usd).allocated(by: [1, 0]).map(\.minorUnits)
            guard parts == [.min, 0] else { fatalError("\(parts)") }
        }
    }

    @Test func `Weights may add up to more than 64 bits`() async {
        await #expect(processExitsWith: .success) {
            let parts = Money(minorUnits: 9, .usd).allocated(by: [.max, .max, .max]).map(\.minorUnits)
            guard parts == [3, 3, 3] else { fatalError("\(parts)") }
        }
    }
}
