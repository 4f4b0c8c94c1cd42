/// What surrounds both pages: head, contents with a filter, script.
struct Frame {
    /// Which of the pages.
    enum Page: String {
        case docs, redoc

        var title: String { self == .docs ? "Try the API" : "API reference" }
    }

    let document: APIDocument
    let page: Page

    /// A link of the contents.
    struct Entry {
        let anchor: String
        let label: HTML
        var operations: [APIOperation] = []
    }

    /// The whole page.
    func html(_ entries: [Entry], _ main: HTML) -> HTML {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>\(page.title) · \(document.title)</title>
        <meta name="color-scheme" content="light dark">
        <meta name="theme-color" content="#faf7f2" media="(prefers-color-scheme: light)">
        <meta name="theme-color" content="#14120f" media="(prefers-color-scheme: dark)">
        <link rel="icon" href="/favicon.svg" type="image/svg+xml">
        <link rel="stylesheet" href="\(ReferenceAsset.stylesheet.url)">
        <script type="module" src="\(ReferenceAsset.script.url)"></script>
        </head>
        <body class="\(page.rawValue)">
        <a class="skip" href="#main">Skip to content</a>
        <header class="head">
        <p class="brand"><a href="/">\(document.title)</a> <span class="version">API \(document.version)</span></p>
        <nav aria-label="Pages"><ul>
        <li><a href="/redoc"\(current(.redoc))>Read</a></li>
        <li><a href="/docs"\(current(.docs))>Try it out</a></li>
        <li><a href="/openapi.json">OpenAPI</a></li>
        </ul></nav>
        </header>
        <div class="columns">
        \(contents(entries))
        <main id="main" tabindex="-1">
        \(main)
        </main>
        </div>
        </body>
        </html>

        """
    }

    private func current(_ page: Page) -> HTML {
        page == self.page ? " aria-current=\"page\"" : ""
    }

    private func contents(_ entries: [Entry]) -> HTML {
        """
        <nav class="contents" aria-label="Contents">
        <button type="button" class="menu" aria-expanded="false" aria-controls="contents">Contents</button>
        <div id="contents">
        <p class="filter with-script"><label for="filter">Find an operation</label>
        <input type="search" id="filter" autocomplete="off" spellcheck="false" aria-describedby="found"></p>
        <p id="found" role="status" class="quiet with-script"></p>
        <ul>
        \(entries.html(item))</ul>
        </div>
        </nav>
        """
    }

    private func item(_ entry: Entry) -> HTML {
        let operations = entry.operations.html { operation in
            """
            <li><a href="#\(operation.id)" title="\(operation.method) \(operation.path)">\(Frame.method(operation)) \
            <span>\(operation.summary)</span></a></li>

            """
        }
        let list: HTML = entry.operations.isEmpty ? "" : "<ul>\n\(operations)</ul>"
        return "<li><a class=\"group\" href=\"#\(entry.anchor)\">\(entry.label)</a>\(list)</li>\n"
    }

    /// The method as a coloured word.
    static func method(_ operation: APIOperation) -> HTML {
        "<span class=\"method \(operation.method.lowercased())\">\(operation.method)</span>"
    }

    /// The operations of each tag.
    static func entries(_ document: APIDocument) -> [Entry] {
        document.groups.map { group in
            Entry(anchor: "tag-\(group.name.anchor)", label: "\(group.name)", operations: group.operations)
        }
    }
}
