import HTTPTypes
import HummingbirdTesting
import Identity
import Kernel
import Souk
import TestSupport
import Testing

/// What admins do with accounts, over HTTP.
struct AdminRoutesTests {
    @Test(arguments: TestDatabase.all)
    func `users are searched, promoted and shut out`(kind: TestDatabase) async throws {
        try await TestShop.with(kind) { shop, client in
            let member = try await shop.member()
            let found = try await client.send(.get, "/admin/users?q=\(member.email.prefix(16))&role=customer")
            #expect(found["items"]?.elements.count == 1 && found["has_more"] == .bool(false))
            let vendor = try await client.send(.patch, "/admin/users/\(member.id)", #"{"role": "vendor"}"#)
            #expect(vendor.status == 200 && vendor["role"]?.text == "vendor")
            let shut = try await client.send(.patch, "/admin/users/\(member.id)", #"{"status": "suspended"}"#)
            #expect(shut["is_active"] == .bool(false))
            let nobody = try await client.send(.get, "/admin/users/\(ID<User>())")
            #expect(nobody.status == 404 && nobody.code == "user_not_found")
            let odd = try await client.send(.patch, "/admin/users/\(member.id)", #"{"role": "king"}"#)
            #expect(odd.status == 422 && odd.fields == ["role"])
        }
    }

    @Test func `the last admin stays one`() async throws {
        try await TestShop.with(.sqlite) { _, client in
            let admins = try await client.send(.get, "/admin/users?role=admin")
            let id = try #require(admins["items"]?.elements.first?.members?.first { $0.name == "id" }?.value.text)
            for change in [#"{"role": "customer"}"#, #"{"status": "suspended"}"#] {
                let answer = try await client.send(.patch, "/admin/users/\(id)", change)
                #expect(answer.status == 409 && answer.code == "last_admin")
            }
        }
    }

    @Test func `users and audit entries come in pages that fit together`() async throws {
        try await TestShop.with(.sqlite) { shop, client in
            for _ in 0..<4 { _ = try await shop.member() }
            for path in ["/admin/users?limit=2", "/admin/audit?limit=3"] {
                var (ids, cursor) = ([String](), "")
                repeat {
                    let page = try await client.send(.get, path + (cursor.isEmpty ? "" : "&cursor=\(cursor)"))
                    ids +=
                        page["items"]?.elements.compactMap { item in
                            item.members?.first { $0.name == "id" }?.value.text
                        } ?? []
                    cursor = page["next_cursor"]?.text ?? ""
                } while !cursor.isEmpty
                #expect(ids.count >= 5 && Set(ids).count == ids.count)
            }
        }
    }

    @Test func `the log says who did what from where, and holds no secret`() async throws {
        try await TestShop.with(.sqlite) { shop, client in
            let member = try await shop.member()
            _ = try await client.send(
                .post, "/auth/login", #"{"email": "\#(member.email)", "password": "wrong words here"}"#, asAdmin: false,
                headers: [.userAgent: "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"])
            let log = try await client.send(.get, "/admin/audit?actor=\(member.id)&action=login.failed")
            let entry = try #require(log["items"]?.elements.first)
            #expect(
                entry.members?.map(\.name) == [
                    "id", "at", "action", "actor", "subject", "address", "device", "detail",
                ])
            let device = entry.members?.first { $0.name == "device" }?.value.text
            #expect(device == "Firefox on Linux")
            let text = String(decoding: try JSONValueText.bytes(log.body), as: UTF8.self)
            #expect(!text.contains("wrong words") && !text.contains(member.token))
        }
    }
}

private enum JSONValueText {
    static func bytes(_ value: JSONValue) throws -> [UInt8] {
        var writer = JSONWriter()
        writer.value(value)
        return writer.bytes
    }
}
