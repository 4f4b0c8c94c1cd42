import Kernel
import Testing

@testable import APIReference

/// Documents that are larger, stranger or more hostile than ours.
@Suite struct LargeDocumentTests {
    private static let hostile =
        "<script>alert(1)</script>\"'\u{301}\"\u{301}><img src=x onerror=alert(1)>&amp;`*[x](javascript:alert(1))"

    /// Every text of the document is `text`; schemas refer to themselves and to one another.
    private static func document(operations: Int, text: String) -> String {
        var writer = JSONWriter()
        writer.object { root in
            root.name("info")
            root.object {
                $0.member("title", text)
                $0.member("version", text)
                $0.member("description", text)
            }
            root.name("paths")
            root.object { paths in
                for number in 0..<operations {
                    paths.key("/things/\(number)/{\(text)}")
                    paths.object { item in
                        item.name("post")
                        item.object { write(&$0, number, text) }
                    }
                }
            }
            root.name("components")
            root.object { components in
                components.name("schemas")
                components.object { schemas in
                    for (name, next) in [("A", "B"), ("B", "A")] {
                        schemas.key(name)
                        schemas.raw(
                            """
                            {"type": "object", "required": ["self"], "properties": {
                                "self": {"$ref": "#/components/schemas/\(name)"},
                                "next": {"anyOf": [{"$ref": "#/components/schemas/\(next)"}, {"type": "null"}]},
                                "list": {"type": "array", "items": {"$ref": "#/components/schemas/\(next)"}}}}
                            """)
                    }
                    schemas.key("C")
                    schemas.raw("{\"$ref\": \"#/components/schemas/C\"}")
                }
            }
        }
        return writer.text
    }

    private static func write(_ operation: inout JSONWriter, _ number: Int, _ text: String) {
        operation.member("operationId", "\(text)\(number)")
        operation.member("summary", text)
        operation.member("description", text)
        operation.name("tags")
        operation.array { $0.value(text) }
        operation.name("parameters")
        operation.array { array in
            array.object { parameter in
                parameter.member("name", text)
                parameter.member("in", "path")
                parameter.member("description", text)
                parameter.name("schema")
                parameter.object {
                    $0.member("type", text)
                    $0.member("default", text)
                    $0.member("pattern", text)
                    $0.name("enum")
                    $0.array { $0.value(text) }
                }
            }
        }
        operation.name("requestBody")
        operation.raw("{\"content\": {\"application/json\": {\"schema\": {\"$ref\": \"#/components/schemas/A\"}}}}")
        operation.name("responses")
        operation.object { responses in
            responses.key("200")
            responses.object {
                $0.member("description", text)
                $0.name("content")
                $0.object { content in
                    content.key(text)
                    content.object { $0.member("example", text) }
                }
            }
        }
    }

    @Test func `nothing of a document becomes markup`() throws {
        let harmless = try APIDocument(json: LargeDocumentTests.document(operations: 2, text: "text"))
        let hostile = try APIDocument(
            json: LargeDocumentTests.document(operations: 2, text: LargeDocumentTests.hostile))
        for (plain, page) in [
            (TryingPage(harmless).html, TryingPage(hostile).html),
            (ReadingPage(harmless).html, ReadingPage(hostile).html),
        ] {
            // Every element of the one page stands in the other, and no further one.
            #expect(page.elements.filter { $0 != "p" } == plain.elements.filter { $0 != "p" })
            #expect(!page.markup.contains("<img") && !page.markup.contains("javascript:alert(1)\""))
        }
    }

    @Test func `schemas that go round in circles end`() throws {
        let document = try APIDocument(json: LargeDocumentTests.document(operations: 1, text: "text"))
        let operation = try #require(document.groups.first?.operations.first)
        let example = try #require(ExampleBody(document: document).value(of: operation))
        #expect(example.members?.map(\.name) == ["self"])
        #expect(ReadingPage(document).html.markup.contains("data-schema=\"schema-A\""))
    }

    @Test func `three hundred operations make pages of a size that travels, in little time`() throws {
        let document = try APIDocument(json: LargeDocumentTests.document(operations: 300, text: "some text"))
        for page in [TryingPage(document).html, ReadingPage(document).html] {
            #expect(page.markup.utf8.count < 2_000_000)
            #expect(page.elements.count { $0 == "details" || $0 == "article" } >= 300)
        }
    }
}

extension HTML {
    /// The names of all elements, in their order, by the grammar of HTML: a `<` and a letter begin one.
    fileprivate var elements: [String] {
        markup.matches(of: /<([a-z][a-z0-9]*)/.matchingSemantics(.unicodeScalar)).map { String($0.1) }
    }
}
