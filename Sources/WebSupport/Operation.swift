import HTTPTypes
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
    let method: Method
    private(set) var path: String
    let alias: String?
    let summary: String
    let description: String
    let tag: Tag
    let permission: Permission
    let errors: [any DomainError]
    let bodyLimit: Int
    let limit: LimitName?
    let caching: Caching?
    let deprecation: Deprecation?

    /// A place in the API.
    /// - Parameters:
    ///   - path: below `/api/v1`, with parameters in braces: `/products/{product}`.
    ///   - alias: a second address of the same operation.
    ///   - summary: a few words in the imperative.
    ///   - description: whatever a client should know that the fields do not say; CommonMark.
    ///   - permission: what the caller must be allowed.
    ///   - errors: an example of each error that it may answer, beyond those that every operation may.
    ///   - bodyLimit: the most bytes that a body may have; 413 above.
    ///   - limit: a rate limit of its own, beside the one of the whole API.
    ///   - caching: how long an answer to an anonymous reader may be kept in memory; without it, not at all.
    ///   - deprecation: when it is going to end.
    package init(
        _ method: Method, _ path: String, alias: String? = nil, _ summary: String,
        description: String = "", tag: Tag, permission: Permission = .anyone, errors: [any DomainError] = [],
        bodyLimit: Int = 1 << 20, limit: LimitName? = nil, caching: Caching? = nil, deprecation: Deprecation? = nil
    ) {
        (self.method, self.path, self.alias) = (method, path, alias)
        (self.summary, self.description) = (summary, description)
        (self.tag, self.permission, self.errors, self.bodyLimit) = (tag, permission, errors, bodyLimit)
        (self.limit, self.caching, self.deprecation) = (limit, caching, deprecation)
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

/// What a caller must be allowed to do something. Declared with the operation, checked in one place.
package enum Permission: String, Sendable, CaseIterable {
    /// No account is needed.
    case anyone
    /// Changing products, categories and stock, and seeing drafts.
    case manageCatalog = "catalog:write"
    /// Tuning search and reading what shoppers look for.
    case manageSearch = "search:write"
}

/// Who is calling. Until accounts exist there are two: the operator, who holds the key of the shop, and everybody else.
package enum Caller: Sendable, Equatable {
    /// Nobody we know.
    case anonymous
    /// The holder of the shop's key.
    case shopOperator

    /// Whether the caller is allowed that.
    package func may(_ permission: Permission) -> Bool {
        permission == .anyone || self == .shopOperator
    }
}

/// What an operation knows about the call besides its own input.
package struct Call: Sendable {
    /// Who is calling.
    package let caller: Caller
    /// Names the call in logs and answers.
    package let requestID: String
    /// Signs and checks the cursors of feeds.
    package let cursors: CursorSigner
    /// The version that `If-Match` insists on.
    package let ifMatch: IfMatch
    /// Where the request was sent to.
    package let address: RequestAddress
    /// The right to carry it out, when it came with an idempotency key.
    var claim: IdempotencyClaim?

    /// Insists on a permission that only some uses of an operation need; the others are declared with it.
    /// - Throws: `RequestError.unauthenticated`, `.forbidden`.
    package func require(_ permission: Permission) throws(RequestError) {
        guard !caller.may(permission) else { return }
        throw caller == .anonymous ? .unauthenticated : .forbidden
    }

    /// What the use case keeps with its change when the request came with an idempotency key: the answer that `make`
    /// gives about what it made. `nil` without a key.
    package func receipt<Value, Output: OperationOutput>(
        _ make: @escaping @Sendable (Value) -> Output
    ) -> Receipt<Value>? {
        claim.map { claim in Receipt(claim) { make($0).rendered(at: address).stored } }
    }
}

/// The header `If-Match` (RFC 9110 §13.1.1), as far as our entity tags go: they begin with the version.
package enum IfMatch: Sendable, Equatable {
    /// No such header, or `*`.
    case anything
    /// One of our tags, and the version in it.
    case version(Int)
    /// A tag that we never gave out: nothing matches it.
    case nothing

    init(_ header: String?) {
        guard let header, header != "*" else {
            self = .anything
            return
        }
        let tags = header.split(separator: ",").map { String($0.drop { $0 == " " }) }
        self = tags.lazy.compactMap(EntityTag.version).first.map { .version($0) } ?? .nothing
    }

    /// The version that a write must find, taken from the header, else from the body.
    /// `-1`, which no row has, when the header names a tag that was never ours.
    package func version(orBody version: Int?) -> Int? {
        switch self {
        case .anything: version
        case .version(let version): version
        case .nothing: -1
        }
    }
}
