import HTTPTypes
import Identity
import Kernel

/// One operation in the OpenAPI document.
struct OpenAPIOperation {
    let route: API.Route

    func write(to writer: inout JSONWriter) {
        writer.object { operation in
            operation.member("operationId", route.name.prefix(1).lowercased() + route.name.dropFirst())
            operation.member("summary", route.declaration.summary)
            if !route.declaration.description.isEmpty {
                operation.member("description", route.declaration.description)
            }
            if route.deprecation != nil { operation.member("deprecated", true) }
            operation.name("tags")
            operation.array { $0.value(route.declaration.tag.name) }
            writeSecurity(to: &operation)
            writeParameters(to: &operation)
            writeBody(to: &operation)
            operation.name("responses")
            operation.object { responses in
                writeSuccess(to: &responses)
                for status in route.otherStatuses {
                    responses.key(String(status.code))
                    responses.object { $0.member("description", status.reasonPhrase) }
                }
                writeErrors(to: &responses)
            }
        }
    }

    private func writeSecurity(to operation: inout JSONWriter) {
        guard route.declaration.permission != .anyone else { return }
        operation.name("security")
        operation.array(SecurityScheme.proving(route.declaration.permission)) { array, scheme in
            array.object { object in
                object.key(scheme.rawValue)
                object.array { _ in }
            }
        }
    }

    private func writeParameters(to operation: inout JSONWriter) {
        let parameters = route.layout.entries.filter { $0.location != .body && $0.location != .file }
        let headers = HeaderParameter.all(of: route)
        guard !parameters.isEmpty || !headers.isEmpty else { return }
        operation.name("parameters")
        operation.array { array in
            for entry in parameters {
                array.object { write(entry.name, entry.field.definition, to: &$0) }
            }
            for header in headers {
                array.object { header.write(to: &$0) }
            }
        }
    }

    private func write(_ name: String, _ definition: InputDefinition, to parameter: inout JSONWriter) {
        parameter.member("name", name)
        parameter.member("in", definition.location == .path ? "path" : "query")
        parameter.member("description", definition.description)
        parameter.member("required", definition.isRequired)
        parameter.name("schema")
        if let prefix = definition.prefix {
            write(namesBeginningWith: prefix, to: &parameter)
        } else {
            definition.schema.write(to: &parameter)
        }
        if definition.location != .path {
            parameter.member("style", "form")
            parameter.member("explode", true)
        }
    }

    /// An object in the form style: each member is a parameter of its own.
    private func write(namesBeginningWith prefix: String, to parameter: inout JSONWriter) {
        parameter.object { schema in
            schema.member("type", "object")
            schema.name("propertyNames")
            schema.object { $0.member("pattern", "^" + prefix.replacing(".", with: "\\.")) }
            schema.name("additionalProperties")
            schema.object { $0.member("type", "string") }
        }
    }

    private func writeBody(to operation: inout JSONWriter) {
        guard let definition = route.body?.field.definition else { return }
        operation.name("requestBody")
        operation.object { body in
            body.member("description", definition.description)
            body.member("required", true)
            body.name("content")
            body.object { content in
                for type in definition.types {
                    content.key(type)
                    content.object { media in
                        // What is no JSON has no schema (OpenAPI 3.1, considerations for file uploads).
                        guard definition.location == .body else { return }
                        media.name("schema")
                        definition.schema.write(to: &media)
                    }
                }
            }
        }
    }

    private func writeSuccess(to responses: inout JSONWriter) {
        responses.key(String(route.status.code))
        responses.object { response in
            response.member("description", route.status.reasonPhrase)
            guard let schema = route.schema else { return }
            response.name("content")
            response.object { content in
                content.name("application/json")
                content.object { media in
                    media.name("schema")
                    schema.write(to: &media)
                    if let example = route.example {
                        media.name("example")
                        media.raw(String(decoding: example, as: UTF8.self))
                    }
                }
            }
        }
    }

    private func writeErrors(to responses: inout JSONWriter) {
        let byStatus = Dictionary(grouping: errors, by: { Problem($0).status })
        for (status, errors) in byStatus.sorted(by: { $0.key.code < $1.key.code }) {
            responses.key(String(status.code))
            responses.object { response in
                let codes = errors.map { "`\($0.code)`: \($0.message)" }.joined(separator: "\n")
                response.member("description", codes)
                response.name("content")
                response.object { content in
                    content.name("application/problem+json")
                    content.object { media in
                        media.name("schema")
                        media.object { $0.member("$ref", "#/components/schemas/Problem") }
                    }
                }
            }
        }
    }

    /// The declared errors, and those that follow from the declaration itself.
    private var errors: [any DomainError] {
        var errors = route.declaration.errors
        let locations = Set(route.layout.entries.map(\.location))
        if route.declaration.permission != .anyone { errors += [RequestError.unauthenticated, RequestError.forbidden] }
        errors.append(RequestError.invalidToken)
        if route.writes { errors.append(RequestError.crossSite) }
        if locations.contains(.query) || locations.contains(.body) {
            errors.append(ValidationError("field", code: "…", message: "what is wrong with it and what is allowed"))
        }
        errors.append(RequestError.malformed("The query or the body cannot be read."))
        if let body = route.body {
            errors.append(RequestError.tooLarge(limit: route.bodyLimit))
            errors.append(RequestError.unsupportedType("something else", allowed: body.field.definition.types))
        }
        if locations.contains(.file) { errors.append(UploadError()) }
        if locations.contains(.path), !errors.contains(where: { $0.kind == .notFound }) {
            errors.append(RequestError.notFound)
        }
        if route.takesKeys { errors += [RequestError.keyInUse, RequestError.keyTaken] }
        if route.deprecation != nil { errors.append(RequestError.gone(successor: "…")) }
        errors += [RequestError.notAcceptable, RequestError.rateLimited(.example), Unavailable()]
        return errors
    }
}

/// What any operation may answer while a part that it needs is away.
private struct Unavailable: DomainError {
    let code = "unavailable"
    let kind = ErrorKind.unavailable
    let message =
        "A part of the shop does not answer, or it is closed for maintenance; Retry-After says when to ask again."
}

/// A header that an operation takes because of what it is.
private struct HeaderParameter {
    let name: String
    let description: String
    let pattern: String?

    static func all(of route: API.Route) -> [HeaderParameter] {
        switch route.declaration.method {
        case .get: []
        case .post where !route.takesKeys: []
        case .post:
            [
                HeaderParameter(
                    name: "Idempotency-Key",
                    description:
                        "Makes it safe to send the request again: it is carried out once, and answered the same, "
                        + "for 24 hours.",
                    pattern: "^[!-~]{1,255}$")
            ]
        case .put, .patch, .delete:
            [
                HeaderParameter(
                    name: "If-Match",
                    description: "The ETag of the state that the change is meant for; 412 when it is "
                        + "another by now.", pattern: nil)
            ]
        }
    }

    func write(to parameter: inout JSONWriter) {
        parameter.member("name", name)
        parameter.member("in", "header")
        parameter.member("description", description)
        parameter.member("required", false)
        parameter.name("schema")
        parameter.object { schema in
            schema.member("type", "string")
            if let pattern { schema.member("pattern", pattern) }
        }
    }
}
