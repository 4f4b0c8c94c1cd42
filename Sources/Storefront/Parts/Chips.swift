import Kernel

extension Link {
    /// What narrows the results down, each with the address that takes away that one and keeps the others.
    static func chips(at place: ResultsPlace) -> [Link] {
        let browsing = place.browsing
        var chips = browsing.brands.map { brand in
            Link(text: brand, url: place.url(browsing.with { $0.brands.removeAll { $0 == brand } }))
        }
        if let price = browsing.price {
            chips.append(Link(text: price.label, url: place.url(browsing.with { $0.price = nil })))
        }
        if let stars = browsing.minimumRating {
            chips.append(Link(text: stars.ratingLabel, url: place.url(browsing.with { $0.minimumRating = nil })))
        }
        if browsing.onlyInStock {
            chips.append(Link(text: "In stock", url: place.url(browsing.with { $0.onlyInStock = false })))
        }
        return chips
    }
}

extension Int {
    /// `4 stars and more`
    var ratingLabel: String { "\(counted("star")) and more" }
}
