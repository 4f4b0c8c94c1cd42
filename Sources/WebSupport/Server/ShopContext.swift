import HTTPTypes
package import Hummingbird
package import Identity
package import Kernel
package import NIOCore

/// What the layers of the server pass along with a request.
package struct ShopContext: RequestContext, RemoteAddressRequestContext, Sendable {
    /// Hummingbird's own part.
    package var coreContext: CoreRequestContextStorage
    /// Who the peer is, as the socket says.
    package let remoteAddress: SocketAddress?
    /// Who the client is, as far as the proxies in front of us may be believed.
    package var client: IPAddress
    /// Names the request in logs and answers; the client's own where it sent a sound one.
    package var requestID = ""
    /// Who is calling, and how that is known.
    package var identity = RequestIdentity.stranger
    /// What the request has been counted against; `nil` where nobody counts.
    var tally: LimitTally?
    private let channel: any Channel

    /// The context of a new request.
    package init(source: Source) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
        remoteAddress = channel.remoteAddress
        client = IPAddress(remoteAddress)
    }
}

extension ShopContext {
    /// Who is calling.
    package var caller: Caller { identity.caller }

    /// Sees to it that the caller is allowed that.
    /// - Throws: 401 for strangers and for credentials that prove nothing, 403 for those who are known.
    package func authorize(_ permission: Permission) throws {
        if let refusal = identity.refusal { throw refusal }
        if let refusal = caller.refusal(of: permission) { throw refusal }
    }

    /// Says that the body of the request is about to be read, to a client that waits for that (`Expect: 100-continue`).
    package func askForBody(of request: Request) {
        guard let expected = request.headers[.expect], expected.lowercased() == "100-continue" else { return }
        channel.triggerUserOutboundEvent(BodyWanted(), promise: nil)
    }

    /// A parameter of the path, its escapes resolved; `nil` when they are broken.
    package func pathParameter(_ name: String) -> String? {
        parameters.get(name).flatMap { PercentEncoding.decode($0, plusIsSpace: false) }
    }
}

extension Caller {
    /// Why it is refused what needs a permission; `nil` where it may.
    func refusal(of permission: Permission) -> RequestError? {
        if may(permission) { return nil }
        if self == .anonymous { return .unauthenticated }
        return permission == .signedIn ? .accountNeeded : .forbidden
    }
}
