import Kernel

/// `/redoc`: everything about the API, to read, search and print.
struct ReadingPage {
    private let document: APIDocument
    private let schemas: SchemaView
    private let examples: ExampleBody
    private let catalogue: ErrorCatalogue

    init(_ document: APIDocument) {
        self.document = document
        (schemas, examples) = (SchemaView(document: document), ExampleBody(document: document))
        catalogue = ErrorCatalogue(document)
    }

    var html: HTML {
        let first = [
            Frame.Entry(anchor: "authentication", label: "Authentication"),
            Frame.Entry(anchor: "errors", label: "Errors"),
        ]
        let last = [
            Frame.Entry(anchor: "schemas", label: "Schemas"), Frame.Entry(anchor: "codes", label: "Codes of errors"),
        ]
        return Frame(document: document, page: .redoc).html(
            first + Frame.entries(document) + last,
            "\(introduction)\(authentication)\(problems)\(document.groups.html(group))\(allSchemas)\(codes)")
    }

    private var introduction: HTML {
        let count = document.groups.reduce(0) { $0 + $1.operations.count }
        return """
            <section class="intro"><h1>\(document.title) API <small>\(document.version)</small></h1>
            \(Markdown.html(document.description))
            <p>\(count) operations under \(document.groups.count) subjects, written from the same declarations that \
            serve them. For programs: <a href="/openapi.json">the OpenAPI document</a>. To call them from here: \
            <a href="/docs">try it out</a>.</p>
            <p>The examples are for a shell in which <code>SOUK</code> is the address of the shop, such as \
            <code>http://127.0.0.1:8080</code>, and <code>SOUK_KEY</code> a key.</p></section>

            """
    }

    private var authentication: HTML {
        let schemes = document.security.html { scheme in
            let kind = scheme.value["scheme"]?.text ?? scheme.value["in"]?.text ?? ""
            return """
                <li><p class="name"><code>\(scheme.name)</code> <span class="type">\(scheme.value["type"]?.text ?? "") \
                \(kind)</span></p>
                \(Markdown.html(scheme.value["description"]?.text ?? ""))</li>

                """
        }
        return """
            <section id="authentication"><h2>Authentication</h2>
            <p>Operations that need it say so. The others are open to everybody.</p>
            <ul class="members">\(schemes)</ul>
            <pre><code>curl "$SOUK/api/v1/…" -H "Authorization: Bearer $SOUK_KEY"</code></pre></section>

            """
    }

    private var problems: HTML {
        let problem = document.schemas.first { $0.name == "Problem" }?.value
        return """
            <section id="errors"><h2>Errors</h2>
            <p>An error is a JSON object of the type <code>application/problem+json</code> \
            (<a href="https://www.rfc-editor.org/rfc/rfc9457" rel="noopener">RFC 9457</a>). Programs tell errors apart \
            by <code>code</code>, which never changes; <a href="#codes">all codes</a> stand at the end.</p>
            \(problem.map(schemas.members) ?? "")</section>

            """
    }

    private func group(_ group: APIDocument.Group) -> HTML {
        """
        <section class="tag" id="tag-\(group.name.anchor)"><h2>\(group.name)</h2>
        \(Markdown.html(group.description))
        \(group.operations.html(operation))</section>

        """
    }

    private func operation(_ operation: APIOperation) -> HTML {
        """
        <article class="operation" id="\(operation.id)" aria-labelledby="\(operation.id)-title">
        <div class="about">
        <h3 id="\(operation.id)-title">\(operation.summary) <a class="anchor" href="#\(operation.id)" \
        aria-label="Link to \(operation.summary)">#</a></h3>
        <p class="route">\(Frame.method(operation)) <code>\(operation.path)</code>\(deprecation(operation))</p>
        \(Markdown.html(operation.description))\(security(operation))\(parameters(operation))\(body(operation))\
        \(answer(operation))\(errors(operation))</div>
        \(sample(operation))</article>

        """
    }

    private func deprecation(_ operation: APIOperation) -> HTML {
        operation.isDeprecated ? " <span class=\"required\">deprecated</span>" : ""
    }

    private func security(_ operation: APIOperation) -> HTML {
        guard !operation.security.isEmpty else { return "" }
        let names = operation.security.html { "<code>\($0)</code> " }
        return "<p class=\"key\">Needs <a href=\"#authentication\">authentication</a>: \(names)</p>\n"
    }

