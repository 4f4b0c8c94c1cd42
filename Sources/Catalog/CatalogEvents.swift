import Kernel

/// A product was made.
package struct ProductCreated: Event {
    /// `product.created`
    package static let name = "product.created"
    /// The product's id.
    package let subject: String

    init(_ id: ID<Product>) { subject = id.description }
}

/// A product was changed in any way.
package struct ProductUpdated: Event {
    /// `product.updated`
    package static let name = "product.updated"
    /// The product's id.
    package let subject: String

    init(_ id: ID<Product>) { subject = id.description }
}

/// A product was removed.
package struct ProductDeleted: Event {
    /// `product.deleted`
    package static let name = "product.deleted"
    /// The product's id.
    package let subject: String

    init(_ id: ID<Product>) { subject = id.description }
}

/// A category was made, changed or removed.
package struct CategoryChanged: Event {
    /// `category.changed`
    package static let name = "category.changed"
    /// The category's id.
    package let subject: String

    init(_ id: ID<Category>) { subject = id.description }
}
