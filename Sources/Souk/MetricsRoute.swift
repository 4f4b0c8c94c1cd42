import HTTPTypes
import Hummingbird
import Identity
import Kernel
import NIOCore
import Telemetry
import WebSupport

/// `GET /metrics`, for Prometheus.
///
/// What a shop sells and how much is nobody's business: only this machine and private networks may ask, and not through
/// a proxy; anybody else needs the permission to run the shop.
struct MetricsRoute {
    private let metrics: MetricRegistry

    init(_ metrics: MetricRegistry) {
        self.metrics = metrics
    }

    func mount(on router: Router<ShopContext>) {
        router.readable("/metrics") { request, context in
            if !isNear(request, context) { try context.authorize(.runShop) }
            return Response(
                status: .ok,
                headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8", .cacheControl: "no-store"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: metrics.text)))
        }
    }

    private func isNear(_ request: Request, _ context: ShopContext) -> Bool {
        !request.isForwarded && MetricsRoute.near.contains { $0.contains(context.client) }
    }

    private static let near = ["127.0.0.0/8", "::1", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fd00::/8"]
        .compactMap { IPRange($0) }
}
