import Catalog
import Identity
import Kernel

extension Caller {
    /// The vendor that the caller acts as: an account that may write its own products only.
    var vendor: ID<Vendor>? {
        guard may(.manageOwnProducts), !may(.manageCatalog) else { return nil }
        return userID.map { ID(high: $0.high, low: $0.low) }
    }
}

extension Product {
    /// What is published everybody sees, the rest its vendor and who manages the catalogue.
    func isVisible(to caller: Caller) -> Bool {
        status == .published || caller.may(.manageCatalog) || (vendorID != nil && vendorID == caller.vendor)
    }
}

extension Products {
    /// The products as that caller may write them.
    func written(by caller: Caller) -> Products {
        caller.vendor.map { written(by: $0) } ?? self
    }
}
