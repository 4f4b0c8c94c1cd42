/// A link to one page of results, or the gap between two.
struct PageLink: Equatable {
    let text: String
    /// `nil` for a gap.
    let url: String?
    var isCurrent = false
    /// `prev` or `next`.
    var relation: String?
    /// What stands before the text for those who hear it.
    var spoken: String?

    /// Previous, the first, those around the current one, the last, next.
    static func all(of count: Int, at place: ResultsPlace) -> [PageLink] {
        let current = place.browsing.page
        guard count > 1, current <= count else { return [] }
        var links: [PageLink] = []
        if current > 1 { links.append(PageLink("‹ Previous", current - 1, place, relation: "prev")) }
        var last = 0
        for number in [1] + ((current - 1)...(current + 1)) + [count] where number > last && number <= count {
            if number > last + 1 { links.append(PageLink(text: "…", url: nil)) }
            links.append(PageLink(String(number), number, place, spoken: "Page"))
            last = number
        }
        if current < count { links.append(PageLink("Next ›", current + 1, place, relation: "next")) }
        return links
    }

    private init(
        _ text: String, _ number: Int, _ place: ResultsPlace, relation: String? = nil, spoken: String? = nil
    ) {
        (self.text, self.relation, self.spoken) = (text, relation, spoken)
        url = place.url(place.browsing.with { $0.page = number })
        isCurrent = number == place.browsing.page
    }

    private init(text: String, url: String?) {
        (self.text, self.url) = (text, url)
    }
}
