import Catalog
import Kernel

/// A product in the words of schema.org, for search engines (JSON-LD 1.1).
enum StructuredData {
    /// The facts as JSON that is safe inside a script element: nothing in it can end the element or begin a comment.
    static func text(for product: Product, crumbs: [Link], of shop: ShopProfile) -> String {
        var writer = JSONWriter()
        writer.object { object in
            object.member("@context", "https://schema.org")
            object.name("@graph")
            object.array { graph in
                graph.object { write(product, of: shop, to: &$0) }
                graph.object { write(crumbs, of: shop, to: &$0) }
            }
        }
        return scriptSafe(writer.text)
    }

    /// `<`, `>` and `&` stand inside strings only, where JSON lets them be written as escapes.
    static func scriptSafe(_ json: String) -> String {
        var safe: [UInt8] = []
        for byte in json.utf8 {
            switch byte {
            case UInt8(ascii: "<"): safe += "\\u003c".utf8
            case UInt8(ascii: ">"): safe += "\\u003e".utf8
            case UInt8(ascii: "&"): safe += "\\u0026".utf8
            default: safe.append(byte)
            }
        }
        return String(decoding: safe, as: UTF8.self)
    }

    private static func write(_ product: Product, of shop: ShopProfile, to object: inout JSONWriter) {
        object.member("@type", "Product")
        object.member("name", product.name)
        object.member("url", shop.absolute(Link.url(ofProduct: product.slug)))
        if !product.description.isEmpty { object.member("description", product.description.excerpt(500)) }
        if let sku = product.variants.first?.sku { object.member("sku", sku) }
        if let barcode = product.barcodes.first { object.member("gtin", barcode) }
        if let brand = product.brand {
            object.name("brand")
            object.object {
                $0.member("@type", "Brand")
                $0.member("name", brand)
            }
        }
        object.name("image")
        object.array(PictureView.all(of: product, in: shop)) { $0.value(shop.absolute($1.url)) }
        if let rating = product.rating, product.reviewCount > 0 { write(rating, product.reviewCount, to: &object) }
        object.name("offers")
        object.object { write(offersOf: product, to: &$0) }
    }

    private static func write(_ rating: Double, _ count: Int, to object: inout JSONWriter) {
        object.name("aggregateRating")
        object.object {
            $0.member("@type", "AggregateRating")
            $0.name("ratingValue")
            $0.value(rating)
            $0.member("reviewCount", count)
        }
    }

    private static func write(offersOf product: Product, to object: inout JSONWriter) {
        let prices = product.variants.map(\.price).sorted { $0.minorUnits < $1.minorUnits }
        if let lowest = prices.first, let highest = prices.last, lowest != highest {
            object.member("@type", "AggregateOffer")
            object.member("lowPrice", lowest.decimal)
            object.member("highPrice", highest.decimal)
            object.member("offerCount", prices.count)
        } else {
            object.member("@type", "Offer")
            object.member("price", product.price.decimal)
        }
        object.member("priceCurrency", product.currency.code)
        object.member("availability", "https://schema.org/\(product.inStock ? "InStock" : "OutOfStock")")
    }

    private static func write(_ crumbs: [Link], of shop: ShopProfile, to object: inout JSONWriter) {
        object.member("@type", "BreadcrumbList")
        object.name("itemListElement")
        object.array(crumbs.enumerated()) { array, crumb in
            array.object {
                $0.member("@type", "ListItem")
                $0.member("position", crumb.offset + 1)
                $0.member("name", crumb.element.text)
                $0.member("item", shop.absolute(crumb.element.url))
            }
        }
    }
}

extension JSONWriter {
    fileprivate mutating func member(_ name: StaticString, _ text: String) {
        self.name(name)
        value(text)
    }

    fileprivate mutating func member(_ name: StaticString, _ integer: Int) {
        self.name(name)
        value(integer)
    }
}
