/// Something that happened, written in the transaction that made it happen.
///
/// An event says which thing changed, not how it looks now: a follower reads the current state, so that an event seen
/// twice or late does no harm.
package protocol Event: Sendable {
    /// `product.updated`: the noun and what happened to it, in the past tense. Stable.
    static var name: String { get }
    /// The id of the thing that it happened to, as text.
    var subject: String { get }
}
