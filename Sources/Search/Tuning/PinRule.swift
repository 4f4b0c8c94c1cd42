import Kernel

/// What a merchant decides for one query: products that come first, and products that do not come.
package struct PinRule: Sendable, Hashable {
    /// Its name: 1 to 64 letters, digits, `-` and `_`, chosen by the merchant.
    package let id: String
    /// The query; case, accents, spaces and punctuation do not matter.
    package let query: String
    /// Ids of the products that come first, in this order, where they meet the filters.
    package let pinned: [String]
    /// Ids of the products that do not come.
    package let hidden: [String]
    /// Counts the changes.
    package let version: Int

    /// The most rules that a shop has.
    package static let maximumCount = 5000
    /// The most products that are pinned, and hidden, for one query.
    package static let maximumProducts = 50

    /// A rule of those parts.
    package init(id: String, query: String, pinned: [String], hidden: [String], version: Int = 1) {
        (self.id, self.query, self.pinned, self.hidden, self.version) = (id, query, pinned, hidden, version)
    }

    /// The same with its ids in their one spelling, checked.
    /// - Throws: `ValidationError`.
    func checked() throws(ValidationError) -> PinRule {
        let (pinned, hidden) = (PinRule.canonical(pinned), PinRule.canonical(hidden))
        var errors: [FieldError] = []
        if let error = RuleName.error(in: id) { errors.append(error) }
        if QueryText.normalised(query).isEmpty {
            errors.append(FieldError("query", code: "required", message: "must be there"))
        } else if QueryText.words(query).isEmpty {
            errors.append(FieldError("query", code: "no_word", message: "must have a letter or a digit"))
        } else if query.utf8.count > SearchRequest.maximumTextBytes {
            let limit = SearchRequest.maximumTextBytes
            errors.append(FieldError("query", code: "too_long", message: "must have at most \(limit) bytes"))
        }
        errors += PinRule.errors(in: pinned, "pinned") + PinRule.errors(in: hidden, "hidden")
        if let both = Set(pinned).intersection(hidden).first {
            errors.append(FieldError("hidden", code: "contradiction", message: "\(both) is pinned as well"))
        }
        if pinned.isEmpty, hidden.isEmpty {
            errors.append(FieldError("pinned", code: "too_few", message: "a rule pins or hides something"))
        }
        guard errors.isEmpty else { throw ValidationError(errors) }
        return PinRule(id: id, query: query, pinned: pinned, hidden: hidden, version: version)
    }

    /// Ids as the index spells them; what is none stays as it is.
    private static func canonical(_ ids: [String]) -> [String] {
        ids.map { ID<Void>($0)?.description ?? $0 }
    }

    private static func errors(in ids: [String], _ field: String) -> [FieldError] {
        var errors: [FieldError] = []
        if ids.count > maximumProducts {
            errors.append(FieldError(field, code: "too_many", message: "must be at most \(maximumProducts)"))
        }
        if Set(ids).count < ids.count {
            errors.append(FieldError(field, code: "repeated", message: "names a product twice"))
        }
        for (index, id) in ids.enumerated() where ID<Void>(id) == nil {
            errors.append(FieldError("\(field)[\(index)]", code: "not_an_id", message: "must be the id of a product"))
        }
        return errors
    }
}
