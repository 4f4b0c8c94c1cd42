import Catalog
import HTTPTypes
import Hummingbird
import NIOCore
import WebSupport

/// The generated pictures of the demo catalogue. They follow from the product's external id alone.
enum DemoPictures {
    static func mount(on router: Router<ShopContext>) {
        router.readable("/demo-images/{file}") { _, context in
            guard let file = context.pathParameter("file"), file.hasSuffix(".svg"),
                let picture = DemoPicture.svg(for: String(file.dropLast(".svg".count)))
            else { throw RequestError.notFound }
            return Response(
                status: .ok,
                headers: [.contentType: "image/svg+xml", .cacheControl: "public, max-age=31536000, immutable"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: picture)))
        }
    }
}
