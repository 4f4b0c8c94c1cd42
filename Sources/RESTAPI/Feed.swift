import Kernel
import WebSupport

/// One stretch of a feed.
struct FeedAnswer<Item: Answer>: Answer {
    let items: [Item]
    let nextCursor: String?

    static var example: FeedAnswer { FeedAnswer(items: [.example], nextCursor: nil) }

    func write(to object: inout AnswerWriter) {
        object.member("items", items, "The items, in the order of the feed.")
        object.member("next_cursor", nextCursor, "Send it back as `cursor` for what follows; null at the end.")
        object.member("has_more", nextCursor != nil, "Whether anything follows.")
    }
}

/// Feeds are gone through by signed cursors, each good for its own feed only.
extension Call {
    /// Where a feed goes on; `nil` for its beginning.
    /// - Throws: `CursorError` for a cursor that was never given out for it.
    func place(in feed: String, _ cursor: String?) throws -> Cursor? {
        try cursor.map { try cursors.cursor(from: $0, feed: feed) }
    }

    /// A stretch of a feed with the place behind it; `nil` at the end.
    func stretch<Found, Item: Answer>(
        of feed: String, _ found: some Sequence<Found>, next: Cursor?, show: (Found) -> Item
    ) -> Reply<FeedAnswer<Item>> {
        let text = next.map { cursors.text(of: $0, feed: feed) }
        return .ok(FeedAnswer(items: found.map(show), nextCursor: text), links: Links(nextCursor: text))
    }

    /// The same of a list that was asked for one more than `limit`, so that it is known whether anything follows.
    func stretch<Found, Item: Answer>(
        of feed: String, _ found: [Found], limit: Int, at position: (Found) -> String, show: (Found) -> Item
    ) -> Reply<FeedAnswer<Item>> {
        let next = found.count > limit ? Cursor(position: position(found[limit - 1])) : nil
        return stretch(of: feed, found.prefix(limit), next: next, show: show)
    }
}
