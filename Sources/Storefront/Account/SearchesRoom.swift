import Catalog
import Hummingbird
import Identity
import Kernel
package import Search
import WebSupport

/// Searches that somebody keeps.
extension AccountPages {
    /// `GET /account/searches`
    func savedSearches(_ visit: Visit) async throws -> Response {
        let saved = try await searches.list(of: ID(visit.user.id))
        let tree = try await shop.departments.tree()
        return try await room(.searches, lead: SearchesRoom.lead, for: visit) { forms in
            let rows = saved.map { SearchesRoom.row($0, in: tree, forms) }
            return [rows.isEmpty ? SearchesRoom.nothing : Panel(rows: rows)]
                + (visit.user.isEmailVerified || !saved.contains(where: \.sendsMail) ? [] : [SearchesRoom.unconfirmed])
        }
    }

    /// `GET /account/searches/new?q=toner&brand=Xerox`: where the link of the search page leads.
    func newSearch(_ visit: Visit) async throws -> Response {
        try await newSearch(visit.request.uri.query ?? "", visit, nil)
    }

    /// `POST /account/searches/new`
    func saveSearch(_ fields: FormFields, _ visit: Visit) async throws -> Response {
        let query = fields["query"] ?? ""
        return try await answering("search", fields) {
            let browsing = Browsing(query: query, currency: shop.shop.currency)
            _ = try await searches.save(
                SearchRequest(browsing, category: browsing.category), name: fields["name"],
                sendsMail: fields["mail"] == "true", for: ID(visit.user.id))
            return .seeOther(Room.searches.path + "?done=search-saved")
        } again: { refused in
            try await newSearch(query, visit, refused)
        }
    }

    /// `POST /account/searches/mail`
    func changeSearchMail(_ fields: FormFields, _ visit: Visit) async throws -> Response {
        let isOn = fields["mail"] == "true"
        try await searches.setMail(isOn, for: try fields.savedSearch(), of: ID(visit.user.id))
        return .seeOther(Room.searches.path + (isOn ? "?done=search-mail-on" : "?done=search-mail-off"))
    }

    /// `POST /account/searches/remove`
    func removeSearch(_ fields: FormFields, _ visit: Visit) async throws -> Response {
        try await searches.delete(try fields.savedSearch(), of: ID(visit.user.id))
        return .seeOther(Room.searches.path + "?done=search-removed")
    }

    private func newSearch(_ query: String, _ visit: Visit, _ refused: Refused?) async throws -> Response {
        let tree = try await shop.departments.tree()
        let browsing = Browsing(query: query, currency: shop.shop.currency)
        return try await room(.searches, lead: SearchesRoom.lead, for: visit, refused) { forms in
            [
                Panel(
                    title: "Save this search", facts: SearchesRoom.facts(browsing, in: tree),
                    forms: [forms.view(SearchesRoom.form(for: browsing, in: tree))])
            ]
        }
    }
}

/// The cards of this room.
enum SearchesRoom {
    static let lead = "Searches that you want to come back to. We can tell you when something new matches."

    static let nothing = Panel(
        texts: ["You have none yet. Search for something, and follow “Save this search” above the results."],
        buttons: [Link(text: "To the search", url: "/search")])

    static let unconfirmed = Panel(
        warning: "Mails go to a confirmed address only. Yours is not confirmed yet.",
        buttons: [Link(text: "Your account", url: Room.overview.path)])

    static func form(for browsing: Browsing, in tree: CategoryTree) -> Form {
        Form(
            id: "search", action: Room.searches.path + "/new",
            fields: [
                Field(
                    name: "name", label: "Name", hint: "So that you know it again.",
                    limit: SavedSearch.maximumNameLength),
                Field(
                    name: "mail", label: "Send me a mail when something new matches, once a day at most", kind: .tick),
            ], button: "Save the search",
            hidden: ["query": String(AddressFields.query(browsing.saved.fields).dropFirst())],
            values: ["name": [name(of: browsing, in: tree)]])
    }

    private static func name(of browsing: Browsing, in tree: CategoryTree) -> String {
        let place = browsing.category.flatMap { tree.category(at: $0)?.name }
        let parts = [browsing.text, place ?? "", browsing.brands.joined(separator: ", ")].filter { !$0.isEmpty }
        return String(parts.joined(separator: ", ").prefix(SavedSearch.maximumNameLength))
    }

    static func row(_ saved: SavedSearch, in tree: CategoryTree, _ forms: FormSheet) -> PanelRow {
        let hidden = ["search": saved.id.description]
        let mail = Form(
            id: "mail-\(saved.id)", action: Room.searches.path + "/mail",
            button: saved.sendsMail ? "Stop mails" : "Send mails", about: saved.name,
            hidden: hidden.merging(["mail": saved.sendsMail ? "false" : "true"]) { $1 }, isSmall: true)
        let removal = Form(
            id: "remove-\(saved.id)", action: Room.searches.path + "/remove", button: "Remove", about: saved.name,
            hidden: hidden, isSmall: true)
        let facts = facts(Browsing(saved.query), in: tree).map { "\($0.name): \($0.value)" }
        return PanelRow(
            title: saved.name, url: saved.query.pagePath, badge: saved.sendsMail ? "Mails" : nil,
            details: facts + ["Saved \(saved.createdAt.day)"], form: forms.view(mail), others: [forms.view(removal)])
    }

    /// What is searched for, in words.
    static func facts(_ browsing: Browsing, in tree: CategoryTree) -> [Fact] {
        var facts: [Fact] = []
        if !browsing.text.isEmpty { facts.append(Fact(name: "Words", value: browsing.text)) }
        if let category = browsing.category {
            facts.append(Fact(name: "In", value: tree.category(at: category)?.name ?? category))
        }
        let filters = Link.chips(at: ResultsPlace(path: "", browsing: browsing)).map(\.text)
        if !filters.isEmpty { facts.append(Fact(name: "Only", value: filters.joined(separator: ", "))) }
        return facts
    }
}

extension FormFields {
    /// The saved search that a form is about.
    /// - Throws: `SearchError.savedSearchNotFound`.
    fileprivate func savedSearch() throws(SearchError) -> ID<SavedSearch> {
        guard let id = self["search"].flatMap({ ID<SavedSearch>($0) }) else { throw .savedSearchNotFound }
        return id
    }
}

extension SavedQuery {
    /// The page that shows what it finds. Tags and attributes, which only programs save, are left out: the page has no
    /// filters for them.
    package var pagePath: String { "/search" + AddressFields.query(Browsing(self).fields) }
}

extension Browsing {
    /// What a saved search looks for, as far as a page can show it.
    init(_ query: SavedQuery) {
        self.init()
        (text, category, brands, sort) = (query.text, query.category, query.brands, query.sort)
        let below = query.maximumPrice.map { Money(minorUnits: $0.minorUnits + 1, $0.currency) }
        if query.minimumPrice != nil || below != nil { price = PriceBand(from: query.minimumPrice, below: below) }
        minimumRating = query.minimumRating.map { min(max(Int($0.rounded(.up)), 1), 5) }
        onlyInStock = query.inStock ?? false
    }

    /// The same from the first page: what is kept when it is saved.
    var saved: Browsing { with { _ in } }

    /// Whether there is anything to save.
    var canBeSaved: Bool { !text.isEmpty || category != nil || isFiltered }
}
