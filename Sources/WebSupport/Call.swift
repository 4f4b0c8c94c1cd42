import HTTPTypes
import Hummingbird
package import Identity
package import Kernel

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
    /// Where it came from, as far as the proxies in front of us may be believed.
    package let client: IPAddress
    /// What the client calls itself, cut to 400 characters.
    package let userAgent: String?
    /// The proof that somebody signed in on this device before: the header `X-Device-Token`, or the cookie.
    package let deviceToken: String?
    /// What a browser keeps while it is away at another provider.
    package let ceremony: String?
    /// How cookies are named and set.
    package let cookies: CookieRules
    /// The right to carry it out, when it came with an idempotency key.
    var claim: IdempotencyClaim?
    private let context: ShopContext

    init(_ request: Request, _ context: ShopContext, _ services: APIServices) {
        self.context = context
        (caller, requestID, client) = (context.caller, context.requestID, context.client)
        (cursors, cookies) = (services.cursors, services.cookies)
        ifMatch = IfMatch(of: request)
        address = RequestAddress(path: request.uri.path, query: request.uri.query ?? "")
        userAgent = request.headers[.userAgent].map { String($0.prefix(400)) }
        let device = request.headers[.deviceToken] ?? cookies.value(of: .device, in: request.headers)
        deviceToken = device.flatMap { $0.utf8.count <= 4096 ? $0 : nil }
        ceremony = cookies.value(of: .ceremony, in: request.headers)
    }

    /// Insists on a permission that only some uses of an operation need; the others are declared with it.
    /// - Throws: `RequestError.unauthenticated`, `.forbidden`.
    package func require(_ permission: Permission) throws(RequestError) {
        if let refusal = caller.refusal(of: permission) { throw refusal }
    }

    /// Counts a try to sign in, for an operation that is counted later.
    /// - Parameter device: the one that it comes from, if that has signed into the account before.
    /// - Throws: `RequestError.rateLimited`.
    package func countLogin(from device: KnownDevice?) throws(RequestError) { try context.countLogin(from: device) }

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

    /// What a request insists on. A change or removal that wants nothing to be there (`If-None-Match: *`, §13.1.2) fits
    /// nothing that it finds.
    init(of request: Request) {
        let isOfOne = request.method == .patch || request.method == .delete
        self = isOfOne && request.headers[.ifNoneMatch] == "*" ? .nothing : IfMatch(request.headers[.ifMatch])
    }

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
