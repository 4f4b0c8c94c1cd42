import HTTPTypes
package import Hummingbird

/// Sends who comes without TLS to the same address with it: 308, which keeps the method (RFC 9110 §15.4.9).
package struct SecureRedirect: HTTPResponder {
    /// What the responder is handed.
    package typealias Context = BasicRequestContext

    private let host: String?
    private let port: Int

    /// A redirect.
    /// - Parameters:
    ///   - host: the shop's public name, with its port if it is not 443; without it, the one that the client asked for.
    ///   - port: where TLS is served, for when there is no `host`.
    package init(host: String?, port: Int) {
        (self.host, self.port) = (host, port)
    }

    /// Answers every request the same way; 400 when nobody can say where to.
    package func respond(to request: Request, context: Context) async throws -> Response {
        guard let authority = host ?? SecureRedirect.authority(of: request.head.authority, port: port) else {
            return Response(status: .badRequest)
        }
        let query = request.uri.query.map { "?" + $0 } ?? ""
        return Response(
            status: .permanentRedirect,
            headers: [.location: RequestAddress.linkable("https://\(authority)\(request.uri.path)\(query)")])
    }

    /// What the client asked for, a name or an address, with the port of TLS; `nil` when it is neither.
    static func authority(of host: String?, port: Int) -> String? {
        let form = /([A-Za-z0-9.\-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?/
        guard let host, host.utf8.count <= 255, let name = host.wholeMatch(of: form)?.output.1 else { return nil }
        return port == 443 ? String(name) : "\(name):\(port)"
    }
}
