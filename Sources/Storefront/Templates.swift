import Mustache

/// The pages' templates, which are part of the binary. Parsed once.
enum Templates: String, CaseIterable {
    case home, search, category, product, error, adminsearch, admintuning

    /// Stops the process when a template is broken, names a partial that is not there, or was forgotten.
    static func check() {
        precondition(allCases.allSatisfy { library.getTemplate(named: $0.rawValue) != nil })
    }

    /// The page filled with a view model.
    func render(_ view: some Any) -> String {
        guard let page = Templates.library.render(view, withTemplate: rawValue) else {
            preconditionFailure("There is no template \(rawValue)")
        }
        return page
    }

    private static let sources: [String: [UInt8]] = [
        "layout": PackageResources.layout_mustache, "searchbox": PackageResources.searchbox_mustache,
        "card": PackageResources.card_mustache, "rating": PackageResources.rating_mustache,
        "crumbs": PackageResources.crumbs_mustache, "results": PackageResources.results_mustache,
        "filters": PackageResources.filters_mustache, "box": PackageResources.box_mustache,
        "home": PackageResources.home_mustache, "search": PackageResources.search_mustache,
        "category": PackageResources.category_mustache, "product": PackageResources.product_mustache,
        "error": PackageResources.error_mustache, "adminsearch": PackageResources.adminsearch_mustache,
        "admintuning": PackageResources.admintuning_mustache,
    ]

    private static let library: MustacheLibrary = {
        MustacheContentTypes.register(HTMLText(), named: HTMLText.name)
        var library = MustacheLibrary()
        for (name, bytes) in sources {
            let text = String(decoding: bytes, as: UTF8.self)
            for partial in text.partials where sources[partial] == nil {
                preconditionFailure("The template \(name) names a partial \(partial) that is not there")
            }
            do {
                try library.register("{{%CONTENT_TYPE:\(HTMLText.name)}}" + text, named: name)
            } catch {
                preconditionFailure("The template \(name) is broken: \(error)")
            }
        }
        return library
    }()
}

extension String {
    /// The names in `{{>name}}` and `{{<name}}`.
    fileprivate var partials: [String] {
        matches(of: /{{[<>]\s*([a-z]+)\s*}}/).map { String($0.1) }
    }
}

/// Text made safe for HTML, byte by byte.
///
/// Mustache's own escaping compares characters, and a quote with a combining accent behind it is another character:
/// `"\u{301}` would leave an attribute unescaped and let its value break out.
struct HTMLText: MustacheContentType {
    static let name = "STOREFRONT"

    func escapeText(_ text: String) -> String {
        HTMLText.escape(text)
    }

    /// The text with `& < > " '` as references, fit for elements and quoted attributes.
    static func escape(_ text: String) -> String {
        guard text.utf8.contains(where: isSpecial) else { return text }
        var escaped: [UInt8] = []
        escaped.reserveCapacity(text.utf8.count + 16)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): escaped += "&amp;".utf8
            case UInt8(ascii: "<"): escaped += "&lt;".utf8
            case UInt8(ascii: ">"): escaped += "&gt;".utf8
            case UInt8(ascii: "\""): escaped += "&quot;".utf8
            case UInt8(ascii: "'"): escaped += "&#39;".utf8
            default: escaped.append(byte)
            }
        }
        return String(decoding: escaped, as: UTF8.self)
    }

    private static func isSpecial(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "'"): true
        default: false
        }
    }

    /// A snippet of search, which comes escaped but for `<mark>`; one with anything else in it is escaped whole.
    static func snippet(_ html: String) -> String {
        let rest = html.replacing("<mark>", with: "").replacing("</mark>", with: "")
        return rest.utf8.contains { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: "\"") } ? escape(html) : html
    }
}
