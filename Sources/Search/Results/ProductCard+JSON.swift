import Kernel
import SearchEngine

/// The card as the index keeps it: as the members of the JSON object that a result is, in the order of the interface, so
/// that an answer copies bytes instead of making them. Behind a fingerprint of the whole product, eight bytes.
extension ProductCard {
    /// The members `"id":…` to `"image":…`, without braces.
    package var jsonMembers: [UInt8] {
        var json = JSONWriter(capacity: 1024)
        json.members { json in
            json.member("id", id)
            json.member("slug", slug)
            json.member("name", name)
            json.member("description", excerpt)
            json.name("price")
            json.raw(price.decimal)
            json.member("currency", price.currency.code)
            json.name("category")
            if let category { category.write(to: &json) } else { json.null() }
            json.member("brand", brand)
            json.name("rating")
            if let rating { json.value(rating) } else { json.null() }
            json.member("review_count", reviewCount)
            json.member("in_stock", inStock)
            json.name("tags")
            json.array(tags) { $0.value($1) }
            json.name("image")
            if let image { image.write(to: &json) } else { json.null() }
        }
        return json.bytes
    }

    /// Reads what `jsonMembers` wrote; `nil` for anything else.
    package init?(jsonMembers bytes: some Collection<UInt8>) {
        guard let json = try? JSONValue(parsing: [UInt8(ascii: "{")] + Array(bytes) + [UInt8(ascii: "}")]),
            let id = json["id"]?.string, let slug = json["slug"]?.string, let name = json["name"]?.string,
            let excerpt = json["description"]?.string, let price = json["price"]?.money(json["currency"]),
            let reviewCount = json["review_count"]?.integer, let inStock = json["in_stock"]?.flag,
            let tags = json["tags"]?.texts, let image = json["image"]
        else { return nil }
        (self.id, self.slug, self.name, self.excerpt, self.price) = (id, slug, name, excerpt, price)
        (self.reviewCount, self.inStock, self.tags) = (reviewCount, inStock, tags)
        category = json["category"].flatMap(Category.init)
        brand = json["brand"]?.string
        rating = json["rating"]?.double
        self.image = Image(image)
    }
}

extension ProductCard.Category {
    fileprivate func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("id", id)
            json.member("name", name)
            json.member("slug", slug)
            json.name("path")
            json.array(path) { $0.value($1) }
        }
    }

    fileprivate init?(_ json: JSONValue) {
        guard let id = json["id"]?.string, let name = json["name"]?.string, let slug = json["slug"]?.string,
            let path = json["path"]?.texts
        else { return nil }
        self.init(id: id, name: name, slug: slug, path: path)
    }
}

extension ProductCard.Image {
    fileprivate func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("url", url)
            json.member("alt", alt)
        }
    }

    fileprivate init?(_ json: JSONValue) {
        guard let url = json["url"]?.string, let alt = json["alt"]?.string else { return nil }
        self.init(url: url, alt: alt)
    }
}

extension JSONValue {
    fileprivate func money(_ currency: JSONValue?) -> Money? {
        guard case .number(let text) = self, let currency = currency?.string.flatMap({ Currency($0) }) else {
            return nil
        }
        return try? Money(parsing: text, currency)
    }
}
