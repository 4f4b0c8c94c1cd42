import Foundation
import FoundationNetworking
import Testing

/// Answers that a server keeps in memory.
@Suite(.timeLimit(.minutes(5)))
struct FreshnessTests {
    private struct Product: Decodable {
        let id: String
        let name: String
    }

    private struct List: Decodable { let items: [Product] }

    private static func send(
        _ method: String, _ address: String, _ body: String? = nil, key: String? = nil
    ) async throws -> (status: Int, data: Data) {
        var request = URLRequest(url: try #require(URL(string: address)), timeoutInterval: 10)
        request.httpMethod = method
        request.cachePolicy = .reloadIgnoringLocalCacheData
        request.httpBody = body.map { Data($0.utf8) }
        if body != nil { request.setValue("application/json", forHTTPHeaderField: "Content-Type") }
        if let key { request.setValue("Bearer \(key)", forHTTPHeaderField: "Authorization") }
        let (data, response) = try await URLSession.shared.data(for: request)
        return ((response as? HTTPURLResponse)?.statusCode ?? 0, data)
    }

    /// Every reader after a write sees it, though nearly all the others are answered from memory.
    @Test func `who writes and then reads finds what was written`() async throws {
        try await SoukBinary.withData { data in
            let key = try SoukBinary.makeAdmin(data: data)
            let server = try ChildProcess(
                SoukBinary.url, ["serve", "--port", "0", "--data", data],
                environment: ["SOUK_LIMIT_USER": "off", "SOUK_LIMIT_ADDRESS": "off"])
            let api = "http://" + (try await server.output(after: "listening on http://")) + "/api/v1"
            let made = try await Self.send(
                "POST", api + "/products", #"{"name": "Sofa", "price": 1}"#, key: key)
            let product = api + "/products/" + (try JSONDecoder().decode(Product.self, from: made.data).id)
            _ = try await Self.send("POST", product + "/publish", key: key)
            for number in 0..<60 {
                let name = "Sofa \(number)"
                let changed = try await Self.send("PATCH", product, #"{"name": "\#(name)"}"#, key: key)
                #expect(changed.status == 200)
                for _ in 0..<3 {
                    let shown = try await Self.send("GET", product)
                    #expect(try JSONDecoder().decode(Product.self, from: shown.data).name == name)
                    let listed = try await Self.send("GET", api + "/products")
                    #expect(try JSONDecoder().decode(List.self, from: listed.data).items.map(\.name) == [name])
                }
            }
            _ = try await Self.send("DELETE", product, key: key)
            let gone = try await Self.send("GET", product)
            #expect(gone.status == 404)
            let metrics = try await Self.send("GET", api.replacing("/api/v1", with: "/metrics"))
            let hits = String(decoding: metrics.data, as: UTF8.self).firstMatch(
                of: /souk_answer_cache_hits_total ([0-9.]+)/)
            #expect(try Double(#require(hits).output.1) ?? 0 > 60)
            server.stop()
        }
    }
}
