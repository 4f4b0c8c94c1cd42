/// What a product is called and what is said about it.
extension DemoProduct {
    /// `Halden Fjord Cast-Iron Skillet 26 cm, Matte Black`
    var name: String {
        let filled = Demo.Template(leaf.name).filled { word in
            switch word {
            case "brand": brand
            case "series": series
            case "model": model.noun
            default: self[word]?.text
            }
        }
        let words = (filled ?? leaf.code).split(separator: " ").joined(separator: " ")
        return edition == 1 ? words : "\(words) (Edition \(edition))"
    }

    /// What the picture shows, for those who cannot see it.
    var alt: String {
        if leaf.picture == .book { return "Cover of “\(name)”" }
        let thing = model.noun.inSentence
        return "\(colour.map { "\($0.name.inSentence) \(thing)" } ?? thing) by \(brand)".capitalisedFirst
    }

    /// Two to four sentences: what it is for, what its kind is good at, and what its facts mean.
    var description: String {
        var random = SplitMix64(id.seed, UInt64(id.number), 3)
        var sentences = [opening(&random), model.line]
        let facts = shuffled(leaf.says, &random).compactMap(sentence)
        sentences += facts.prefix(1)
        let praise = shuffled(truths, &random)
        switch random.below(10) {
        case 0..<4: sentences += praise.prefix(1)
        case 4..<6: sentences.append(random.pick(department.closers))
        case 6..<8: sentences += facts.dropFirst().prefix(1)
        default: break
        }
        return sentences.joined(separator: " ")
    }

    private func opening(_ random: inout SplitMix64) -> String {
        let (adjective, use) = (random.pick(department.adjectives), random.pick(leaf.uses))
        let forms = leaf.isPlural ? Demo.pluralOpenings : Demo.openings
        let known = shuffled(forms, &random).lazy.compactMap { form in
            Demo.Template(form).filled { word in
                switch word {
                case "adjective": adjective
                case "use": use
                case "series": series.isEmpty || !leaf.hasSeries ? nil : series
                default: self.word(word)
                }
            }
        }
        return known.first ?? ""
    }

    private func sentence(_ template: String) -> String? {
        Demo.Template(template).filled(word)
    }

    /// A fact the way it stands in a sentence.
    private func word(_ name: String) -> String? {
        switch name {
        case "brand": brand
        case "model": model.noun.inSentence
        default: self[name]?.text.inSentence
        }
    }

    /// What its flags say in words.
    private var truths: [String] {
        facts.compactMap { fact in
            guard fact.value == .flag(true) else { return nil }
            return Demo.praise.first { $0.flag == fact.name }?.sentence
        }
    }

    private func shuffled(_ texts: [String], _ random: inout SplitMix64) -> [String] {
        let order = Shuffle(count: texts.count, key: random.next())
        return texts.indices.map { texts[order[$0]] }
    }
}
