import Kernel

extension ProductDraft {
    /// The new product that this draft describes.
    func product(
        _ id: ID<Product>, slug: String, category: CategorySummary?, vendor: ID<Vendor>? = nil, at now: Timestamp
    ) -> Product {
        product(
            id, slug: slug, category: category, version: 1, vendor: vendor, createdAt: now, updatedAt: now,
            variants: variants.map { $0.variant(ID(at: now)) })
    }

    /// The product that comes after `old`; `old` itself when nothing differs. Variants keep their ids as long as their
    /// SKU or their options say that they are the same.
    func successor(of old: Product, category: CategorySummary?, at now: Timestamp) -> Product {
        var left = old.variants
        let variants = variants.map { $0.variant($0.takePredecessor(from: &left)?.id ?? ID(at: now)) }
        let slug = slug ?? old.slug
        let same = product(
            old.id, slug: slug, category: category, version: old.version, vendor: old.vendorID,
            createdAt: old.createdAt, updatedAt: old.updatedAt, variants: variants)
        guard same != old else { return old }
        return product(
            old.id, slug: slug, category: category, version: old.version + 1, vendor: old.vendorID,
            createdAt: old.createdAt, updatedAt: now, variants: variants)
    }

    private func product(
        _ id: ID<Product>, slug: String, category: CategorySummary?, version: Int, vendor: ID<Vendor>?,
        createdAt: Timestamp, updatedAt: Timestamp, variants: [Variant]
    ) -> Product {
        Product(
            id: id, externalID: externalID, slug: slug, name: name, description: description, brand: brand,
            category: category, tags: tags, attributes: attributes, barcodes: barcodes, images: images,
            currency: currency, compareAtPrice: compareAtPrice, rating: rating, reviewCount: reviewCount,
            released: released, status: status, variants: variants, version: version, vendorID: vendor,
            createdAt: createdAt, updatedAt: updatedAt)
    }
}

extension VariantDraft {
    fileprivate func variant(_ id: ID<Variant>) -> Variant {
        Variant(id: id, sku: sku, options: options, price: price, stock: stock)
    }

    /// The old variant that this one continues, which no other can continue any more.
    fileprivate func takePredecessor(from old: inout [Variant]) -> Variant? {
        let match =
            old.firstIndex { $0.sku == sku && $0.options == options }
            ?? old.firstIndex { $0.sku == sku && sku != nil }
            ?? old.firstIndex { $0.options == options }
        return match.map { old.remove(at: $0) }
    }
}
