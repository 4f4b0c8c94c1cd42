/// What a product's name is made of.
///
/// Brand, series, model and the traits in the name are the digits of one mixed-radix number, and the n-th product of a
/// leaf takes the n-th number of a shuffled order: two products of a leaf never share a name, with no list of names.
struct Naming {
    let brand: String
    let series: String
    let model: Demo.Model
    let traits: [(trait: Demo.Trait, value: Int)]
    let edition: Int

    init(_ department: Demo.Department, _ leaf: Demo.Leaf, ordinal: Int, seed: UInt64) {
        let space = Naming.space(department, leaf)
        let key = leaf.code.utf8.reduce(SplitMix64.mixed(seed)) { SplitMix64.mixed($0 ^ UInt64($1)) }
        var number = Shuffle(count: space, key: key)[ordinal % space]
        func digit(_ base: Int) -> Int {
            defer { number /= base }
            return number % base
        }
        edition = ordinal / space + 1
        var random = SplitMix64(key, UInt64(ordinal))
        brand = leaf.hasBrand ? department.brands[digit(department.brands.count)] : random.pick(department.brands)
        model = leaf.hasModel ? leaf.models[digit(leaf.models.count)] : random.pick(leaf.models)
        traits = leaf.namedTraits.map { ($0, digit($0.values.count)) }
        // One in a few dozen has no series: shops do sell plain things.
        let line = leaf.hasSeries ? digit(department.series.count + 1) : department.series.count
        series = line < department.series.count ? department.series[line] : ""
    }

    /// How many names a leaf has. What its names do not say, as the publisher of a book, makes no difference.
    static func space(_ department: Demo.Department, _ leaf: Demo.Leaf) -> Int {
        let spoken = [
            leaf.hasBrand ? department.brands.count : 1, leaf.hasModel ? leaf.models.count : 1,
            leaf.hasSeries ? department.series.count + 1 : 1,
        ]
        return (spoken + leaf.namedTraits.map(\.values.count)).reduce(1, *)
    }
}
