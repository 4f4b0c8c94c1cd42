import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import Kernel
import NIOCore
import WebSupport

/// The style and the script of the pages. A name carries a hash of the content, so that caches may keep it for ever.
struct ReferenceAsset: Sendable {
    let name: String
    private let type: String
    private let bytes: [UInt8]

    static let stylesheet = ReferenceAsset(PackageResources.reference_css, "css", type: "text/css; charset=utf-8")
    static let script = ReferenceAsset(PackageResources.reference_js, "js", type: "text/javascript; charset=utf-8")

    private init(_ bytes: [UInt8], _ suffix: String, type: String) {
        name = "reference-\(SHA256.hash(data: bytes).prefix(6).hexadecimal).\(suffix)"
        (self.bytes, self.type) = (bytes, type)
    }

    /// Where it is.
    var url: String { "/docs/assets/\(name)" }

    /// The file of that name, hash included.
    /// - Throws: `RequestError.notFound`.
    static func response(named name: String?) throws(RequestError) -> Response {
        guard let asset = [stylesheet, script].first(where: { $0.name == name }) else { throw .notFound }
        return Response(
            status: .ok,
            headers: [.contentType: asset.type, .cacheControl: "public, max-age=31536000, immutable"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: asset.bytes)))
    }
}
