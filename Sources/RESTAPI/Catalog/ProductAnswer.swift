package import Catalog
package import Kernel
package import WebSupport

/// A product as REST version 1 shows it.
struct ProductAnswer: Answer {
    let product: Product

    init(_ product: Product) {
        self.product = product
    }

    func write(to object: inout AnswerWriter) {
        object.member("id", product.id, "Our identity for it.")
        object.member("external_id", product.externalID, "Its identity where it was imported from.")
        object.member("slug", product.slug, "Its name in addresses.")
        object.member("name", product.name, "Its name.")
        object.member("description", product.description, "Plain text.")
        object.member("brand", product.brand, "Its maker.")
        object.member("category", product.category.map(PlaceAnswer.init), "Where it stands.")
        object.member("tags", product.tags, "Words to filter by.")
        object.member("attributes", product.attributes, "Facts by name: text, numbers, true or false.")
        object.member("price", product.price, "The lowest price among the variants.")
        object.member("compare_at_price", product.compareAtPrice, "What it cost before, when it is reduced.")
        object.member("currency", product.currency.code, "ISO 4217; of every price here.")
        object.member("in_stock", product.inStock, "Whether any variant can be bought.")
        object.member("stock_quantity", product.stockQuantity, "How many can be bought; null when nobody counts.")
        object.member("rating", product.rating, "The mean of its ratings, 0 to 5.")
        object.member("review_count", product.reviewCount, "How many people rated it.")
        object.member("released", product.released, "The day on which it came to the market.")
        object.member("barcodes", product.barcodes, "EAN, UPC or GTIN numbers.")
        object.member("images", product.images.map(ImageAnswer.init), "Pictures, the main one first.")
        object.member("variants", product.variants.map(VariantAnswer.init), "What can be bought.")
        object.member("status", product.status, "Who may see it.")
        object.member("vendor_id", product.vendorID, "The account that sells it; null for the shop itself.")
        object.member("version", product.version, "Counts the changes; for If-Match.")
        object.member("created_at", product.createdAt, "When it was made.")
        object.member("updated_at", product.updatedAt, "When it was last changed.")
    }
}

extension ProductStatus: AnswerValue, TextInput {}

extension AttributeValue: AnswerValue {
    package static var schema: Schema { .anything }

    package func write(to json: inout JSONWriter) {
        switch self {
        case .text(let text): json.value(text)
        case .number(let number): json.value(number)
        case .flag(let flag): json.value(flag)
        }
    }
}

/// One buyable form of a product.
struct VariantAnswer: Answer {
    let variant: Variant

    init(_ variant: Variant) {
        self.variant = variant
    }

    func write(to object: inout AnswerWriter) {
        object.member("id", variant.id, "Our identity for it.")
        object.member("sku", variant.sku, "The stock-keeping unit.")
        object.member("options", variant.options, "What tells it from the others.")
        object.member("price", variant.price, "What one costs.")
        object.member("stock_quantity", variant.stock, "How many can be bought; null when nobody counts.")
    }
}

/// One page of a list.
struct PageAnswer<Item: Answer>: Answer {
    let page: Page<Item>

    init(_ page: Page<Item>) {
        self.page = page
    }

    static var example: PageAnswer {
        PageAnswer(Page(items: [.example], total: 1, request: PageRequest()))
    }

    func write(to object: inout AnswerWriter) {
        object.member("items", page.items, "The items of this page.")
        object.member("total", page.total, "How many the whole list has.")
        object.member("page", page.request.number, "Which page this is, from 1.")
        object.member("page_size", page.request.size, "How many items make a page.")
        object.member("total_pages", page.totalPages, "How many pages there are.")
    }
}
