import HTTPTypes
import Kernel

/// The description of an API (OpenAPI 3.1.0), written from the declarations that serve it.
struct OpenAPIDocument {
    let title: String
    let version: String
    let prefix: String
    let routes: [API.Route]

    var json: String {
        var writer = JSONWriter(capacity: 1 << 16)
        writer.object { document in
            document.member("openapi", "3.1.0")
            writeInfo(to: &document)
            writeTags(to: &document)
            writePaths(to: &document)
            writeComponents(to: &document)
        }
        return writer.text
    }

    private func writeInfo(to document: inout JSONWriter) {
        document.name("info")
        document.object { info in
            info.member("title", title)
            info.member("version", version)
            info.name("license")
            info.object { $0.member("name", "See the repository") }
        }
        document.name("servers")
        document.array { $0.object { $0.member("url", "/") } }
    }

    private func writeTags(to document: inout JSONWriter) {
        var tags: [Tag] = []
        for route in routes where !tags.contains(route.declaration.tag) { tags.append(route.declaration.tag) }
        document.name("tags")
        document.array(tags) { array, tag in
            array.object { object in
                object.member("name", tag.name)
                object.member("description", tag.description)
            }
        }
    }

    private func writePaths(to document: inout JSONWriter) {
        let byPath = Dictionary(grouping: routes, by: \.declaration.path)
        document.name("paths")
        document.object { paths in
            for (path, routes) in byPath.sorted(by: { $0.key < $1.key }) {
                paths.key(prefix + path)
                paths.object { item in
                    for route in routes.sorted(by: { $0.declaration.method.rawValue < $1.declaration.method.rawValue })
                    {
                        item.key(route.declaration.method.rawValue.lowercased())
                        OpenAPIOperation(route: route).write(to: &item)
                    }
                }
            }
        }
    }

    /// Every schema that anything refers to, found by following the references.
    private func writeComponents(to document: inout JSONWriter) {
        var definitions: [String: Schema] = ["Problem": Schema.problem]
        var open = routes.flatMap { route in
            route.layout.entries.map(\.field.definition.schema) + (route.schema.map { [$0] } ?? [])
        }
        while let schema = open.popLast() {
            open += schema.children
            guard let (name, definition) = schema.reference, definitions[name.text] == nil else { continue }
            let defined = definition()
            definitions[name.text] = defined
            open.append(defined)
        }
        document.name("components")
        document.object { components in
            components.name("schemas")
            components.object { schemas in
                for (name, schema) in definitions.sorted(by: { $0.key < $1.key }) {
                    schemas.key(name)
                    schema.write(to: &schemas)
                }
            }
            components.name("securitySchemes")
            components.object { schemes in
                for scheme in SecurityScheme.allCases {
                    schemes.key(scheme.rawValue)
                    schemes.object(scheme.write)
                }
            }
        }
    }
}

extension Schema {
    /// Problem details, as `Problem` writes them.
    static let problem = Schema.object(
        of: [
            Property(name: "type", schema: .string(), isRequired: true),
            Property(name: "title", schema: .string(), isRequired: true),
            Property(name: "status", schema: .integer(), isRequired: true),
            Property(name: "detail", schema: .string().described("One sentence for people."), isRequired: true),
            Property(name: "instance", schema: .string(), isRequired: true),
            Property(name: "code", schema: .string().described("A stable word for programs."), isRequired: true),
            Property(name: "request_id", schema: .string(), isRequired: true),
            Property(
                name: "errors",
                schema: .array(
                    of: .object(
                        of: [
                            Property(name: "field", schema: .string(), isRequired: true),
                            Property(name: "code", schema: .string(), isRequired: true),
                            Property(name: "message", schema: .string(), isRequired: true),
                        ], isClosed: false)), isRequired: false),
        ], isClosed: false)
}
