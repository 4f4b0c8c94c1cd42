package import Kernel

/// What the pages say about the shop itself.
package struct ShopProfile: Sendable {
    /// Its name.
    package let name: String
    /// What its prices are in.
    package let currency: Currency
    /// Where it stands in the world, `https://shop.example`; canonical links are absolute when it is known.
    package let publicURL: String?
    /// Where browsers fetch style, script and the shop's own pictures; `nil` for the shop itself.
    package let cdnURL: String?

    /// A shop of that name.
    package init(name: String, currency: Currency, publicURL: String? = nil, cdnURL: String? = nil) {
        self.name = name
        self.currency = currency
        self.publicURL = publicURL.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
        self.cdnURL = cdnURL.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
    }

    /// The address that a browser fetches a file from: a path of the shop lies behind the content delivery network, if
    /// there is one; anything else is left alone.
    func fetched(_ address: String) -> String {
        address.hasPrefix("/") ? (cdnURL ?? "") + address : address
    }

    /// The address as it is seen from outside: a path of the shop gets the shop in front, anything else is left alone.
    func absolute(_ address: String) -> String {
        address.hasPrefix("/") ? (publicURL ?? "") + address : address
    }
}
