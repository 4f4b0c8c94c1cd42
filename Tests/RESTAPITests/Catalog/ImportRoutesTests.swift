import Blobs
import Foundation
import HTTPTypes
import HummingbirdTesting
import Jobs
import Kernel
import Logging
import NIOCore
import Persistence
import Souk
import TestSupport
import Testing

/// Files of products over HTTP, and what a worker makes of them.
@Suite(.timeLimit(.minutes(2)))
struct ImportRoutesTests {
    private static let lines = """
        {"id": "1", "name": "Kettle", "price": 20, "category": ["Kitchen"]}
        {"id": "2", "name": "Pan", "price": -1}
        {"id": "3", "name": "Pot", "price": 30, "colour": "red"}

        """
    private static let rows = "id,name,price\n1,Kettle,20.00\n2,Pan,15.50\n"
    /// The same as `gzip -9n` makes it.
    private static let compressedRows =
        "H4sIAAAAAAACA8tM0clLzE3VKSjKTE7lMtTxTi0pyUnVMTLQMzDgMtIJSMzTMTTVMzXgAgBL8MlrKQAAAA=="

    private static func headers(_ type: String, _ more: HTTPFields = [:]) -> HTTPFields {
        var headers = more
        headers[.contentType] = type
        return headers
    }

    private func work(_ shop: Shop) async throws {
        _ = try await shop.runDueJobs(logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    @Test(arguments: TestDatabase.all)
    func `a file is taken at once and imported by a worker, but for bad records`(_ kind: TestDatabase) async throws {
        try await TestShop.with(kind) { shop, client in
            let taken = try await client.send(
                .post, "/admin/imports", Self.lines, headers: Self.headers("application/x-ndjson"))
            #expect(taken.status == 202 && taken["state"]?.text == "waiting" && taken["read"] == .number("0"))
            let address = try #require(taken.headers[.location])
            #expect(address == "/api/v1/admin/imports/\(try #require(taken["id"]?.text))")
            let before = try await shop.outside.blobs.list("imports/", after: nil, limit: 10)
            #expect(before.items.map(\.length) == [Self.lines.utf8.count])
            try await work(shop)
            let done = try await client.send(.get, address)
            #expect(done["state"]?.text == "done" && done["finished_at"] != .null && done["problem"] == .null)
            let counts = ["read", "created", "updated", "unchanged", "rejected", "warnings"].map { done[$0] }
            #expect(counts == ["3", "2", "0", "0", "1", "0"].map { .number($0) })
            #expect(done["size"] == done["bytes_read"])
            let reject = try #require(done["rejects"]?.elements.first?.members)
            #expect(reject.map(\.name) == ["line", "field", "code", "message", "record"])
            #expect(reject[0].value == .number("2") && reject[1].value.text == "price")
            let list = try await client.send(.get, "/products")
            #expect(list["total"] == .number("2"))
            let after = try await shop.outside.blobs.list("imports/", after: nil, limit: 10)
            #expect(after.items.isEmpty)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a compressed file is checked only, strictly, when it is asked so`(_ kind: TestDatabase) async throws {
        try await TestShop.with(kind) { shop, client in
            let answer = try await client.execute(
                uri: "/api/v1/admin/imports?dry_run=true&strict=true", method: .post,
                headers: Self.headers(
                    "text/csv; charset=utf-8",
                    [.authorization: "Bearer \(TestShop.adminKey)", .contentEncoding: "gzip"]),
                body: ByteBuffer(bytes: try #require(Data(base64Encoded: Self.compressedRows))))
            #expect(answer.status.code == 202)
            try await work(shop)
            let list = try await client.send(.get, "/admin/imports")
            let done = try #require(list["items"]?.elements.first)
            #expect(done["state"]?.text == "done" && done["format"]?.text == "csv" && done["strict"] == .bool(true))
            #expect(done["created"] == .number("2") && done["dry_run"] == .bool(true) && done["rejects"] == nil)
            let products = try await client.send(.get, "/products")
            #expect(products["total"] == .number("0"))
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a file that cannot be read has failed, and says why`(_ kind: TestDatabase) async throws {
        try await TestShop.with(kind) { shop, client in
            let taken = try await client.send(
                .post, "/admin/imports", "colour,size\nred,2\n", headers: Self.headers("text/csv"))
            try await work(shop)
            let failed = try await client.send(.get, "/admin/imports/\(try #require(taken["id"]?.text))")
            #expect(failed["state"]?.text == "failed")
            #expect(failed["problem"]?.text?.contains("lacks") == true)
            let jobs = try await shop.jobs.list(named: "catalog.import")
            #expect(jobs.isEmpty)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `the same request twice is one import, another file under its key is refused`(
        _ kind: TestDatabase
    ) async throws {
        try await TestShop.with(kind) { shop, client in
            let headers = Self.headers("application/x-ndjson", [.idempotency: "once"])
            let first = try await client.send(.post, "/admin/imports", Self.lines, headers: headers)
            let second = try await client.send(.post, "/admin/imports", Self.lines, headers: headers)
            #expect(first.status == 202 && second.status == 202 && second.body == first.body)
            #expect(second.headers[.location] == first.headers[.location])
            let other = try await client.send(.post, "/admin/imports", Self.lines + Self.lines, headers: headers)
            #expect(other.status == 422 && other.code == "idempotency_key_reused")
            let list = try await client.send(.get, "/admin/imports")
            #expect(list["items"]?.elements.count == 1)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a file that no node has is tried five times, and then it has failed`(_ kind: TestDatabase) async throws {
        try await TestShop.with(kind) { shop, client in
            let taken = try await client.send(
                .post, "/admin/imports", Self.lines, headers: Self.headers("application/x-ndjson"))
            let id = try #require(taken["id"]?.text)
            try await shop.outside.blobs.delete(try BlobKey("imports/" + id))
            try await work(shop)
            let tried = try await client.send(.get, "/admin/imports/\(id)")
            #expect(tried["state"]?.text == "running" && tried["problem"] == .null)
            for _ in 2...5 {
                // As if the pause behind the failure were over; a short one may be.
                let past = WallClock.system.now.advanced(by: .seconds(-1))
                _ = try await shop.database.write { try $0.execute("UPDATE jobs SET due_at = \(past)") }
                try await work(shop)
            }
            let failed = try await client.send(.get, "/admin/imports/\(id)")
            #expect(failed["state"]?.text == "failed" && failed["problem"]?.text?.contains("BLOB_URL") == true)
        }
    }

    @Test func `what is no such file is refused, and nothing is kept`() async throws {
        try await TestShop.with(.sqlite) { shop, client in
            let json = try await client.send(.post, "/admin/imports", "[]")
            #expect(json.status == 415 && json["detail"]?.text?.contains("application/x-ndjson or text/csv") == true)
            let brotli = try await client.send(
                .post, "/admin/imports", Self.rows, headers: Self.headers("text/csv", [.contentEncoding: "br"]))
            #expect(brotli.status == 415 && brotli["detail"]?.text?.contains("gzip") == true)
            let large = try await client.send(
                .post, "/admin/imports", String(repeating: "\n", count: 64 << 20 | 1), headers: Self.headers("text/csv")
            )
            #expect(large.status == 413)
            let stranger = try await client.send(
                .post, "/admin/imports", Self.rows, asAdmin: false, headers: Self.headers("text/csv"))
            #expect(stranger.status == 401)
            let none = try await client.send(.get, "/admin/imports/\(ID<Void>())")
            #expect(none.status == 404 && none.code == "import_not_found")
            let list = try await client.send(.get, "/admin/imports")
            #expect(list["items"]?.elements.isEmpty == true)
            let kept = try await shop.outside.blobs.list("imports/", after: nil, limit: 10)
            #expect(kept.items.isEmpty)
        }
    }
}

extension JSONValue {
    fileprivate subscript(_ name: String) -> JSONValue? { members?.first { $0.name == name }?.value }
}

extension HTTPField.Name {
    fileprivate static let idempotency = HTTPField.Name("Idempotency-Key") ?? .accept
}
