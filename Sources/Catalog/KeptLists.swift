import Kernel
import Persistence
import Synchronization

/// How many products pass a filter and which of them stand where in a list, kept until something changes.
///
/// Counting 19,406 products takes PostgreSQL 2.5 ms and going to the 5,000th of them 1 ms, several times what reading a
/// page by its ids takes. What is kept is as exact as what is read anew: it is used only when the statement that uses it
/// sees no event that was not there when it was read, and whoever changes the catalogue records one. All of it is of
/// one moment, that of `mark`, and goes when that has passed.
final class KeptLists: Sendable {
    /// Different filters and orders, and ids over all of them, 16 bytes each; then all are let go of.
    private static let limit = 1000, idLimit = 1_000_000
    /// In an order that an index has, as many places are read at a time.
    private static let stride = 200
    /// Events may be pruned when they are days old; nothing here gets so old.
    private static let age = Duration.seconds(60)
    private let generation = Mutex<Generation?>(nil)

    /// A filter in an order.
    struct List: Hashable, Sendable {
        let filter: ProductFilter
        let sort: ProductSort
        let isDescending: Bool
    }

    /// Where a page stands.
    struct Place: Sendable {
        let ids: [ID<Product>]
        let total: Int
        let mark: FeedMark
    }

    /// Part of a list. A page begins in it and ends in it as well: the largest one from the last place fits.
    private struct Stretch: Hashable {
        let list: List
        let start: Int

        /// What has to be sorted anyway is read as far as pages go: sorting for each part would cost as much again.
        init(with page: PageRequest, of list: List) {
            self.list = list
            start = list.isIndexed ? page.offset / KeptLists.stride * KeptLists.stride : 0
        }

        var limit: Int {
            (list.isIndexed ? KeptLists.stride : PageRequest.maximumDepth) + PageRequest.sizes.upperBound
        }

        func cut(_ page: PageRequest, from ids: [ID<Product>]) -> [ID<Product>] {
            Array(ids.dropFirst(page.offset - start).prefix(page.size))
        }
    }

    private struct Generation {
        let mark: FeedMark
        let begun = ContinuousClock.now
        var totals: [ProductFilter: Int] = [:]
        var stretches: [Stretch: [ID<Product>]] = [:]
        var idCount = 0

        var isOld: Bool { ContinuousClock.now - begun > KeptLists.age }
        var isFull: Bool { stretches.count >= KeptLists.limit || idCount >= KeptLists.idLimit }
    }

    /// Where that page was at the moment of the mark; `nil` when it is not known, or has nothing on it.
    func page(_ page: PageRequest, of list: List) -> Place? {
        let stretch = Stretch(with: page, of: list)
        return generation.withLock { generation in
            guard let generation, !generation.isOld, let total = generation.totals[list.filter],
                let ids = generation.stretches[stretch]
            else { return nil }
            let place = Place(ids: stretch.cut(page, from: ids), total: total, mark: generation.mark)
            return place.ids.isEmpty ? nil : place
        }
    }

    /// Where that page is for the transaction.
    /// - Throws: `ValidationError` when the filter names a category that is not there.
    func place(of page: PageRequest, in list: List, _ transaction: Transaction) throws -> Place {
        let stretch = Stretch(with: page, of: list)
        let known = try current(list.filter, stretch, transaction)
        if let total = known.total, let ids = known.ids, let mark = known.mark {
            return Place(ids: stretch.cut(page, from: ids), total: total, mark: mark)
        }
        let condition = try transaction.condition(of: list.filter)
        let total = try known.total ?? transaction.count(condition)
        let ids = try known.ids ?? transaction.productIDs(condition, list, from: stretch.start, limit: stretch.limit)
        let mark = try transaction.feedMark()
        keep(total, ids, of: stretch, mark, since: known.mark)
        return Place(ids: stretch.cut(page, from: ids), total: total, mark: mark)
    }

    /// What is known and still so for the transaction.
    private func current(
        _ filter: ProductFilter, _ stretch: Stretch, _ transaction: Transaction
    ) throws -> (total: Int?, ids: [ID<Product>]?, mark: FeedMark?) {
        let known = generation.withLock { generation in
            generation.flatMap { $0.isOld ? nil : ($0.totals[filter], $0.stretches[stretch], $0.mark) }
        }
        guard let known, try transaction.hasEvents(since: known.2) == false else { return (nil, nil, nil) }
        return known
    }

    /// Adds to what is kept when that is of the mark that the transaction compared itself with and has seen all of;
    /// else begins anew, unless somebody has who saw more.
    private func keep(
        _ total: Int, _ ids: [ID<Product>], of stretch: Stretch, _ mark: FeedMark, since known: FeedMark?
    ) {
        generation.withLock { generation in
            if let kept = generation, !kept.isOld, !mark.sees(allOf: kept.mark) { return }
            let isSame = generation.map { $0.mark == known && !$0.isOld && !$0.isFull } ?? false
            var changed = isSame ? generation.take() ?? Generation(mark: mark) : Generation(mark: mark)
            changed.totals[stretch.list.filter] = total
            changed.stretches[stretch] = ids
            changed.idCount += ids.count
            generation = changed
        }
    }
}

extension KeptLists.List {
    /// Whether an index gives the products in that order: those of all brands and categories by age or price.
    fileprivate var isIndexed: Bool {
        [.createdAt, .price].contains(sort) && filter.category == nil && filter.brands.isEmpty
    }
}

extension Transaction {
    fileprivate func condition(of filter: ProductFilter) throws -> SQL {
        SQL.all(filter.conditions(categories: try filter.category.map { try subtree(of: $0) }))
    }

    fileprivate func count(_ condition: SQL) throws -> Int {
        try value("SELECT count(*) FROM products p WHERE \(condition)", as: Int.self) ?? 0
    }

    fileprivate func productIDs(
        _ condition: SQL, _ list: KeptLists.List, from start: Int, limit: Int
    ) throws -> [ID<Product>] {
        let order = list.sort.order(descending: list.isDescending)
        return try values(
            "SELECT p.id FROM products p WHERE \(condition)\(order) LIMIT \(limit) OFFSET \(start)",
            as: ID<Product>.self)
    }
}
