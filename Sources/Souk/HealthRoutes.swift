import HTTPTypes
import Hummingbird
import Kernel
import Persistence
import Search
import WebSupport

/// What those who watch the process ask it.
struct HealthRoutes {
    private let shop: Shop
    private let draining: Draining

    init(_ shop: Shop, _ draining: Draining) {
        (self.shop, self.draining) = (shop, draining)
    }

    func mount(on router: Router<ShopContext>) {
        router.readable("/healthz") { _, _ in Response.json(Array(#"{"status":"ok"}"#.utf8), status: .ok) }
        router.readable("/readyz") { _, _ in await ready() }
        router.readable("/version") { _, _ in
            var json = JSONWriter()
            json.object { $0.member("version", SoukVersion.text) }
            return Response.json(json.bytes, status: .ok)
        }
    }

    /// Asks each part and says how long it took; 503 when one that is needed does not answer.
    private func ready() async -> Response {
        let checks = [
            await check("database") { try await shop.database.read { try $0.value("SELECT 1", as: Int.self) } == 1 },
            // Another souk may have taken it down meanwhile. One that took it up is the next version, which is being rolled
            // out; its steps leave what we read as it is, and the old nodes serve until the new ones do.
            await check("schema") {
                try await shop.database.read { try $0.schemaVersion() } >= Shop.migrations.count
            },
            await check("search") { try await shop.index.productCount >= 0 },
        ]
        let isReady = checks.allSatisfy(\.isUp) && !draining.hasBegun
        var json = JSONWriter()
        json.object { object in
            object.member("status", isReady ? "ready" : "not ready")
            object.name("checks")
            object.object { parts in
                for check in checks {
                    parts.key(check.name)
                    parts.object { part in
                        part.member("status", check.isUp ? "up" : "down")
                        part.name("latency_ms")
                        part.raw(check.latency.milliseconds)
                    }
                }
            }
        }
        return Response.json(json.bytes, status: isReady ? .ok : .serviceUnavailable)
    }

    private struct Check {
        let name: String
        let isUp: Bool
        let latency: Duration
    }

    private func check(_ name: String, _ body: () async throws -> Bool) async -> Check {
        let start = ContinuousClock.now
        let isUp = (try? await body()) == true
        return Check(name: name, isUp: isUp, latency: ContinuousClock.now - start)
    }
}
