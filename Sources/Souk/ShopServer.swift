import Catalog
import Foundation
import HTTPTypes
package import Hummingbird
import HummingbirdCore
import Jobs
import Kernel
package import Logging
import NIOCore
import NIOPosix
import Persistence
import RESTAPI
import Search
import ServiceLifecycle
import Storefront
import UnixSignals
package import WebSupport

/// The shop behind HTTP: its faces mounted, its services running.
package struct ShopServer: Sendable {
    private let shop: Shop
    private let logger: Logger

    /// A server for that shop.
    package init(_ shop: Shop, logger: Logger) {
        self.shop = shop
        self.logger = logger
    }

    /// Serves until the process is told to stop, then finishes what is running.
    /// - Parameter onReady: called with the address once requests are taken.
    /// - Throws: `StartError` when the address is in use or cannot be had.
    package func run(onReady: @escaping @Sendable (String) -> Void) async throws {
        try await shop.follower.start()
        let settings = shop.settings
        let application = Application(
            router: router,
            server: .http1(configuration: HTTP1Channel.Configuration(idleTimeout: ShopServer.idleTimeout)),
            configuration: ApplicationConfiguration(address: .hostname(settings.host, port: settings.port)),
            services: [shop.follower, JobWorker(shop, logger: logger)],
            onServerRunning: { channel in
                onReady("http://\(settings.host):\(channel.localAddress?.port ?? settings.port)")
            }, logger: logger)
        do {
            try await ShopServer.group(of: application, logger: logger).run()
        } catch let error as IOError {
            throw StartError(ShopServer.explain(error, settings))
        } catch let error as NIOConnectionError {
            throw StartError("The address \(settings.host) is not one of this machine: \(error)")
        }
        await shop.database.close()
    }

    /// How long a connection may keep us waiting for the rest of a request, or for the next one.
    private static let idleTimeout = TimeAmount.seconds(60)
    /// How long requests that are running may take when the process is told to stop; then they are broken off.
    static let stopTimeout = Duration.seconds(30)

    private static func group(of application: some Service, logger: Logger) -> ServiceGroup {
        var configuration = ServiceGroupConfiguration(
            services: [application], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        configuration.maximumGracefulShutdownDuration = stopTimeout
        return ServiceGroup(configuration: configuration)
    }

    private static func explain(_ error: IOError, _ settings: Settings) -> String {
        let address = "\(settings.host):\(settings.port)"
        return switch error.errnoCode {
        case EADDRINUSE: "The address \(address) is in use. Stop what listens there, or choose another --port."
        case EACCES: "This user may not listen on \(address). Ports below 1024 need rights; choose another --port."
        case EADDRNOTAVAIL: "The address \(settings.host) is not one of this machine. Choose another --host."
        default: "Cannot listen on \(address): \(error)"
        }
    }

    /// Every route of every face.
    package var router: Router<ShopContext> {
        let pages = ShopPages(
            search: shop.search, products: shop.products, categories: shop.categories,
            shop: ShopProfile(name: shop.settings.shopName, currency: .usd, publicURL: nil))
        let router = Router(context: ShopContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: Gateway(operatorKey: OperatorKey(shop.secrets.operatorKey), pages: pages.errorPage))
        let api = ShopServer.api(shop)
        api.mount(on: router)
        ShopServer.mountDocument(of: api, on: router)
        HealthRoutes(shop).mount(on: router)
        DemoPictures.mount(on: router)
        pages.mount(on: router)
        return router
    }

    /// The REST interface of a shop.
    static func api(_ shop: Shop) -> API {
        API.version1(
            products: shop.products, categories: shop.categories, brands: shop.brands, search: shop.search,
            cursors: shop.secrets.cursors)
    }

    private static func mountDocument(of api: API, on router: Router<ShopContext>) {
        let document = Array(document(of: api).utf8)
        router.get("/openapi.json") { _, _ in Response.json(document, status: .ok) }
    }

    /// The OpenAPI document of a shop's REST interface.
    package static func openAPI(of shop: Shop) -> String {
        document(of: api(shop))
    }

    private static func document(of api: API) -> String {
        api.openAPI(title: "Souk", version: SoukVersion.text)
    }
}

/// The version of this binary.
package enum SoukVersion {
    /// By semver.org; the change log says what is in it.
    package static let text = "0.1.0"
}
