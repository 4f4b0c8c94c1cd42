import Foundation
import FoundationNetworking
import Testing

/// A running server: what it says, how it starts and stops, and what a second process does to it.
struct ServerTests {
    @Test func `a product that a second process imports is found by the running server`() async throws {
        try await SoukBinary.withData { data in
            let server = try ChildProcess(SoukBinary.url, ["serve", "--port", "0", "--data", data])
            let address = "http://" + (try await server.output(after: "listening on http://"))
            let before = try await Self.get(address + "/api/v1/products/search?q=periscope")
            #expect(before.contains(#""total":0"#))
            let line = #"{"id": "1", "name": "Brass periscope", "price": 80}"#
            let taken = try SoukBinary.run(["import", "-", "--data", data], input: line)
            #expect(taken.status == 0)
            // The promise is one second; the test waits for the event, however slow the machine is.
            while try await !Self.get(address + "/api/v1/products/search?q=periscope").contains(#""total":1"#) {}
            server.stop()
        }
    }

    @Test func `a port in use is said so`() async throws {
        try await SoukBinary.withData { data in
            let server = try ChildProcess(SoukBinary.url, ["serve", "--port", "0", "--data", data])
            let address = try await server.output(after: "listening on http://")
            let port = String(address.split(separator: ":")[1])
            try await SoukBinary.withData { other in
                let second = try SoukBinary.run(["serve", "--port", port, "--data", other])
                #expect(second.status == 1)
                #expect(second.errors.contains("is in use") && second.errors.contains("--port"))
            }
            server.stop()
        }
    }

    @Test func `a host that is not known is said so`() async throws {
        try await SoukBinary.withData { data in
            let outcome = try SoukBinary.run(["serve", "--host", "nowhere.invalid", "--port", "0", "--data", data])
            #expect(outcome.status == 1 && outcome.errors.contains("The host nowhere.invalid cannot be resolved"))
        }
    }

    @Test func `a server that is told to stop finishes with status 0 and starts again from its snapshot`() async throws
    {
        try await SoukBinary.withData { data in
            _ = try SoukBinary.run(["demo", "--products", "50", "--data", data])
            for _ in 1...2 {
                let server = try ChildProcess(SoukBinary.url, ["serve", "--port", "0", "--data", data])
                let address = "http://" + (try await server.output(after: "listening on http://"))
                let ready = try await Self.get(address + "/readyz")
                #expect(ready.contains(#""status":"ready""#))
                let all = try await Self.get(address + "/api/v1/products/search?page_size=1")
                #expect(all.contains(#""total":50"#))
                #expect(server.stop() == 0)
            }
            #expect(FileManager.default.fileExists(atPath: data + "/search.index"))
        }
    }

    private static func get(_ address: String) async throws -> String {
        let url = try #require(URL(string: address))
        return String(decoding: try await URLSession.shared.data(from: url).0, as: UTF8.self)
    }
}
