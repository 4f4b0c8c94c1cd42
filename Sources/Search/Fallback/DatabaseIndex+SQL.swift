import Kernel
import Persistence

/// How far the table of documents has followed the feed.
struct DocumentsState: RowDecodable {
    let position: FeedPosition
    /// Raised by each building; rows of older ones go when it ends.
    let generation: Int
    let isBuilt: Bool
    /// When a node that is building was last seen; `nil` when none is.
    let builderSeen: Timestamp?

    init(row: inout Row) throws {
        position = try FeedPosition(row: &row)
        generation = try row.decode("generation")
        isBuilt = try row.decode("is_built")
        builderSeen = try row.decode("builder_seen_at")
    }
}

extension Transaction {
    func documentsState() throws -> DocumentsState {
        let state: DocumentsState? = try first(
            "SELECT epoch, sequence, generation, is_built, builder_seen_at FROM search_documents_state WHERE one = 1")
        guard let state else {
            throw DatabaseError.decoding(column: "one", message: "the state of the documents is gone")
        }
        return state
    }

    /// The same, and nobody else writes documents until this transaction ends.
    func lockDocuments() throws -> DocumentsState {
        try execute("UPDATE search_documents_state SET one = 1 WHERE one = 1")
        return try documentsState()
    }

    func setPosition(_ position: FeedPosition) throws {
        try execute(
            """
            UPDATE search_documents_state SET epoch = \(position.epoch), sequence = \(position.sequence) WHERE one = 1
            """)
    }

    func setGeneration(_ generation: Int) throws {
        try execute("UPDATE search_documents_state SET generation = \(generation) WHERE one = 1")
    }

    func setBuilderSeen(_ moment: Timestamp) throws {
        try execute("UPDATE search_documents_state SET builder_seen_at = \(moment) WHERE one = 1")
    }

    func setBuilt(_ position: FeedPosition) throws {
        try setPosition(position)
        try execute("UPDATE search_documents_state SET is_built = \(true), builder_seen_at = NULL WHERE one = 1")
    }

    func documentCount() throws -> Int {
        try value("SELECT count(*) FROM search_documents") ?? 0
    }

    func fingerprints(of ids: [ID<IndexedProduct>]) throws -> [String: UInt64] {
        var prints: [String: UInt64] = [:]
        try forEach("SELECT product_id, fingerprint FROM search_documents WHERE product_id IN \(list: ids)") { row in
            let id = try row.decode("product_id", as: ID<IndexedProduct>.self)
            prints[id.description] = Fingerprint(value: try row.decode("fingerprint")).value
        }
        return prints
    }

    func deleteDocuments(of ids: [ID<IndexedProduct>]) throws {
        try deleteDocuments(where: "product_id IN \(list: ids)")
    }

    func deleteDocuments(before generation: Int) throws {
        try deleteDocuments(where: "generation < \(generation)")
    }

    private func deleteDocuments(where condition: SQL) throws {
        if dialect == .sqlite {
            try execute(
                "DELETE FROM search_full_text WHERE rowid IN (SELECT id FROM search_documents WHERE \(condition))")
        }
        try execute("DELETE FROM search_documents WHERE \(condition)")
    }

    /// Writes documents in place of those of the same products.
    func put(_ products: [IndexedProduct], generation: Int) throws {
        let documents = products.compactMap { DocumentRow($0, generation: generation) }
        try deleteDocuments(of: documents.map(\.id))
        try insert(DocumentRow.insertion, rows: documents.map { $0.values(dialect) })
        if dialect == .sqlite { try execute(batch: documents.map(\.fullTextInsertion)) }
    }
}

/// A product as a row of `search_documents`.
private struct DocumentRow {
    let id: ID<IndexedProduct>
    let product: IndexedProduct
    let generation: Int
    let card: [UInt8]
    private let texts: Texts

    /// What is found, by its weight.
    private struct Texts {
        let name, category, brand, codes, rest: String
    }

    /// Characters of a description that are found: PostgreSQL's `tsvector` ends at a megabyte.
    private static let maximumText = 50_000

    init?(_ product: IndexedProduct, generation: Int) {
        guard let id = ID<IndexedProduct>(product.card.id) else { return nil }
        (self.id, self.product, self.generation) = (id, product, generation)
        card = product.card.jsonMembers
        texts = DocumentRow.texts(of: product)
    }

    static var insertion: SQL {
        """
        INSERT INTO search_documents (product_id, generation, name, brand, brand_folded, category, category_key, price,
            rating, popularity, in_stock, created_at, tags, attributes, card, fingerprint\(sqlite: "", postgres: ", full_text"))
        """
    }

    func values(_ dialect: Dialect) -> SQL {
        let shown = product.card
        let path = shown.category?.path ?? []
        let values: SQL = """
            \(id), \(generation), \(shown.name), \(shown.brand), \(shown.brand.map(QueryText.normalised)),
            \(JSONList.text(path)), \(CategoryKey.text(path)), \(shown.price.minorUnits),
            \(StoredRating.units(shown.rating ?? 0)), \(product.popularity), \(shown.inStock), \(product.createdAt),
            \(JSONList.text(shown.tags)), \(attributes), \(card), \(fingerprint)
            """
        guard dialect == .postgres else { return "(\(values))" }
        return """
            (\(values),
                setweight(to_tsvector('english', \(texts.name + " " + texts.codes)), 'A')
                || setweight(to_tsvector('english', \(texts.category + " " + texts.brand)), 'B')
                || setweight(to_tsvector('english', \(texts.rest)), 'C'))
            """
    }

    /// One row of values: behind a statement that may write several, FTS5 writes a segment and merges.
    var fullTextInsertion: SQL {
        """
        INSERT INTO search_full_text (rowid, name, category, brand, codes, rest)
        VALUES ((SELECT id FROM search_documents WHERE product_id = \(id)),
            \(texts.name), \(texts.category), \(texts.brand), \(texts.codes), \(texts.rest))
        """
    }

    private var fingerprint: Int64 { Int64(bitPattern: Fingerprint(product, card: card).value) }

    private var attributes: String {
        var json = JSONWriter()
        json.object { json in
            for (name, value) in product.attributes.sorted(by: { $0.key < $1.key }) { json.member(name, value) }
        }
        return json.text
    }

    /// Folded as queries are: PostgreSQL folds no accents by itself.
    private static func texts(of product: IndexedProduct) -> Texts {
        let rest = [product.description] + product.card.tags + product.attributes.values.sorted()
        return Texts(
            name: QueryText.words(product.card.name),
            category: QueryText.words(product.card.category?.path.joined(separator: " ") ?? ""),
            brand: QueryText.words(product.card.brand ?? ""),
            codes: QueryText.words(product.codes.joined(separator: " ")),
            rest: QueryText.words(String(rest.joined(separator: " ").prefix(maximumText))))
    }
}
