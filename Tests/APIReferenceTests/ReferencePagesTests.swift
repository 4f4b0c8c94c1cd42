import Foundation
import HTTPTypes
import HummingbirdTesting
import Kernel
import NIOCore
import Souk
import TestSupport
import Testing

@testable import APIReference

/// The pages of a real shop, against the document that they are made of.
@Suite struct ReferencePagesTests {
    private struct Pages {
        let docs, redoc: String
        let document: APIDocument
    }

    private func withPages(_ body: @escaping @Sendable (Pages) throws -> Void) async throws {
        try await TestShop.with(.sqlite) { shop, client in
            let docs = try await client.execute(uri: "/docs", method: .get)
            let redoc = try await client.execute(uri: "/redoc", method: .get)
            #expect(docs.status == .ok && redoc.status == .ok)
            try body(
                Pages(
                    docs: String(buffer: docs.body), redoc: String(buffer: redoc.body),
                    document: try APIDocument(json: ShopServer.openAPI(of: shop))))
        }
    }

    @Test func `both pages have every operation and every parameter`() async throws {
        try await withPages { pages in
            let operations = pages.document.groups.flatMap(\.operations)
            #expect(operations.count > 10)
            for operation in operations {
                for page in [pages.docs, pages.redoc] {
                    let part = try #require(page.part(of: operation.id), "\(operation.id)")
                    #expect(part.contains("<code>\(operation.path)</code>"))
                    for parameter in operation.parameters {
                        #expect(part.contains("<code>\(parameter.name)</code>"), "\(operation.id) \(parameter.name)")
                    }
                }
                #expect(pages.redoc.contains("href=\"/docs#\(operation.id)\""))
                #expect(pages.docs.contains("href=\"/redoc#\(operation.id)\""))
            }
        }
    }

    @Test func `the reference has every member of every schema, and every code of an error`() async throws {
        try await withPages { pages in
            #expect(pages.document.schemas.count > 10)
            for schema in pages.document.schemas {
                let start = try #require(pages.redoc.firstRange(of: "id=\"schema-\(schema.name)\""), "\(schema.name)")
                let part = pages.redoc[start.upperBound...].components(upTo: "</section>")
                for property in schema.value["properties"]?.members ?? [] {
                    #expect(part.contains("<code>\(property.name)</code>"), "\(schema.name).\(property.name)")
                }
            }
            let answers = pages.document.groups.flatMap(\.operations).flatMap(\.answers).filter { !$0.isSuccess }
            #expect(!answers.isEmpty)
            for answer in answers {
                let codes = ErrorCatalogue.codes(answer)
                #expect(!codes.isEmpty, "\(answer.description)")
                for (code, _) in codes {
                    #expect(pages.redoc.contains("<tr id=\"\(ErrorCatalogue.anchor(code, answer.status))\">"))
                }
            }
        }
    }

    @Test func `every link within the pages leads somewhere, and no name stands twice`() async throws {
        try await withPages { pages in
            let pages = ["/docs": pages.docs, "/redoc": pages.redoc]
            for (path, page) in pages {
                let ids = page.matches(of: /\sid="([^"]*)"/).map { String($0.1) }
                #expect(Set(ids).count == ids.count, "\(path)")
                for link in page.matches(of: /href="([^"]*)#([^"]+)"/) {
                    let target = link.1.isEmpty ? page : try #require(pages[String(link.1)], "\(link.0)")
                    #expect(target.contains(" id=\"\(link.2)\""), "\(path): \(link.0)")
                }
                for label in page.matches(of: /(?:for|aria-describedby|aria-labelledby|aria-controls)="([^"]+)"/) {
                    #expect(ids.contains(String(label.1)), "\(path): \(label.0)")
                }
            }
        }
    }

    @Test func `nothing comes from elsewhere, and nothing is inline that the policy forbids`() async throws {
        try await withPages { pages in
            for page in [pages.docs, pages.redoc] {
                #expect(!page.contains(" style="))
                #expect(page.firstMatch(of: /<[a-z][^>]*\son[a-z]+=/) == nil)
                #expect(page.matches(of: /<script/).count == 1)
                #expect(page.firstMatch(of: /(?:src|<link[^>]*href)="(?:https?:)?\/\//) == nil)
                #expect(page.hasSuffix("</html>\n"))
            }
        }
    }

    @Test func `pages and files answer as the rest of the shop does`() async throws {
        try await TestShop.with(.sqlite) { _, client in
            let page = try await client.execute(uri: "/redoc", method: .get)
            let tag = try #require(page.headers[.eTag])
            let again = try await client.execute(uri: "/redoc", method: .get, headers: [.ifNoneMatch: tag])
            #expect(again.status == .notModified)
            #expect(again.body.readableBytes == 0)
            let head = try await client.execute(uri: "/docs", method: .head)
            #expect(head.status == .ok && head.body.readableBytes == 0)
            let post = try await client.execute(uri: "/docs", method: .post)
            #expect(post.status == .methodNotAllowed)
            for match in String(buffer: page.body).matches(of: /"(\/docs\/assets\/[^"]+)"/) {
                let file = try await client.execute(uri: String(match.1), method: .get)
                #expect(file.status == .ok)
                #expect(file.headers[.cacheControl]?.contains("immutable") == true)
            }
            for path in ["/docs/assets/reference.css", "/docs/assets/nothing", "/docs/nothing", "/redoc/nothing"] {
                let answer = try await client.execute(uri: path, method: .get)
                #expect(answer.status == .notFound, "\(path)")
            }
        }
    }

    @Test func `the examples of bodies have all that their schema requires, and nothing else`() async throws {
        try await withPages { pages in
            let operations = pages.document.groups.flatMap(\.operations)
            let bodies = operations.filter { $0.body?.type == "application/json" }
            #expect(bodies.count > 3)
            let files = operations.filter { $0.body?.type == "application/x-ndjson" }
            #expect(files.map { ExampleBody(document: pages.document).value(of: $0) } == [nil])
            for operation in bodies {
                let example = try #require(ExampleBody(document: pages.document).value(of: operation))
                let schema = pages.document.resolve(try #require(operation.body?.schema))
                let names = Set(try #require(example.members).map(\.name))
                #expect(!names.isEmpty)
                #expect(names.isSuperset(of: (schema["required"]?.elements ?? []).compactMap(\.text)))
                #expect(names.isSubset(of: (schema["properties"]?.members ?? []).map(\.name)))
                if operation.method == "PATCH" { #expect(names.count == 1) }
            }
        }
    }
}

extension String {
    /// What stands between the element with that id and the next one of its sort.
    fileprivate func part(of id: String) -> Substring? {
        guard let start = firstRange(of: " id=\"\(id)\"") else { return nil }
        let rest = self[start.upperBound...]
        let marks = ["<article ", "<details class=\"call\"", "</section>"]
        let ends = marks.compactMap { rest.firstRange(of: $0)?.lowerBound }
        return rest[..<(ends.min() ?? rest.endIndex)]
    }
}

extension Substring {
    fileprivate func components(upTo end: String) -> Substring {
        self[..<(firstRange(of: end)?.lowerBound ?? endIndex)]
    }
}
