import Kernel
import Testing

@testable import WebSupport

struct OpenAPITests {
    private let document: JSONValue

    init() throws {
        document = try JSONValue(Things.api.openAPI(title: "Things", version: "1.2.3"))
    }

    private func operation(_ method: String, _ path: String) throws -> JSONValue {
        try #require(document["paths", path, method])
    }

    private func parameter(_ name: String, of operation: JSONValue) throws -> JSONValue {
        try #require(operation["parameters"]?.elements.first { $0["name"]?.text == name })
    }

    @Test func `The document says what it is`() {
        #expect(document["openapi"] == .string("3.1.0"))
        #expect(document["info", "title"] == .string("Things"))
        #expect(document["info", "version"] == .string("1.2.3"))
        #expect(document["tags"]?.elements.compactMap { $0["name"]?.text } == ["Things"])
    }

    @Test func `Every operation stands at its path and method, at its alias too, under a name of its own`() {
        let operations = document["paths"]?.members?.flatMap { path in
            path.value.members?.map { "\($0.name) \(path.name)" } ?? []
        }
        #expect(
            operations == [
                "get /api/v1/failures/{kind}", "get /api/v1/goods/{thing}", "get /api/v1/names/{name}",
                "get /api/v1/things", "post /api/v1/things",
                "delete /api/v1/things/{thing}", "get /api/v1/things/{thing}", "patch /api/v1/things/{thing}",
            ])
        let names =
            document["paths"]?.members?.flatMap { path in
                path.value.members?.compactMap { $0.value["operationId"]?.text } ?? []
            } ?? []
        #expect(Set(names).count == 8)
        #expect(names.contains("listThings"))
    }

    @Test func `Every part in braces is a declared parameter of the path`() throws {
        for path in try #require(document["paths"]?.members) {
            let braced = path.name.split(separator: "/").filter { $0.hasPrefix("{") }.map {
                String($0.dropFirst().dropLast())
            }
            for operation in path.value.members ?? [] {
                let declared = operation.value["parameters"]?.elements.filter { $0["in"] == .string("path") }
                #expect(declared?.compactMap { $0["name"]?.text } ?? [] == braced)
                #expect(declared?.allSatisfy { $0["required"] == .bool(true) } ?? true)
            }
        }
    }

    @Test func `Parameters have their types, limits, defaults and choices`() throws {
        let list = try operation("get", "/api/v1/things")
        let page = try parameter("page", of: list)
        #expect(page["in"] == .string("query"))
        #expect(page["required"] == .bool(false))
        #expect(page["schema", "type"] == .string("integer"))
        #expect(
            [page["schema", "minimum"], page["schema", "maximum"], page["schema", "default"]] == [
                .number("1"), .number("500"), .number("1"),
            ])
        let search = try parameter("search", of: list)
        #expect(search["schema", "type"] == .string("string"))
        #expect(
            [search["schema", "minLength"], search["schema", "maxLength"], search["schema", "default"]] == [
                .number("2"), .number("5"), nil,
            ])
        let sort = try parameter("sort_by", of: list)
        #expect(sort["schema", "enum"]?.elements == [.string("name"), .string("price")])
        #expect(sort["schema", "default"] == .string("name"))
        let brand = try parameter("brand", of: list)
        #expect(brand["schema", "type"] == .string("array"))
        #expect(brand["schema", "items", "type"] == .string("string"))
        #expect(brand["explode"] == .bool(true))
        let stock = try parameter("in_stock", of: list)
        #expect(stock["schema", "type"] == .string("boolean"))
        let parent = try parameter("parent", of: list)
        #expect(parent["schema", "format"] == .string("uuid"))
        let size = try parameter("page_size", of: list)
        #expect(size["description"]?.text?.contains("`limit`") == true)
    }

    @Test func `Body members are required, limited and closed as declared`() throws {
        let make = try operation("post", "/api/v1/things")
        #expect(make["requestBody", "required"] == .bool(true))
        #expect(
            make["requestBody", "content", "application/json", "schema", "$ref"]
                == .string("#/components/schemas/ThingBody"))
        let body = try #require(document["components", "schemas", "ThingBody"])
        #expect(body["required"]?.elements == [.string("name")])
        #expect(body["additionalProperties"] == .bool(false))
        #expect(
            body["properties"]?.members?.map(\.name) == [
                "name", "count", "parent", "variants", "facts", "is_new", "extra", "main",
            ])
        let name = try #require(body["properties", "name"])
        #expect(
            [name["type"], name["minLength"], name["maxLength"], name["description"]] == [
                .string("string"), .number("1"), .number("10"), .string("Its name."),
            ])
        #expect(body["properties", "count", "minimum"] == .number("0"))
        #expect(body["properties", "parent", "type"]?.elements == [.string("string"), .string("null")])
        #expect(body["properties", "variants", "items", "$ref"] == .string("#/components/schemas/VariantBody"))
        #expect(body["properties", "facts", "additionalProperties", "type"] == .string("string"))
        let patch = try #require(document["components", "schemas", "ThingPatch"])
        #expect(patch["required"] == nil)
    }

    @Test func `Answers have their schema and a true example`() throws {
        let read = try operation("get", "/api/v1/things/{thing}")
        let media = try #require(read["responses", "200", "content", "application/json"])
        #expect(media["schema", "$ref"] == .string("#/components/schemas/Echo"))
        #expect(media["example", "echo", "name"] == .string("kettle"))
        let echo = try #require(document["components", "schemas", "Echo"])
        #expect(echo["properties"]?.members?.map(\.name) == ["echo", "note"])
        #expect(echo["required"]?.elements == [.string("echo")])
        #expect(try operation("post", "/api/v1/things")["responses", "201"] != nil)
        #expect(try operation("delete", "/api/v1/things/{thing}")["responses", "204", "content"] == nil)
    }

    @Test func `Errors follow from the declaration`() throws {
        func statuses(_ method: String, _ path: String) throws -> [String] {
            try #require(operation(method, path)["responses"]?.members?.map(\.name))
        }
        #expect(
            try statuses("post", "/api/v1/things") == [
                "201", "400", "401", "403", "406", "409", "413", "415", "422", "429", "503",
            ])
        #expect(try statuses("get", "/api/v1/things") == ["200", "400", "401", "406", "422", "429", "503"])
        #expect(try statuses("get", "/api/v1/things/{thing}") == ["200", "400", "401", "404", "406", "429", "503"])
        #expect(
            try statuses("delete", "/api/v1/things/{thing}") == [
                "204", "400", "401", "403", "404", "406", "429", "503",
            ])
        let conflict = try #require(operation("post", "/api/v1/things")["responses", "409", "description"]?.text)
        #expect(conflict.contains("`failed_conflict`"))
    }

    @Test func `Only what needs an account says so`() throws {
        #expect(try operation("post", "/api/v1/things")["security"]?.elements.isEmpty == false)
        #expect(try operation("get", "/api/v1/things")["security"] == nil)
        let schemes = try #require(document["components", "securitySchemes"])
        #expect(schemes.members?.map(\.name) == ["bearer", "apiKey", "cookie"])
        #expect(schemes["cookie", "in"] == .string("cookie"))
    }

    @Test func `Every reference leads somewhere`() throws {
        func references(_ value: JSONValue) -> [String] {
            switch value {
            case .array(let elements): elements.flatMap(references)
            case .object(let members):
                members.flatMap { $0.name == "$ref" ? [$0.value.text ?? ""] : references($0.value) }
            default: []
            }
        }
        let found = Set(references(document))
        let defined = try #require(
            document["components", "schemas"]?.members?.map { "#/components/schemas/" + $0.name })
        #expect(found.isSubset(of: Set(defined)))
        #expect(found.count > 3)
    }
}
