import HTTPTypes
package import Hummingbird

/// The versions of the API that are served, each at its own address, and all of them at the address without a version
/// for clients that name one in a header.
///
/// `GET /api/products` with `X-API-Version: 1`, or `Accept: application/vnd.souk+json; version=1`, is
/// `GET /api/v1/products`. Without such a header it is 404 with a `Link` to the oldest version: an address that silently
/// means something else next year is worse than none.
package struct APIVersions: Sendable {
    private let versions: [Int: API]

    /// These versions.
    package init(_ versions: [Int: API]) {
        self.versions = versions
    }

    /// Mounts all of them.
    package func mount(on router: Router<ShopContext>) {
        for api in versions.values { api.mount(on: router) }
        let responders = versions.mapValues(\.responders)
        for path in Set(responders.values.flatMap(\.keys)) {
            let choices = responders.compactMapValues { $0[path] }
            for method in Set(choices.values.flatMap(\.keys)) {
                mount(choices.compactMapValues { $0[method] }, on: router, path, method)
            }
        }
    }

    private func mount(
        _ choices: [Int: CallbackResponder<ShopContext>], on router: Router<ShopContext>, _ path: String,
        _ method: HTTPRequest.Method
    ) {
        router.on(RouterPath("/api" + path), method: method) { request, context in
            try context.count(as: .address)
            guard let wanted = VersionHeader.of(request) else { throw RequestError.unversioned(self.oldest(request)) }
            guard let version = Int(wanted), versions[version] != nil else {
                throw RequestError.unknownVersion(wanted, known: versions.keys.sorted())
            }
            guard let responder = choices[version] else { throw RequestError.notFound }
            return try await responder.respond(to: request, context: context)
        }
    }

    /// The same address with the oldest version in it.
    private func oldest(_ request: Request) -> String {
        RequestAddress.linkable("/api/v\(versions.keys.min() ?? 1)" + request.uri.path.dropFirst("/api".count))
    }
}

/// Which version a client wants.
private enum VersionHeader {
    /// What stands in `X-API-Version`, else behind `version=` of our own media type.
    static func of(_ request: Request) -> String? {
        if let version = request.headers[.apiVersion] { return version }
        for range in (request.headers[.accept] ?? "").split(separator: ",")
        where MediaType.name(in: String(range)) == "application/vnd.souk+json" {
            for parameter in range.split(separator: ";").dropFirst() {
                let plain = parameter.filter { $0 != " " && $0 != "\"" }
                if plain.hasPrefix("version=") { return String(plain.dropFirst("version=".count)) }
            }
        }
        return nil
    }
}

extension HTTPField.Name {
    fileprivate static let apiVersion = HTTPField.Name(known: "X-API-Version")
}
