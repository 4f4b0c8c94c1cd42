import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import Kernel
import NIOCore
import WebSupport

/// A file that pages need besides themselves. Its name carries a hash of its content, so that caches may keep it for
/// ever and a new version has a new name.
struct Asset: Sendable {
    let name: String
    private let type: String
    private let bytes: [UInt8]

    static let stylesheet = Asset(PackageResources.shop_css, "shop", "css", type: "text/css; charset=utf-8")
    static let accountStylesheet = Asset(
        PackageResources.account_css, "account", "css", type: "text/css; charset=utf-8")
    static let script = Asset(PackageResources.shop_js, "shop", "js", type: "text/javascript; charset=utf-8")
    static let passkeyScript = Asset(
        PackageResources.passkeys_js, "passkeys", "js", type: "text/javascript; charset=utf-8")
    static let favicon = Asset(PackageResources.favicon_svg, "favicon", "svg", type: "image/svg+xml")
    static let robots = Asset(Array(robotsText.utf8), "robots", "txt", type: "text/plain; charset=utf-8")

    private static let hashed = Dictionary(
        uniqueKeysWithValues: [stylesheet, accountStylesheet, script, passkeyScript, favicon].map { ($0.name, $0) })

    /// Results are endless combinations of filters; products and categories are what search engines should read.
    private static let robotsText = """
        User-agent: *
        Disallow: /admin/
        Disallow: /api/
        Disallow: /search
        Disallow: /account
        Disallow: /saved-searches/
        Disallow: /login
        Disallow: /register
        Disallow: /*?
        Allow: /

        """

    private init(_ bytes: [UInt8], _ stem: String, _ suffix: String, type: String) {
        let hash = SHA256.hash(data: bytes).prefix(6).hexadecimal
        name = "\(stem)-\(hash).\(suffix)"
        (self.bytes, self.type) = (bytes, type)
    }

    /// Where it is.
    var url: String { "/assets/\(name)" }

    /// The file of that name, hash included.
    /// - Throws: `RequestError.notFound`.
    static func response(named name: String?) throws(RequestError) -> Response {
        guard let name, let asset = hashed[name] else { throw .notFound }
        return asset.response(cacheControl: "public, max-age=31536000, immutable")
    }

    /// The file under a name of its own, which caches ask for again after that time.
    func response(cacheFor duration: Duration) -> Response {
        response(cacheControl: "public, max-age=\(duration.components.seconds)")
    }

    private func response(cacheControl: String) -> Response {
        Response(
            status: .ok,
            // Behind a content delivery network the script is one of another site, and modules are fetched with CORS.
            headers: [.contentType: type, .cacheControl: cacheControl, .accessControlAllowOrigin: "*"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}

extension Duration {
    /// Whole days.
    static func days(_ days: Int) -> Duration { .seconds(days * 86_400) }
}
