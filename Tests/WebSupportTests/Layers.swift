import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Kernel
import Logging
import NIOCore

@testable import WebSupport

/// Routers with one layer or another around a few answers.
enum Layers {
    /// Runs `body` with a client of a router behind the gateway and these layers, with errors answered inside each.
    static func serve(
        _ layers: [any RouterMiddleware<ShopContext>], api: API? = nil,
        _ settings: GatewaySettings = GatewaySettings(authenticator: Things.authenticator),
        _ body: @escaping @Sendable (any TestClientProtocol) async throws -> Void
    ) async throws {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        try await Application(router: router(layers, api: api, settings), logger: logger).test(.router, body)
    }

    static func router(
        _ layers: [any RouterMiddleware<ShopContext>], api: API? = nil,
        _ settings: GatewaySettings = GatewaySettings(authenticator: Things.authenticator)
    ) -> Router<ShopContext> {
        let router = Router(context: ShopContext.self)
        let gateway = Gateway(settings) { _, _, _ in nil }
        router.add(middleware: Compression())
        router.add(middleware: gateway)
        for layer in layers {
            add(layer, to: router)
            router.add(middleware: gateway.errors)
        }
        (api ?? Things.api).mount(on: router)
        for size in [0, 10, 1399, 1400, 100_000] {
            router.readable("/text/\(size)") { _, _ in
                Response(
                    status: .ok, headers: [.contentType: "text/plain", .eTag: "\"1-a\""],
                    body: ResponseBody(byteBuffer: ByteBuffer(string: text(size))))
            }
        }
        router.readable("/page", limit: .pages) { _, _ in Response(status: .ok) }
        router.get("/huge") { _, _ in
            Response(status: .ok, body: ResponseBody(byteBuffer: ByteBuffer(repeating: 120, count: 32 << 20)))
        }
        return router
    }

    private static func add(
        _ layer: some RouterMiddleware<ShopContext>, to router: Router<ShopContext>
    ) {
        router.add(middleware: layer)
    }

    /// So many bytes, not all the same.
    static func text(_ count: Int) -> String {
        String(String(repeating: "All that is sold here is listed. ", count: count / 33 + 1).prefix(count))
    }
}
