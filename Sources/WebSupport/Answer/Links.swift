/// Where a request was sent to, without host.
package struct RequestAddress: Sendable {
    /// The path, as it was sent.
    package let path: String
    /// What stands behind `?`, as it was sent.
    package let query: String

    /// An address.
    package init(path: String, query: String) {
        (self.path, self.query) = (path, query)
    }

    /// The same address with one parameter of the query replaced.
    func setting(_ name: String, to value: String) -> String {
        let others = query.split(separator: "&").filter { !($0 == name || $0.hasPrefix(name + "=")) }
        return RequestAddress.linkable(
            path + "?" + (others.map(String.init) + ["\(name)=\(value)"]).joined(separator: "&"))
    }

    /// Without what a client may send but no URI contains (RFC 3986 §2): it would end the link early.
    static func linkable(_ address: String) -> String {
        guard address.utf8.contains(where: { [0x3C, 0x3E, 0x22].contains($0) }) else { return address }
        return address.replacing("<", with: "%3C").replacing(">", with: "%3E").replacing("\"", with: "%22")
    }
}

/// Links from one stretch of a list to those beside it (RFC 8288).
package struct Links: Sendable {
    private var targets: [(relation: String, parameter: String, value: String)] = []

    /// No links.
    package init() {}

    /// To the pages before and behind, as far as there are any.
    package init(page: Int, of count: Int) {
        if page > 1, page <= count + 1 { targets.append(("prev", "page", String(page - 1))) }
        if page < count { targets.append(("next", "page", String(page + 1))) }
    }

    /// To what follows in a feed; `nil` at its end.
    package init(nextCursor: String?) {
        if let nextCursor { targets.append(("next", "cursor", nextCursor)) }
    }

    /// The value of `Link`; `nil` without links.
    func header(at address: RequestAddress) -> String? {
        guard !targets.isEmpty else { return nil }
        return targets.map { "<\(address.setting($0.parameter, to: $0.value))>; rel=\"\($0.relation)\"" }
            .joined(separator: ", ")
    }
}
