import Kernel
import Persistence

/// Puts the rows of one batch into the shop, within one transaction.
///
/// Rows are taken one after the other, each seeing what those before it did: what comes out does not depend on where a
/// batch ends, so that an import that was broken off and begun again leaves the shop that one run would have left.
/// Statements are put off until the end of the batch, or until a row is about a product that waits to be written.
struct BatchImport {
    private let transaction: Transaction
    private let now: Timestamp
    private let isDryRun: Bool
    private var products: KnownProducts
    private var categories: CategoryShelf
    private var slugs: SlugLedger
    private var inserts: [Product] = []
    private var updates: [Product] = []
    private var waiting: Set<ID<Product>> = []
    private var outcome = BatchOutcome()

    /// A row of a product that somebody else changed at the same time.
    struct LostRace: Error {}

    /// Imports the rows, or finds out what would come of it.
    /// - Throws: `DatabaseError`, `LostRace`; then nothing of the batch went in.
    static func run(
        _ rows: [ImportRow], in transaction: Transaction, isDryRun: Bool, at now: Timestamp
    ) throws -> BatchOutcome {
        var batch = try BatchImport(rows, in: transaction, isDryRun: isDryRun, at: now)
        for row in rows { try batch.take(row) }
        try batch.flush()
        return batch.outcome
    }

    private init(_ rows: [ImportRow], in transaction: Transaction, isDryRun: Bool, at now: Timestamp) throws {
        (self.transaction, self.isDryRun, self.now) = (transaction, isDryRun, now)
        products = try KnownProducts(for: rows, in: transaction)
        var wishes: [String] = []
        for row in rows {
            if let slug = row.draft.slug {
                wishes.append(slug)
            } else if !products.mayHold(row) {
                wishes += row.slugs.likely
            }
        }
        slugs = try SlugLedger(lookingUp: wishes, in: transaction)
        categories = try CategoryShelf(for: rows.map(\.draft), in: transaction, isDryRun: isDryRun, at: now)
    }

    private mutating func take(_ row: ImportRow) throws {
        do {
            if let old = try products.match(row, in: transaction) { try update(old, by: row) } else { try create(row) }
        } catch let error as FieldError {
            outcome.rejects.append(ImportReject(row.raw, error))
        }
    }

    private mutating func create(_ row: ImportRow) throws {
        let slug: String
        if let wanted = row.draft.slug {
            try slugs.claim(wanted)
            slug = wanted
        } else {
            slug = try slugs.claimFirst(of: row.slugs)
        }
        let category = try categories.summary(of: row.draft.category)
        let product = row.draft.product(ID(at: now), slug: slug, category: category, at: now)
        inserts.append(product)
        waiting.insert(product.id)
        products.put(product)
        outcome.created += 1
    }

    private mutating func update(_ old: Product, by row: ImportRow) throws {
        let draft = row.draft.completed(by: old, givesStatus: row.givesStatus)
        if let slug = draft.slug, slug != old.slug { try slugs.claim(slug) }
        let category = try categories.summary(of: draft.category)
        let product = draft.successor(of: old, category: category, at: now)
        guard product != old else {
            outcome.unchanged += 1
            return
        }
        if product.slug != old.slug { slugs.release(old.slug) }
        if waiting.contains(old.id) { try flush() }
        updates.append(product)
        waiting.insert(product.id)
        products.put(product)
        outcome.updated += 1
    }

    private mutating func flush() throws {
        defer { (inserts, updates, waiting) = ([], [], []) }
        guard !isDryRun else { return }
        // Updates first: a new product may take the slug that one of them gave up.
        if !updates.isEmpty {
            guard try transaction.update(updates) == updates.count else { throw LostRace() }
            try transaction.record(updates.map { ProductUpdated($0.id) }, at: now)
        }
        if !inserts.isEmpty {
            try transaction.insert(inserts)
            try transaction.record(inserts.map { ProductCreated($0.id) }, at: now)
        }
    }
}

/// What came of a batch.
struct BatchOutcome: Sendable {
    var created = 0
    var updated = 0
    var unchanged = 0
    /// The rows that the database's state speaks against.
    var rejects: [ImportReject] = []

    static func += (left: inout BatchOutcome, right: BatchOutcome) {
        left.created += right.created
        left.updated += right.updated
        left.unchanged += right.unchanged
        left.rejects += right.rejects
    }
}
