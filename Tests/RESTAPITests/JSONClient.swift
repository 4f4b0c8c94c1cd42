import HTTPTypes
import HummingbirdTesting
import Kernel
import NIOCore
import TestSupport

/// An answer with its body read as JSON.
struct JSONAnswer {
    let status: Int
    let headers: HTTPFields
    let body: JSONValue

    /// A member of the body's object, or of an object inside it: `answer["category", "name"]`.
    subscript(_ names: String...) -> JSONValue? {
        names.reduce(Optional(body)) { value, name in value?.members?.first { $0.name == name }?.value }
    }

    /// The code of a problem.
    var code: String? {
        guard case .string(let code) = self["code"] else { return nil }
        return code
    }

    /// The fields that a problem names.
    var fields: [String] {
        guard case .array(let errors) = self["errors"] else { return [] }
        return errors.compactMap { error in
            guard case .string(let field) = error.members?.first(where: { $0.name == "field" })?.value else {
                return nil
            }
            return field
        }
    }
}

extension JSONValue {
    var text: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    var elements: [JSONValue] {
        guard case .array(let elements) = self else { return [] }
        return elements
    }
}

extension TestClientProtocol {
    /// Sends a request as an admin, unless told otherwise, and reads the answer.
    func send(
        _ method: HTTPRequest.Method, _ path: String, _ body: String? = nil, asAdmin: Bool = true,
        headers: HTTPFields = [:]
    ) async throws -> JSONAnswer {
        var headers = headers
        if asAdmin { headers[.authorization] = "Bearer \(TestShop.adminKey)" }
        if body != nil, headers[.contentType] == nil { headers[.contentType] = "application/json" }
        let response = try await execute(
            uri: path.hasPrefix("/api") || path.hasPrefix("/openapi") ? path : "/api/v1" + path, method: method,
            headers: headers, body: body.map { ByteBuffer(string: $0) })
        let bytes = Array(response.body.readableBytesView)
        return JSONAnswer(
            status: response.status.code, headers: response.headers,
            body: bytes.isEmpty ? .null : try JSONValue(parsing: bytes))
    }
}
