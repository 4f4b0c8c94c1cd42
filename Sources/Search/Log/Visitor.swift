package import Kernel

/// Who did something, as far as counting needs to tell people apart. It is kept in memory for a day at most, and never
/// written down.
package struct Visitor: Hashable, Sendable {
    private let high: UInt64
    private let low: UInt64

    /// Somebody with an account.
    package init<Account>(_ account: ID<Account>) {
        (high, low) = (account.high, account.low)
    }

    /// A stranger at an address. Of version 6 the first 64 bits count: everybody has at least so many addresses.
    package init(_ address: IPAddress) {
        let counted = address.isV4 ? address : address.prefix(64)
        (high, low) = (counted.high, counted.low)
    }
}
