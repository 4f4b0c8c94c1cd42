import Catalog
import Kernel
import Search
import WebSupport

/// As much of a category as products and results show.
struct PlaceAnswer: Answer {
    let id: String
    let name: String
    let slug: String
    let path: [String]

    init(_ category: CategorySummary) {
        (id, name, slug, path) = (category.id.description, category.name, category.slug, category.path)
    }

    init(_ category: ProductCard.Category) {
        (id, name, slug, path) = (category.id, category.name, category.slug, category.path)
    }

    func write(to object: inout AnswerWriter) {
        object.member("id", id, "Our identity for it.")
        object.member("name", name, "Its own name.")
        object.member("slug", slug, "Its name in addresses.")
        object.member("path", path, "The names from the root down.")
    }
}

/// A picture of a product.
struct ImageAnswer: Answer {
    let url: String
    let alt: String

    init(_ image: ProductImage) {
        (url, alt) = (image.url, image.alt)
    }

    init(_ image: ProductCard.Image) {
        (url, alt) = (image.url, image.alt)
    }

    func write(to object: inout AnswerWriter) {
        object.member("url", url, "Where it is.")
        object.member("alt", alt, "What it shows.")
    }
}
