import Kernel

/// `/docs`: a form for each operation. The script sends it; without one, the lines for a shell remain.
struct TryingPage {
    private let document: APIDocument
    private let schemas: SchemaView
    private let examples: ExampleBody

    init(_ document: APIDocument) {
        self.document = document
        (schemas, examples) = (SchemaView(document: document), ExampleBody(document: document))
    }

    var html: HTML {
        let key = Frame.Entry(anchor: "key", label: "Your key")
        return Frame(document: document, page: .docs).html(
            [key] + Frame.entries(document), "\(introduction)\(document.groups.html(group))")
    }

    private var introduction: HTML {
        """
        <section class="intro"><h1>Try the \(document.title) API</h1>
        <p>Each operation has a form here that really calls this shop: what you change is changed. \
        <a href="/redoc">The reference</a> explains everything.</p>
        <p class="without-script notice">Sending needs JavaScript, which is off. The lines for a shell work without \
        it.</p>
        </section>
        <section id="key" class="key with-script"><h2>Your key</h2>
        <form id="key-form" autocomplete="off">
        <p><label for="token">Key or token, sent as <code>Authorization: Bearer …</code></label>
        <input id="token" type="password" autocomplete="off" spellcheck="false" aria-describedby="token-note"></p>
        <p id="token-note" class="quiet">It stays in this tab until you close it, and is sent to this shop only.</p>
        <p><button type="submit">Use it</button> <button type="reset" class="plain">Forget it</button></p>
        <p id="token-state" role="status"></p>
        </form></section>

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
        let example = examples.value(of: operation)
        return """
            <details class="call" id="\(operation.id)">
            <summary>\(Frame.method(operation)) <code>\(operation.path)</code> <span>\(operation.summary)</span>\
            \(operation.security.isEmpty ? "" : " <span class=\"required\">key</span>" as HTML)</summary>
            \(Markdown.html(operation.description))
            <p><a href="/redoc#\(operation.id)">What it takes and answers</a></p>
            <form class="try" data-method="\(operation.method)" data-path="\(operation.path)"\
            \(operation.security.isEmpty ? "" : " data-secured" as HTML)>
            \(fields(operation))\(body(operation, example))
            <p class="with-script"><button type="submit">Send</button> \
            <button type="reset" class="plain">Reset</button></p>
            </form>
            <h3>Line for a shell</h3>
            <pre class="curl" tabindex="0" role="group" aria-label="Line for a shell"><code>\
            \(CurlLine(operation: operation, body: example).text)</code></pre>
            <p class="with-script"><button type="button" class="plain copy">Copy</button></p>
            <div class="answer" role="status"></div>
            </details>

            """
    }

    private func fields(_ operation: APIOperation) -> HTML {
        let places = [("path", "Path"), ("query", "Query"), ("header", "Headers")]
        let sets = places.html { place, title in
            let parameters = operation.parameters.filter { $0.place == place }
            guard !parameters.isEmpty else { return "" }
            return "<fieldset><legend>\(title)</legend>\n\(parameters.html { field($0, operation) })</fieldset>\n"
        }
        let id = "\(operation.id)-headers"
        return """
            \(sets)<details class="with-script"><summary>Further headers</summary>
            <p class="field"><label for="\(id)">One for each line, as <code>Name: value</code></label>
            <textarea id="\(id)" data-in="headers" rows="2" spellcheck="false"></textarea></p></details>

            """
    }

    private func field(_ parameter: APIOperation.Parameter, _ operation: APIOperation) -> HTML {
        let id = "\(operation.id)-\(parameter.name.anchor)"
        let attributes: HTML = """
            id="\(id)" data-in="\(parameter.place)" data-name="\(parameter.name)" aria-describedby="\(id)-about"\
            \(parameter.isRequired ? " required" : "" as HTML)
            """
        return """
            <div class="field"><label for="\(id)"><code>\(parameter.name)</code> \
            <span class="type">\(schemas.kind(parameter.schema))</span>\
            \(parameter.isRequired ? " <span class=\"required\">required</span>" : "" as HTML)</label>
            \(control(parameter, attributes))
            <div id="\(id)-about" class="quiet">\(Markdown.html(parameter.description))\
            \(schemas.limits(parameter.schema))</div></div>

            """
    }

    /// A choice, several lines, or one. Nothing is filled in: what is left empty is not sent.
    private func control(_ parameter: APIOperation.Parameter, _ attributes: HTML) -> HTML {
        let schema = document.resolve(parameter.schema)
        let isFlag = schema["type"]?.text == "boolean"
        if let choices = schema["enum"]?.elements ?? (isFlag ? [.bool(true), .bool(false)] : nil) {
            let options = choices.filter { $0 != .null }.html { "<option>\($0.plain)</option>" }
            return "<select \(attributes)><option value=\"\"></option>\(options)</select>"
        }
        if schema["type"]?.text == "array" {
            return "<textarea \(attributes) data-each=\"line\" rows=\"2\" placeholder=\"One for each line\"></textarea>"
        }
        if schema["type"]?.text == "object" {
            return """
                <textarea \(attributes) data-each="pair" rows="2" placeholder="name=value, one for each line"></textarea>
                """
        }
        let initial = schema["default"]?.plain ?? ""
        return """
            <input type="text" \(attributes) placeholder="\(initial)" autocomplete="off" spellcheck="false">
            """
    }

    private func body(_ operation: APIOperation, _ example: JSONValue?) -> HTML {
        guard let body = operation.body else { return "" }
        let (id, text) = ("\(operation.id)-body-text", example?.pretty() ?? "")
        return """
            <fieldset><legend>Body</legend>
            <p class="field"><label for="\(id)"><code>\(body.type)</code> \
            <span class="type">\(schemas.kind(body.schema))</span></label>
            <textarea id="\(id)" data-in="body" data-type="\(body.type)" spellcheck="false" \
            rows="\(min(24, max(4, text.count { $0 == "\n" } + 2)))">\n\(text)</textarea></p></fieldset>

            """
    }
}