    private func parameters(_ operation: APIOperation) -> HTML {
        [("path", "In the path"), ("query", "In the query"), ("header", "In the headers")].html { place, title in
            let parameters = operation.parameters.filter { $0.place == place }
            guard !parameters.isEmpty else { return "" }
            let rows = parameters.html {
                schemas.row($0.name, $0.schema, isRequired: $0.isRequired, description: $0.description)
            }
            return "<h4>\(title)</h4>\n<ul class=\"members\">\(rows)</ul>\n"
        }
    }

    private func body(_ operation: APIOperation) -> HTML {
        guard let body = operation.body else { return "" }
        return """
            <h4>Body <span class="type">\(body.type), \(schemas.kind(body.schema))</span></h4>
            \(Markdown.html(body.description))\(schemas.members(body.schema))

            """
    }

    private func answer(_ operation: APIOperation) -> HTML {
        operation.answers.filter(\.isSuccess).html { answer in
            let type: HTML = answer.schema.map { " <span class=\"type\">\(schemas.kind($0))</span>" } ?? ""
            let members: HTML =
                answer.schema.map { schema in
                    SchemaView.reference(schema).map(schemas.opener) ?? schemas.members(schema)
                } ?? ""
            return """
                <h4>Answer <span class="status">\(answer.status) \(answer.description)</span>\(type)</h4>
                \(members)
                """
        }
    }

    private func errors(_ operation: APIOperation) -> HTML {
        let rows = operation.answers.filter { !$0.isSuccess }.html { answer in
            let codes = ErrorCatalogue.codes(answer)
            guard !codes.isEmpty else {
                return """
                    <li><span class="status">\(answer.status)</span> \(Markdown.inline(answer.description))</li>

                    """
            }
            return codes.html { code, message in
                """
                <li><span class="status">\(answer.status)</span> \
                <a href="#\(ErrorCatalogue.anchor(code, answer.status))"><code>\(code)</code></a> \
                \(Markdown.inline(message))</li>

                """
            }
        }
        return rows == "" ? "" : "<h4>Errors</h4>\n<ul class=\"errors\">\(rows)</ul>\n"
    }

    private func sample(_ operation: APIOperation) -> HTML {
        let curl = CurlLine(operation: operation, body: examples.value(of: operation)).text
        let answer: HTML =
            operation.success?.example.map {
                "<h4>Answer</h4>\n<pre tabindex=\"0\" role=\"group\" aria-label=\"Example of the answer\"><code>"
                    + "\($0.pretty())</code></pre>\n"
            } ?? ""
        return """
            <div class="sample"><h4>Request</h4>
            <pre tabindex="0" role="group" aria-label="Example of the request"><code>\(curl)</code></pre>
            <p><a class="button" href="/docs#\(operation.id)">Try it out</a></p>
            \(answer)</div>

            """
    }

    private var allSchemas: HTML {
        let sections = document.schemas.html { schema in
            """
            <section class="schema" id="schema-\(schema.name.anchor)"><h3>\(schema.name) <a class="anchor" \
            href="#schema-\(schema.name.anchor)" aria-label="Link to \(schema.name)">#</a></h3>
            \(Markdown.html(schema.value["description"]?.text ?? ""))\(schemas.members(schema.value))</section>

            """
        }
        return "<section id=\"schemas\"><h2>Schemas</h2>\n\(sections)</section>\n"
    }

    private var codes: HTML {
        """
        <section id="codes"><h2>Codes of errors</h2>
        <p>The sentence beside a code is an example.</p>
        <div class="scroll" tabindex="0" role="group" aria-label="Codes of errors"><table>
        <thead><tr><th scope="col">Status</th><th scope="col">Code</th><th scope="col">Meaning</th></tr></thead>
        <tbody>
        \(catalogue.entries.html(row))</tbody></table></div></section>

        """
    }

    private func row(_ entry: ErrorCatalogue.Entry) -> HTML {
        let count = entry.operations.count
        let operations = entry.operations.html { "<li><a href=\"#\($0.id)\">\($0.summary)</a></li>" }
        return """
            <tr id="\(ErrorCatalogue.anchor(entry.code, entry.status))"><td>\(entry.status)</td>\
            <th scope="row"><code>\(entry.code)</code></th><td>\(Markdown.inline(entry.message)) \
            <details><summary>\(count) \(count == 1 ? "operation" : "operations")</summary>\
            <ul>\(operations)</ul></details></td></tr>

            """
    }
}
