import Kernel

/// A stored property of an operation or of a body that is filled from the request: `@Path`, `@Query`, `@Body`, `@Field`.
package protocol InputField: Decodable, Sendable {
    /// What the documentation and the checks know about it. The name is that of the property, in snake case, unless the
    /// definition has one of its own.
    var definition: InputDefinition { get }
    /// The same field with its value read from `source`; what is wrong goes into `source.errors`, and the value of a
    /// field that failed is never looked at.
    func filled(named name: String, from source: inout InputSource) -> Self
}

/// What is known about an input before any request.
package struct InputDefinition: Sendable {
    /// Where in the request it stands.
    package enum Location: String, Sendable {
        /// A part of the path.
        case path
        /// A parameter behind the question mark.
        case query
        /// Parameters behind the question mark whose names begin with the field's: `attr.colour`.
        case queryPrefix
        /// The whole body, a JSON object.
        case body
        /// The whole body, a file.
        case file
        /// A member of a JSON object.
        case member
    }

    let location: Location
    let description: String
    let schema: Schema
    let isRequired: Bool
    /// What it is called where others have said so: `rawId`, which browsers write.
    var ownName: String?
    /// A second name that is taken as well.
    var alias: String?
    /// What the names of a `queryPrefix` begin with.
    var prefix: String?
    /// The media types of a body.
    var types = ["application/json"]

    /// Whether a parameter of that name is read by this input.
    func takes(parameter: String, named name: String) -> Bool {
        switch location {
        case .query: parameter == name || parameter == alias
        case .queryPrefix: prefix.map(parameter.hasPrefix) ?? false
        case .path, .body, .file, .member: false
        }
    }
}

/// The parts of a request that inputs are read from, and what was found wrong with them.
package struct InputSource {
    var pathParameters: [String: String] = [:]
    var query = QueryParameters()
    var body: JSONValue?
    var file: UploadedFile?
    var members: [String: JSONValue] = [:]
    var errors: [FieldError] = []
    /// A part of the path that names nothing that could be there.
    var leadsNowhere = false

    /// Notes that `field` is wrong.
    mutating func refuse(_ field: String, _ problem: InputProblem) {
        errors.append(FieldError(field, problem))
    }
}

/// Why a value cannot be taken: a stable word and a sentence that says what is allowed.
package struct InputProblem: Error, Sendable {
    let code: String
    let message: String

    /// A problem with a value.
    package init(_ code: String, _ message: String) {
        self.code = code
        self.message = message
    }

    static let required = InputProblem("required", "must be there")
}

/// The checks that a declaration can add to a type.
package struct InputLimits: Sendable {
    var range: ClosedRange<Int>?
    var length: ClosedRange<Int>?

    func problem(with number: Int) -> InputProblem? {
        guard let range, !range.contains(number) else { return nil }
        return InputProblem("out_of_range", "must be \(range.lowerBound) to \(range.upperBound), is \(number)")
    }

    func problem(withLengthOf text: String) -> InputProblem? {
        guard let length else { return nil }
        let count = text.unicodeScalars.count
        guard !length.contains(count) else { return nil }
        return InputProblem(
            count < length.lowerBound ? "too_short" : "too_long",
            "must have \(length.lowerBound) to \(length.upperBound) characters, has \(count)")
    }

    func constrain(_ schema: Schema) -> Schema {
        var schema = schema
        if let range { schema.limit(to: range) }
        if let length { schema.limitLength(to: length) }
        return schema
    }
}
