import HTTPTypes
package import Hummingbird
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
    /// Who is calling.
    package var caller = Caller.anonymous
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
