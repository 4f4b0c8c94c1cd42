import APIReference
import Catalog
import Foundation
import HTTPTypes
package import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Identity
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
import Telemetry
import UnixSignals
package import WebSupport

/// The shop behind HTTP: its faces mounted, its services running.
package struct ShopServer: Sendable {
    private let shop: Shop
    private let logger: Logger
    private let limits: RateLimits
    private let cache: AnswerCache?
    private let draining = Draining()

    /// A server for that shop.
    package init(_ shop: Shop, logger: Logger) {
        self.shop = shop
        self.logger = logger
        limits = RateLimits(LimitRules(shop.settings.limits))
        cache = shop.settings.cache.size.map { AnswerCache(bytes: $0) }
        cache?.register(in: shop.metrics)
    }

    /// Serves until the process is told to stop, then finishes what is running.
    /// - Parameter onReady: called with the address once requests are taken.
    /// - Throws: `StartError` when the address is in use or cannot be had.
    package func run(onReady: @escaping @Sendable (String) -> Void) async throws {
        var follower = shop.follower
        follower.onChange = { [cache] in cache?.noteChange(of: "index", "*") }
        let checks = IndexChecks(shop.metrics)
        follower.onCheck = { checks.note($0) }
        SearchMetrics.register(shop)
        // With something behind it, the index is built while the shop is open already.
        let canWait = try await shop.index.position == nil ? await shop.index.hasFallback : false
        if !canWait { try await follower.start() }
        try await shop.maintenanceWatch.refresh()
        try await shop.reportSecret(to: logger)
        let settings = shop.settings
        if !settings.server.cookies.isSecure {
            logger.warning("Cookies of sessions have plain names: there is neither TLS nor an https PUBLIC_URL")
        }
        let certificates = try settings.server.tls.map { try TLSCertificates($0) }
        let reload = certificates.map { [TLSReload(certificates: $0, logger: logger)] } ?? []
        let application = listening(
            try application([follower] + services + reload, certificates, onReady), settings.server.port, "--port")
        let redirects = settings.server.redirectPort.map { [redirect(from: $0)] } ?? []
        let drain = Drain(draining, delay: settings.server.drainDelay)
        try await ShopServer.group(
            exporter + [application] + redirects + [drain], drainDelay: settings.server.drainDelay, logger: logger
        ).run()
        await shop.close()
    }

    /// The first of the services is stopped last, so that what the others did is sent as well.
    private var exporter: [any Service] {
        shop.tracing.map { [$0.exporter(shop.outside.client, logger: logger)] } ?? []
    }

    /// What runs beside the server; stopped from the last to the first.
    private var services: [any Service] {
        var services: [any Service] = [shop.maintenanceWatch, shop.searchLog]
        if shop.settings.search.fallback == .database {
            // Its answers are kept as well, as long as it answers.
            var follower = shop.fallbackFollower
            follower.onChange = { [cache] in cache?.noteChange(of: "index", "*") }
            services.append(follower)
        }
        if let listener = shop.database.listener { services.append(listener) }
        if shop.settings.jobs.workers > 0 { services.append(JobWorker(shop, logger: logger)) }
        if let cache { services.append(CacheFollower(shop.database, cache, logger: logger)) }
        return services
    }

    private func application(
        _ services: [any Service], _ certificates: TLSCertificates?, _ onReady: @escaping @Sendable (String) -> Void
    ) throws -> some Service {
        let settings = shop.settings.server
        let limits = ConnectionLimits(settings)
        let executor = { @Sendable [database = shop.database] in database.executor }
        let server: HTTPServerBuilder =
            if let certificates {
                try .tls(
                    .guarded(limits, isSecure: true, executor: executor), tlsConfiguration: certificates.configuration)
            } else { .guarded(limits, executor: executor) }
        let scheme = settings.tls == nil ? "http" : "https"
        return Application(
            responder: RequestTask(router.buildResponder()), server: server,
            configuration: ApplicationConfiguration(
                address: .hostname(settings.host, port: settings.port), backlog: ShopServer.backlog,
                availableConnectionsDelegate: .maximum(limits.connections, logger: logger)),
            services: services,
            onServerRunning: { channel in
                onReady("\(scheme)://\(settings.host):\(channel.localAddress?.port ?? settings.port)")
            }, logger: logger)
    }

    /// Shows who comes to that port without TLS the way.
    private func redirect(from port: Int) -> any Service {
        let settings = shop.settings.server
        let limits = ConnectionLimits(settings)
        let host = settings.publicURL.flatMap { URL(string: $0) }.flatMap { url in
            url.host().map { host in url.port.map { "\(host):\($0)" } ?? host }
        }
        let application = Application(
            responder: SecureRedirect(host: host, port: settings.port), server: .guarded(limits),
            configuration: ApplicationConfiguration(
                address: .hostname(settings.host, port: port),
                availableConnectionsDelegate: .maximum(limits.connections, logger: logger)),
            logger: logger)
        return listening(application, port, "SOUK_HTTP_REDIRECT_PORT")
    }

    private func listening(_ server: any Service, _ port: Int, _ setting: String) -> Listening {
        Listening(server: server, host: shop.settings.server.host, port: port, setting: setting)
    }

    /// Connections that the system holds ready while we are busy; it cuts this to its own `somaxconn`.
    private static let backlog = 4096
    /// How long requests that are running may take when the process is told to stop; then they are broken off.
    static let stopTimeout = Duration.seconds(30)

    /// Services are stopped from the last to the first.
    private static func group(_ services: [any Service], drainDelay: Duration, logger: Logger) -> ServiceGroup {
        var configuration = ServiceGroupConfiguration(
            services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        configuration.maximumGracefulShutdownDuration = stopTimeout + drainDelay
        return ServiceGroup(configuration: configuration)
    }

    /// Every layer, and every route of every face.
    package var router: Router<ShopContext> {
        let pages = pages
        let accounts = AccountPages(
            pages, shop.identity, searches: shop.savedSearches, guarding: ShopServer.formGuard(of: shop),
            cookies: shop.settings.server.cookies, limits: limits, box: shop.secrets.box)
        let router = Router(context: ShopContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: Compression())
        let gateway = Gateway(gateway, draining: draining, pages: pages.errorPage)
        router.add(middleware: gateway)
        router.add(middleware: CrossOrigin(shop.settings.server.corsOrigins))
        router.add(middleware: gateway.errors)
        router.add(middleware: limits)
        router.add(middleware: gateway.errors)
        let watch = shop.maintenanceWatch
        router.add(middleware: Maintenance(notice: { watch.notice }, pages: pages.errorPage))
        let api = api(for: SocialBrowsing(accounts))
        APIVersions([1: api]).mount(on: router)
        ShopServer.mountDocument(of: api, on: router)
        HealthRoutes(shop, draining).mount(on: router)
        MetricsRoute(shop.metrics).mount(on: router)
        KeysRoute(shop.tokens).mount(on: router)
        if shop.settings.environment != .production { DemoPictures.mount(on: router) }
        pages.mount(on: router)
        MerchantPages(
            pages, analytics: shop.analytics, merchandising: shop.merchandising,
            preview: SearchPreview(shop.search, shop.merchandising), guarding: ShopServer.formGuard(of: shop)
        ).mount(on: router)
        accounts.mount(on: router)
        return router
    }

    private var pages: ShopPages {
        let settings = shop.settings
        return ShopPages(
            search: shop.search, products: shop.products, categories: shop.categories,
            shop: ShopProfile(
                name: settings.shopName, currency: .usd, publicURL: settings.server.publicURL,
                cdnURL: settings.server.cdnURL))
    }

    private var gateway: GatewaySettings {
        var gateway = GatewaySettings(authenticator: Authenticator(shop.identity.sessions))
        gateway.cookies = shop.settings.server.cookies
        gateway.proxies = TrustedProxies(shop.settings.server.trustedProxies)
        gateway.cdn = shop.settings.server.cdnURL
        gateway.isSecure = shop.settings.server.tls != nil
        gateway.isTraced = shop.tracing != nil
        gateway.metrics = shop.metrics
        return gateway
    }

    /// The REST interface of the shop.
    private func api(for browsing: SocialBrowsing? = nil) -> API {
        API.version1(
            products: shop.products, categories: shop.categories, brands: shop.brands, imports: shop.imports,
            search: SearchDoors(shop), identity: shop.identity, browsing: browsing,
            services: APIServices(
                box: shop.secrets.box, cursors: shop.secrets.cursors, limits: limits,
                idempotency: IdempotencyStore(IdempotencyKeys(shop.database)),
                cache: cache, bodyLimit: shop.settings.server.bodyLimit, cookies: shop.settings.server.cookies,
                publicURL: shop.settings.server.publicURL))
    }

    private static func mountDocument(of api: API, on router: Router<ShopContext>) {
        let text = document(of: api)
        let document = Array(text.utf8)
        router.readable("/openapi.json") { _, _ in Response.json(document, status: .ok) }
        APIReference(document: text).mount(on: router)
    }

    /// The OpenAPI document of a shop's REST interface.
    package static func openAPI(of shop: Shop) -> String {
        document(of: ShopServer(shop, logger: Logger(label: "souk")).api())
    }

    /// What guards the forms of a shop's pages.
    package static func formGuard(of shop: Shop) -> FormGuard {
        let server = shop.settings.server
        return FormGuard(shop.secrets.box, cookies: server.cookies, publicURL: server.publicURL)
    }

    /// What the REST interface of a shop declares: for tests that must not forget any of it.
    package static func declarations(of shop: Shop) -> [Declaration] {
        ShopServer(shop, logger: Logger(label: "souk")).api().declarations
    }

    private static func document(of api: API) -> String {
        api.openAPI(title: "Souk", version: SoukVersion.text)
    }
}
