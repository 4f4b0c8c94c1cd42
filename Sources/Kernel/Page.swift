/// Which page of a list is wanted. Pages count from 1.
package struct PageRequest: Hashable, Sendable {
    /// The page, from 1.
    package let number: Int
    /// How many items make a page.
    package let size: Int

    /// The page sizes that may be asked for.
    package static let sizes = 1...100
    /// The page size when none is asked for.
    package static let defaultSize = 20
    /// Items that may be skipped to reach a page. Deeper, a cursor feed is the honest tool: OFFSET reads what it skips.
    package static let maximumDepth = 10_000

    /// A page, its number and size clamped to what is allowed.
    package init(number: Int = 1, size: Int = defaultSize) {
        self.size = min(max(size, PageRequest.sizes.lowerBound), PageRequest.sizes.upperBound)
        self.number = min(max(number, 1), PageRequest.maximumDepth)
    }

    /// Whether the page lies beyond what may be skipped to.
    package var isTooDeep: Bool { number * size > PageRequest.maximumDepth }

    /// How many items come before the page.
    package var offset: Int { (number - 1) * size }
}

/// One page of a list, with the size of the whole.
package struct Page<Item: Sendable>: Sendable {
    /// The items of this page, in order.
    package let items: [Item]
    /// How many items the whole list has.
    package let total: Int
    /// Which page this is.
    package let request: PageRequest

    /// A page of `items` out of `total`.
    package init(items: [Item], total: Int, request: PageRequest) {
        self.items = items
        self.total = total
        self.request = request
    }

    /// How many pages the list has; 0 when it is empty.
    package var totalPages: Int { (total + request.size - 1) / request.size }

    /// The same page of other items.
    package func map<Other>(_ transform: (Item) throws -> Other) rethrows -> Page<Other> {
        Page<Other>(items: try items.map(transform), total: total, request: request)
    }
}
