import HTTPTypes
import HummingbirdTesting
import Kernel
import NIOCore
import TestSupport
import Testing

/// The OpenAPI document against the routes that are served.
struct DocumentTests {
    @Test func `every documented operation is served, and every method that is not is refused`() async throws {
        try await TestShop.with(.sqlite) { _, client in
            let document = try await client.send(.get, "/openapi.json")
            #expect(document["openapi"]?.text == "3.1.0")
            let paths = try #require(document["paths"]?.members)
            #expect(paths.count > 10)
            for path in paths {
                let address = path.name.replacing("{product}", with: "nothing").replacing("{category}", with: "nothing")
                let methods = Set(path.value.members?.map { $0.name.uppercased() } ?? [])
                for method in ["GET", "POST", "PUT", "PATCH", "DELETE"] {
                    let name = try #require(HTTPRequest.Method(method))
                    let answer = try await client.send(
                        name, address, method == "GET" || method == "DELETE" ? nil : "{}")
                    #expect(
                        (answer.status != 405) == methods.contains(method), "\(method) \(path.name): \(answer.status)")
                }
            }
        }
    }

    @Test func `a HEAD gets no body, whatever comes of it`() async throws {
        try await TestShop.with(.sqlite) { _, client in
            for (path, status) in [
                ("/healthz", 200), ("/openapi.json", 200), ("/api/v1/products", 200), ("/api/v1/products/none", 404),
                ("/nowhere", 404),
            ] {
                let answer = try await client.execute(uri: path, method: .head)
                #expect(answer.status.code == status, "\(path)")
                #expect(answer.body.readableBytes == 0, "\(path)")
            }
        }
    }

    @Test func `every reference in the document leads somewhere`() async throws {
        try await TestShop.with(.sqlite) { _, client in
            let document = try await client.send(.get, "/openapi.json")
            let schemas = Set(document["components", "schemas"]?.members?.map(\.name) ?? [])
            let references = document.body.references
            #expect(!references.isEmpty)
            #expect(references.isSubset(of: schemas))
        }
    }
}

extension JSONValue {
    /// The names of all schemas that are referred to anywhere inside.
    fileprivate var references: Set<String> {
        switch self {
        case .array(let elements): elements.reduce(into: []) { $0.formUnion($1.references) }
        case .object(let members):
            members.reduce(into: []) { names, member in
                if member.name == "$ref", let text = member.value.text {
                    names.insert(text.replacing("#/components/schemas/", with: ""))
                }
                names.formUnion(member.value.references)
            }
        default: []
        }
    }
}
