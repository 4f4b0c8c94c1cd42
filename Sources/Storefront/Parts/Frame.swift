import Catalog

/// What a page says about itself.
struct PageHead {
    /// What it is about; the shop's name is put behind it.
    let title: String
    var description: String?
    /// The one address under which it is to be known; `nil` for pages that should not be found.
    var path: String?
    var searchText = ""
    var hasSearchBox = true
    /// The slug of the department that it belongs to.
    var department: String?
    /// Facts for machines: JSON-LD, safe inside a script element.
    var structuredData: String?
    /// What it looks like where it is shared.
    var picture: String?
    /// Who is looking at it, on pages for one person.
    var visitor: String?
    /// Whether it is one of the pages of accounts, which have forms.
    var isAccount = false
    /// Whether it can ask the browser for passkeys.
    var usesPasskeys = false
}

/// What surrounds a page: head, navigation and foot.
struct Frame {
    let title: String
    let description: String?
    let canonical: String?
    let isIndexed: Bool
    let shopName: String
    let searchText: String
    let hasSearchBox: Bool
    let departments: [Link]
    let hasDepartments: Bool
    let structuredData: String?
    let picture: String?
    let visitor: String?
    let accountStylesheet: String?
    let passkeyScript: String?
    let stylesheet: String
    let script: String

    init(_ head: PageHead, shop: ShopProfile, departments: [Category]) {
        title = head.title == shop.name ? shop.name : "\(head.title) · \(shop.name)"
        description = head.description
        canonical = head.path.map(shop.absolute)
        isIndexed = head.path != nil
        shopName = shop.name
        (searchText, hasSearchBox) = (head.searchText, head.hasSearchBox)
        self.departments = departments.map { Link($0, isCurrent: $0.slug == head.department) }
        hasDepartments = !departments.isEmpty
        structuredData = head.structuredData
        picture = head.picture.map { shop.absolute(shop.fetched($0)) }
        (stylesheet, script) = (shop.fetched(Asset.stylesheet.url), shop.fetched(Asset.script.url))
        visitor = head.visitor
        accountStylesheet = head.isAccount ? shop.fetched(Asset.accountStylesheet.url) : nil
        passkeyScript = head.usesPasskeys ? shop.fetched(Asset.passkeyScript.url) : nil
    }
}
