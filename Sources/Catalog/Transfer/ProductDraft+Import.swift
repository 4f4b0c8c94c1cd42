extension ProductDraft {
    /// This draft for a product that is in the shop: the row is the whole truth, but for the external id and the status,
    /// which a row that does not name them leaves alone. (A slug that is not named is kept by `successor` itself.)
    func completed(by old: Product, givesStatus: Bool) -> ProductDraft {
        guard externalID == nil && old.externalID != nil || !givesStatus && status != old.status else { return self }
        return ProductDraft(
            externalID: externalID ?? old.externalID, slug: slug, name: name, description: description, brand: brand,
            category: category, tags: tags, attributes: attributes, barcodes: barcodes, images: images,
            currency: currency, compareAtPrice: compareAtPrice, rating: rating, reviewCount: reviewCount,
            released: released, status: givesStatus ? status : old.status, variants: variants)
    }
}
