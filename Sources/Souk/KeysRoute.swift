import HTTPTypes
import Hummingbird
import Identity
import NIOCore
import WebSupport

/// `GET /.well-known/jwks.json`: the public keys by which others check our access tokens (RFC 7517 §5).
struct KeysRoute {
    private let tokens: AccessTokens

    init(_ tokens: AccessTokens) {
        self.tokens = tokens
    }

    /// May be kept for five minutes: a new key signs no sooner than it is shown.
    func mount(on router: Router<ShopContext>) {
        router.readable("/.well-known/jwks.json") { _, _ in
            Response(
                status: .ok,
                headers: [.contentType: "application/jwk-set+json", .cacheControl: "public, max-age=300"],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: try await tokens.jwks())))
        }
    }
}
