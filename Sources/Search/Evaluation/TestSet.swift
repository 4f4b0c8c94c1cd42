import Kernel

/// Queries with rated products, by which a shop measures its search.
package struct TestSet: Sendable, Hashable {
    /// Its name: 1 to 64 letters, digits, `-` and `_`.
    package let id: String
    /// The queries.
    package let queries: [RatedQuery]

    /// A query and what is good for it.
    package struct RatedQuery: Sendable, Hashable {
        /// The words.
        package let text: String
        /// Grades by product, 0 (useless) to 3 (exactly right); a product by its external id, or by its id.
        package let grades: [String: Int]

        /// A query with its ratings.
        package init(text: String, grades: [String: Int]) {
            (self.text, self.grades) = (text, grades)
        }
    }

    /// The most queries of a set.
    package static let maximumQueries = 1000
    /// The most ratings of a query.
    package static let maximumRatings = 500

    /// A set of those parts.
    package init(id: String, queries: [RatedQuery]) {
        (self.id, self.queries) = (id, queries)
    }

    /// The same, checked.
    /// - Throws: `ValidationError`.
    func checked() throws(ValidationError) -> TestSet {
        var errors: [FieldError] = []
        if let error = RuleName.error(in: id) { errors.append(error) }
        if !(1...TestSet.maximumQueries).contains(queries.count) {
            let message = "must be 1 to \(TestSet.maximumQueries), are \(queries.count)"
            errors.append(FieldError("queries", code: queries.isEmpty ? "too_few" : "too_many", message: message))
        }
        for (index, query) in queries.enumerated() { errors += query.errors.map { $0.nested(in: "queries[\(index)]") } }
        guard errors.isEmpty else { throw ValidationError(errors) }
        return self
    }
}

extension TestSet.RatedQuery {
    fileprivate var errors: [FieldError] {
        var errors: [FieldError] = []
        if text.isEmpty || text.utf8.count > SearchRequest.maximumTextBytes {
            let limit = SearchRequest.maximumTextBytes
            errors.append(FieldError("query", code: "out_of_range", message: "must have 1 to \(limit) bytes"))
        }
        if grades.count > TestSet.maximumRatings {
            errors.append(FieldError("grades", code: "too_many", message: "must be at most \(TestSet.maximumRatings)"))
        }
        if let wrong = grades.first(where: { !(0...3).contains($0.value) }) {
            errors.append(FieldError("grades.\(wrong.key)", code: "out_of_range", message: "must be 0 to 3"))
        }
        return errors
    }
}
