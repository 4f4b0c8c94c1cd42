import Crypto
import Foundation
import HTTPTypes
package import Hummingbird
import Kernel
import NIOCore
package import WebSupport

/// The pages about the API for people: `/redoc` to read, `/docs` to try it out.
///
/// Both are made on the server from the OpenAPI document, so they work without JavaScript, print, and are searched by
/// the browser; the script adds the filter, the sending and the opening of schemas in place.
///
/// ```swift
/// APIReference(document: openAPI).mount(on: router)
/// ```
package struct APIReference: Sendable {
    private let pages: ReferencePages

    /// The pages of that OpenAPI 3.1 document. They are made when somebody asks for them first.
    package init(document: String) {
        pages = ReferencePages(json: document)
    }

    /// Mounts the pages and their files.
    package func mount(on router: Router<ShopContext>) {
        serve("/docs", on: router) { request, _ in try await pages.docs.response(to: request) }
        serve("/redoc", on: router) { request, _ in try await pages.redoc.response(to: request) }
        serve("/docs/assets/{name}", on: router) { _, context in
            try ReferenceAsset.response(named: context.pathParameter("name"))
        }
    }

    /// `GET` and `HEAD`; the other methods are refused by name.
    private func serve(
        _ path: RouterPath, on router: Router<ShopContext>,
        _ handler: @escaping @Sendable (Request, ShopContext) async throws -> Response
    ) {
        router.get(path, use: handler)
        router.head(path) { try await handler($0, $1).createHeadResponse() }
        for method in [HTTPRequest.Method.post, .put, .patch, .delete] {
            router.on(path, method: method) { _, _ -> Response in
                throw RequestError.methodNotAllowed(["GET", "HEAD"])
            }
        }
    }
}

/// The pages once they were made: a start should not wait for them.
private actor ReferencePages {
    private let json: String
    private var made: (docs: ReferencePage, redoc: ReferencePage)?

    init(json: String) {
        self.json = json
    }

    var docs: ReferencePage { get throws { try pages.docs } }
    var redoc: ReferencePage { get throws { try pages.redoc } }

    private var pages: (docs: ReferencePage, redoc: ReferencePage) {
        get throws {
            if let made { return made }
            let document = try APIDocument(json: json)
            let pages = (
                docs: ReferencePage(TryingPage(document).html), redoc: ReferencePage(ReadingPage(document).html)
            )
            made = pages
            return pages
        }
    }
}

/// A page that does not change while the process runs.
private struct ReferencePage: Sendable {
    private let bytes: ByteBuffer
    private let tag: String

    init(_ html: HTML) {
        bytes = ByteBuffer(string: html.markup)
        tag = "\"\(SHA256.hash(data: Data(html.markup.utf8)).prefix(12).hexadecimal)\""
    }

    /// The page, or nothing when the caller has it already.
    func response(to request: Request) -> Response {
        let headers: HTTPFields = [
            .contentType: "text/html; charset=utf-8", .cacheControl: "public, max-age=60", .eTag: tag,
        ]
        guard request.headers[.ifNoneMatch] != tag else { return Response(status: .notModified, headers: headers) }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: bytes))
    }
}
