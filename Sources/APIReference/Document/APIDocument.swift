import Kernel

/// An OpenAPI 3.1 document, as far as the pages show it.
struct APIDocument {
    let title: String
    let version: String
    let description: String
    let groups: [Group]
    let schemas: [JSONValue.Member]
    let security: [JSONValue.Member]
    private let root: JSONValue

    /// The operations of one tag.
    struct Group {
        let name: String
        let description: String
        let operations: [APIOperation]
    }

    /// Reads a document.
    /// - Throws: `JSONSyntaxError`.
    init(json: String) throws(JSONSyntaxError) {
        let root = try JSONValue(parsing: Array(json.utf8), maximumDepth: 128)
        self.root = root
        title = root["info", "title"]?.text ?? "API"
        version = root["info", "version"]?.text ?? ""
        description = root["info", "description"]?.text ?? ""
        schemas = root["components", "schemas"]?.members ?? []
        security = root["components", "securitySchemes"]?.members ?? []
        groups = APIDocument.groups(root)
    }

    /// What a `$ref` into the components leads to, or the value itself. A circle of references ends after 16.
    func resolve(_ value: JSONValue) -> JSONValue {
        var value = value
        for _ in 0..<16 {
            guard let reference = value["$ref"]?.text, reference.hasPrefix("#/components/") else { return value }
            let names = reference.split(separator: "/").dropFirst().map(String.init)
            let target = names.reduce(Optional(root)) { value, name in value?[name] }
            guard let target else { return value }
            value = target
        }
        return value
    }

    /// In the order of the tags, then by path.
    private static func groups(_ root: JSONValue) -> [Group] {
        let operations = (root["paths"]?.members ?? []).flatMap { path in
            (path.value.members ?? []).filter { APIOperation.methods.contains($0.name) }
                .map { APIOperation(method: $0.name, path: path.name, value: $0.value, root: root) }
        }
        let byTag = Dictionary(grouping: operations, by: \.tag)
        let declared = root["tags"]?.elements ?? []
        let names = declared.compactMap { $0["name"]?.text }
        let others = byTag.keys.filter { !names.contains($0) }.sorted()
        return (names + others).compactMap { name in
            guard let operations = byTag[name] else { return nil }
            let description = declared.first { $0["name"]?.text == name }?["description"]?.text ?? ""
            return Group(name: name, description: description, operations: operations)
        }
    }
}

/// One operation of a document.
struct APIOperation {
    static let methods: Set = ["get", "put", "post", "delete", "patch", "head", "options"]

    let id: String
    /// In capitals.
    let method: String
    let path: String
    let summary: String
    let description: String
    let tag: String
    let isDeprecated: Bool
    let parameters: [Parameter]
    let body: Body?
    let answers: [Answer]
    /// The names of the schemes of which one is needed; empty when everybody may.
    let security: [String]

    /// One input beside the body.
    struct Parameter {
        let name: String
        /// `path`, `query` or `header`.
        let place: String
        let description: String
        let isRequired: Bool
        let schema: JSONValue
    }

    /// What is sent.
    struct Body {
        let description: String
        let isRequired: Bool
        let type: String
        let schema: JSONValue
        let example: JSONValue?
    }

    /// What may come back.
    struct Answer {
        let status: String
        let description: String
        let type: String?
        let schema: JSONValue?
        let example: JSONValue?

        /// Whether it is no error.
        var isSuccess: Bool { status.hasPrefix("2") || status.hasPrefix("3") }
    }

    init(method: String, path: String, value: JSONValue, root: JSONValue) {
        let name = value["operationId"]?.text ?? "\(method)-\(path)"
        (id, self.method, self.path) = (name.anchor, method.uppercased(), path)
        summary = value["summary"]?.text ?? name
        description = value["description"]?.text ?? ""
        tag = value["tags"]?.elements.first?.text ?? "Other"
        isDeprecated = value["deprecated"] == .bool(true)
        parameters = (value["parameters"]?.elements ?? []).map(Parameter.init)
        body = value["requestBody"].flatMap(Body.init)
        answers = (value["responses"]?.members ?? []).map { Answer($0.name, $0.value) }
        let schemes = (value["security"] ?? root["security"])?.elements ?? []
        security = schemes.flatMap { ($0.members ?? []).map(\.name) }
    }

    /// The answer of a call that went well.
    var success: Answer? { answers.first(where: \.isSuccess) }
}

extension APIOperation.Parameter {
    init(_ value: JSONValue) {
        name = value["name"]?.text ?? ""
        place = value["in"]?.text ?? "query"
        description = value["description"]?.text ?? ""
        isRequired = value["required"] == .bool(true)
        schema = value["schema"] ?? .object([])
    }
}

extension APIOperation.Body {
    init?(_ value: JSONValue) {
        guard let media = value["content"]?.members?.first else { return nil }
        description = value["description"]?.text ?? ""
        isRequired = value["required"] == .bool(true)
        type = media.name
        schema = media.value["schema"] ?? .object([])
        example = media.value["example"]
    }
}

extension APIOperation.Answer {
    init(_ status: String, _ value: JSONValue) {
        let media = value["content"]?.members?.first
        self.status = status
        description = value["description"]?.text ?? ""
        type = media?.name
        schema = media?.value["schema"]
        example = media?.value["example"]
    }
}
