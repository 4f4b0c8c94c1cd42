/// Where somebody wanted to go who had to sign in first: a path of this shop and nothing else.
///
/// What an address says could lead to another site, with our own sign-in page as bait (open redirect, CWE-601). Browsers
/// read `//host` and `/\host` as other hosts, and leave out tabs and line ends before they look; so a path has none of
/// these, and only printable ASCII.
struct ReturnPath: Equatable {
    let path: String

    private static let limit = 2000

    /// `nil` for everything but a plain path.
    init?(_ text: String?) {
        guard let text, text.utf8.count <= ReturnPath.limit, text.hasPrefix("/"), !text.hasPrefix("//"),
            text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") })
        else { return nil }
        path = text
    }

    /// An address of ours that leads on to this path afterwards.
    func after(_ address: String) -> String {
        address + AddressFields.query([("return_to", path)])
    }
}

extension ReturnPath? {
    /// The same for a path that may not be there.
    func after(_ address: String) -> String { map { $0.after(address) } ?? address }

    /// What a form sends along to keep it.
    var hidden: [String: String] { map { ["return_to": $0.path] } ?? [:] }
}
