/// A product of the demonstration shop before it is put into words: what it is, worked out from its number alone.
struct DemoProduct: Sendable {
    let id: DemoNumber
    let department: Demo.Department
    let leaf: Demo.Leaf
    /// How many products stood in the leaf before it.
    let ordinal: Int
    let brand: String
    /// Empty for plain products.
    let series: String
    let model: Demo.Model
    /// Above 1 once every name of the leaf has been given; stands in the name then.
    let edition: Int
    /// Everything that is known about it, hidden words included.
    let facts: [Demo.NamedFact]
    /// Names of facts that are no attributes.
    let hidden: [String]
    /// The sizes and colours that it is sold in; empty when in one form only.
    let sizes: [String]
    let colours: [Demo.Colour]
    /// 0 to 1: where its price lies in the leaf's range because of what it can do; `nil` when nothing raises it.
    let rank: Double?

    init(_ id: DemoNumber) {
        self.id = id
        (department, leaf, ordinal) = DemoProduct.place(of: id)
        let naming = Naming(department, leaf, ordinal: ordinal, seed: id.seed)
        (brand, series, model, edition) = (naming.brand, naming.series, naming.model, naming.edition)

        var random = SplitMix64(id.seed, UInt64(id.number), 1)
        var chosen = naming.traits
        for trait in leaf.freeTraits where !model.facts.contains(where: { $0.name == trait.name }) {
            chosen.append((trait, random.below(trait.values.count)))
        }
        sizes = DemoProduct.run(of: leaf.options?.sizes ?? [], &random)
        colours = DemoProduct.some(of: leaf.options?.colours ?? [], &random)
        let main = colours.prefix(1).map { Demo.NamedFact(name: "colour", value: .text($0.name)) }
        facts =
            model.facts + chosen.map { Demo.NamedFact(name: $0.trait.name, value: $0.trait.values[$0.value]) } + main
        hidden = chosen.filter { !$0.trait.isAttribute }.map(\.trait.name)
        rank = chosen.first { $0.trait.raisesPrice }.map {
            Double($0.value) / Double(max($0.trait.values.count - 1, 1))
        }
    }

    /// Its colour, where it has one.
    var colour: Demo.Colour? {
        guard case .text(let name) = self["colour"] else { return nil }
        return Demo.Colour.named(name)
    }

    /// The fact of that name.
    subscript(name: String) -> AttributeValue? {
        facts.first { $0.name == name }?.value
    }

    /// Each run through all slots has an order of its own, so that any stretch of the catalogue is a mixture.
    private static func place(of id: DemoNumber) -> (Demo.Department, Demo.Leaf, Int) {
        let (run, position) = (id.number - 1).quotientAndRemainder(dividingBy: Demo.slots.count)
        var random = SplitMix64(id.seed, UInt64(run), 2)
        let slot = Demo.slots[Shuffle(count: Demo.slots.count, key: random.next())[position]]
        return (slot.department, slot.leaf, run * slot.leaf.weight + slot.share)
    }

    /// Neighbouring sizes: shops lack the ends, not the middle.
    private static func run(of sizes: [String], _ random: inout SplitMix64) -> [String] {
        guard sizes.count > 3 else { return sizes }
        let first = random.chance(30) ? 1 : 0
        return Array(sizes[first..<sizes.count - (random.chance(30) ? 1 : 0)])
    }

    /// One to three different ones, neighbours in the list so that they go together.
    private static func some(of colours: [Demo.Colour], _ random: inout SplitMix64) -> [Demo.Colour] {
        guard !colours.isEmpty else { return [] }
        let (start, count) = (random.below(colours.count), 1 + random.below(3))
        return (0..<min(count, colours.count)).map { colours[(start + $0 * 2) % colours.count] }
    }
}
