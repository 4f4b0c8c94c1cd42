extension Demo {
    /// A root of the category tree with the makers that specialise in it.
    struct Department: Sendable {
        let name: String
        /// Invented names; the first three letters stand in SKUs.
        let brands: [String]
        /// Names of product lines.
        let series: [String]
        /// What the openings of descriptions call its products.
        let adjectives: [String]
        /// Sentences that fit at the end of any description.
        let closers: [String]
        let leaves: [Leaf]
    }

    /// A category that products stand in: what they are called, can be and cost.
    struct Leaf: Sendable {
        /// The names below the department, the leaf's own last.
        let path: [String]
        /// Three letters, unique, for SKUs.
        let code: String
        let picture: Silhouette
        /// US dollars, before what a model or a size adds.
        let from: Int
        let to: Int
        /// How often it comes up.
        let weight: Int
        /// `{brand}`, `{series}`, `{model}` and the names of traits; every trait in it makes names differ.
        let name: String
        /// Whether its models are called trousers, not shirt.
        let isPlural: Bool
        let models: [Model]
        /// Whether its names tell the maker, the model and the product line; those of books do not.
        let hasBrand: Bool
        let hasModel: Bool
        let hasSeries: Bool
        /// The traits that stand in the name.
        let namedTraits: [Trait]
        /// The others.
        let freeTraits: [Trait]
        let options: Options?
        /// Completes "… for": what people do with it.
        let uses: [String]
        /// Sentences about the traits.
        let says: [String]
        let tags: [String]

        init(
            _ path: String..., code: String, picture: Silhouette, from: Int, to: Int, weight: Int = 1,
            title: String = "{model}, {colour}", name: String? = nil, isPlural: Bool = false, models: [Model],
            traits: [Trait], options: Options? = nil, uses: [String], says: [String], tags: [String]
        ) {
            (self.path, self.code, self.picture, self.from, self.to) = (path, code, picture, from, to)
            (self.weight, self.name) = (weight, name ?? "{brand} {series} \(title)")
            (self.isPlural, self.models, self.options) = (isPlural, models, options)
            let placeholders = Template(self.name).placeholders
            hasBrand = placeholders.contains("brand")
            hasModel = placeholders.contains("model")
            hasSeries = placeholders.contains("series")
            namedTraits = traits.filter { placeholders.contains($0.name) }
            freeTraits = traits.filter { !placeholders.contains($0.name) }
            (self.uses, self.says, self.tags) = (uses, says, tags)
        }
    }

    /// One kind of thing in a leaf, with the facts that come with it.
    struct Model: Sendable {
        /// `Cast-Iron Skillet`
        let noun: String
        let facts: [NamedFact]
        /// A sentence that is true of every one of them.
        let line: String
        /// What it costs in percent of the leaf's usual price.
        let cost: Int

        init(_ noun: String, _ facts: KeyValuePairs<String, Fact> = [:], cost: Int = 100, _ line: String) {
            (self.noun, self.line, self.cost) = (noun, line, cost)
            self.facts = facts.map { NamedFact(name: $0.key, value: $0.value.value) }
        }
    }

    /// The forms that one product is sold in.
    struct Options: Sendable {
        let sizes: [String]
        /// What each size costs more than the one before, in percent.
        let step: Int
        /// Empty when the colour does not vary.
        let colours: [Colour]

        init(sizes: [String], step: Int = 0, colours: [Colour] = []) {
            (self.sizes, self.step, self.colours) = (sizes, step, colours)
        }
    }
}
