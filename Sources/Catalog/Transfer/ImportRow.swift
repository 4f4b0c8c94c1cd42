import Kernel

/// A record that keeps every rule, and what is needed to find or make its product.
struct ImportRow: Sendable {
    let raw: RawRecord
    let draft: ProductDraft
    /// Whether the record says who may see the product; otherwise the product keeps what it has.
    let givesStatus: Bool
    /// How the product is known.
    let identity: Identity
    /// Slugs to try for a new product, in turn.
    let slugs: SlugCandidates

    /// How a product that is in the shop already is found again, by the first of these that the record has.
    enum Identity: Sendable {
        /// The external id.
        case externalID(ExactText)
        /// The slug, which travels with an export.
        case slug(String)
        /// The SKUs of its variants, where one product alone has them.
        case skus([ExactText])
        /// Nothing but the name: the product without id and SKU that has this name and one of its first slugs.
        case name
    }

    init(_ raw: RawRecord, _ draft: ProductDraft, givesStatus: Bool) {
        (self.raw, self.draft, self.givesStatus) = (raw, draft, givesStatus)
        let skus = draft.variants.compactMap(\.sku)
        slugs = SlugCandidates(name: draft.name, mark: draft.externalID ?? skus.first)
        if let id = draft.externalID {
            identity = .externalID(ExactText(id))
        } else if let slug = draft.slug {
            identity = .slug(slug)
        } else {
            identity = skus.isEmpty ? .name : .skus(skus.map(ExactText.init))
        }
    }
}

/// Slugs for a product of that name, in the order in which they are tried.
struct SlugCandidates: Sendable {
    /// The ones that are worth looking up in advance: the third is needed by one product in thousands.
    let likely: [String]
    private let wish: String
    private let mark: String?

    init(name: String, mark: String?) {
        wish = Slug.make(from: name, fallback: "product")
        self.mark = mark
        likely = Array(Slug.candidates(wish, mark: mark).prefix(2))
    }

    /// The ones to try when the likely ones are taken.
    var others: some Sequence<String> { Slug.candidates(wish, mark: mark).dropFirst(likely.count) }
}

/// What comes of a record before the database is asked.
enum ImportEntry: Sendable {
    /// It can go in; what was changed on the way.
    case row(ImportRow, warnings: [ImportReject])
    /// It cannot.
    case reject(ImportReject)

    /// Checks a record against the rules.
    init(_ read: ReadRecord, defaults: ProductDraft.Defaults) {
        guard var record = read.record else {
            self = .reject(ImportReject(read.raw, read.errors))
            return
        }
        let cut = NameCut.apply(to: &record)
        do throws(ValidationError) {
            let draft = try ProductDraft(record, defaults: defaults)
            guard read.errors.isEmpty else { throw ValidationError([]) }
            self = .row(
                ImportRow(read.raw, draft, givesStatus: record.status != nil),
                warnings: cut.map { [ImportReject(read.raw, $0, isWarning: true)] } ?? [])
        } catch {
            // A field that could not be read is absent for the rules, which would call it missing as well.
            let known = Set(read.errors.map(\.field))
            self = .reject(ImportReject(read.raw, read.errors + error.fields.filter { !known.contains($0.field) }))
        }
    }
}
