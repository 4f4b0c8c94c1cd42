import HTTPTypes
package import Identity
package import Kernel

/// One thing that clients can do over HTTP: what it takes, what it does, what it answers.
///
/// The stored properties are the request, each declared once with its type, its limits and its documentation; `answer`
/// is the handler. Serving, validation and the OpenAPI document all come from this one declaration.
///
/// ```swift
/// struct ReadProduct: Operation {
///     static let declaration = Declaration(.get, "/products/{product}", "Read a product", tag: .products,
///                                          errors: [CatalogError.productNotFound])
///
///     @Path("The product's id or slug.") var product: String
///
///     func answer(_ products: Products, _ call: Call) async throws -> Reply<ProductAnswer> {
///         .ok(ProductAnswer(try await products.read(ProductAddress(product))))
///     }
/// }
/// ```
package protocol Operation: Decodable, Sendable {
    /// The use cases that it calls.
    associatedtype Door: Sendable
    /// What it answers: `Reply<SomeAnswer>`, `NoContent`.
    associatedtype Output: OperationOutput

    /// Its place in the API and in its documentation.
    static var declaration: Declaration { get }

    /// The request before it is filled in; the compiler writes this.
    init()

    /// Decodes nothing: the input is all there. Makes one call and says what to answer.
    func answer(_ door: Door, _ call: Call) async throws -> Output
}

/// Where an operation stands in the API, and what its documentation says about it.
package struct Declaration: Sendable {
    /// What it does to the thing at its address.
    package let method: Method
    /// Its address below the version, with parameters in braces.
    package private(set) var path: String
    let alias: String?
    let summary: String
    let description: String
    let tag: Tag
    /// What the caller must be allowed.
    package let permission: Permission
    let errors: [any DomainError]
    let bodyLimit: Int?
    let limit: LimitName?
    let isCountedLater: Bool
    let caching: Caching?
    let deprecation: Deprecation?
    let answersSecrets: Bool

    /// A place in the API.
    /// - Parameters:
    ///   - path: below `/api/v1`, with parameters in braces: `/products/{product}`.
    ///   - alias: a second address of the same operation.
    ///   - summary: a few words in the imperative.
    ///   - description: whatever a client should know that the fields do not say; CommonMark.
    ///   - permission: what the caller must be allowed.
    ///   - errors: an example of each error that it may answer, beyond those that every operation may.
    ///   - bodyLimit: the most bytes that a body may have, 413 above; by default that of all operations.
    ///   - limit: a rate limit of its own, beside the one of the whole API.
    ///   - isCountedLater: whether the handler counts against that limit, since only it finds out who is to be counted
    ///     (`Call.countLogin`).
    ///   - caching: how long an answer to an anonymous reader may be kept in memory; without it, not at all.
    ///   - deprecation: when it is going to end.
    ///   - answersSecrets: whether answers hold what nobody else may see: they are kept nowhere.
    package init(
        _ method: Method, _ path: String, alias: String? = nil, _ summary: String,
        description: String = "", tag: Tag, permission: Permission = .anyone, errors: [any DomainError] = [],
        bodyLimit: Int? = nil, limit: LimitName? = nil, isCountedLater: Bool = false, caching: Caching? = nil,
        deprecation: Deprecation? = nil, answersSecrets: Bool = false
    ) {
        (self.method, self.path, self.alias) = (method, path, alias)
        (self.summary, self.description) = (summary, description)
        (self.tag, self.permission, self.errors, self.bodyLimit) = (tag, permission, errors, bodyLimit)
        (self.limit, self.caching, self.deprecation) = (limit, caching, deprecation)
        (self.isCountedLater, self.answersSecrets) = (isCountedLater, answersSecrets)
    }

    /// The same operation at its second address.
    var atAlias: Declaration? {
        guard let alias else { return nil }
        var declaration = self
        declaration.path = alias
        return declaration
    }
}

/// What an operation does to the thing at its address (RFC 9110 §9).
package enum Method: String, Sendable {
    /// Reads it.
    case get = "GET"
    /// Makes something below it, or does something with it.
    case post = "POST"
    /// Puts a whole new state in its place.
    case put = "PUT"
    /// Changes parts of it.
    case patch = "PATCH"
    /// Removes it.
    case delete = "DELETE"

    /// The same in the words of the HTTP library.
    var http: HTTPRequest.Method {
        switch self {
        case .get: .get
        case .post: .post
        case .put: .put
        case .patch: .patch
        case .delete: .delete
        }
    }
}

/// A chapter of the API's documentation.
package struct Tag: Hashable, Sendable {
    let name: String
    let description: String

    /// A chapter of that name.
    package init(_ name: String, _ description: String) {
        self.name = name
        self.description = description
    }
}
