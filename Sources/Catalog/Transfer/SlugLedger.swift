import Kernel
import Persistence

/// Which slugs are in use, after the rows of a batch taken so far. What is likely to be wanted is looked up at once.
struct SlugLedger {
    private let transaction: Transaction
    private var known: Set<String>
    private var taken: Set<String>

    init(lookingUp slugs: [String], in transaction: Transaction) throws {
        self.transaction = transaction
        known = Set(slugs)
        taken = slugs.isEmpty ? [] : try transaction.takenSlugs(among: slugs)
    }

    /// Takes a slug that was asked for.
    /// - Throws: `FieldError` when another product has it.
    mutating func claim(_ slug: String) throws {
        guard try isFree(slug) else {
            throw FieldError("slug", code: "slug_taken", message: "another product has the slug \"\(slug)\"")
        }
        taken.insert(slug)
    }

    /// Takes the first candidate that nobody has.
    /// - Throws: `FieldError` when all are taken.
    mutating func claimFirst(of candidates: SlugCandidates) throws -> String {
        if let slug = try firstFree(candidates.likely) ?? firstFree(candidates.others) {
            taken.insert(slug)
            return slug
        }
        throw FieldError("slug", code: "slug_taken", message: "a thousand products have slugs made from this name")
    }

    /// Gives up a slug that a product no longer has.
    mutating func release(_ slug: String) {
        known.insert(slug)
        taken.remove(slug)
    }

    private mutating func firstFree(_ slugs: some Sequence<String>) throws -> String? {
        for slug in slugs where try isFree(slug) { return slug }
        return nil
    }

    private mutating func isFree(_ slug: String) throws -> Bool {
        if known.insert(slug).inserted { taken.formUnion(try transaction.takenSlugs(among: [slug])) }
        return !taken.contains(slug)
    }
}
