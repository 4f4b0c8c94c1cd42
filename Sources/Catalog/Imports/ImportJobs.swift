package import Jobs
import Kernel

/// Imports a file that was sent in.
package struct RunCatalogImport: Job {
    /// `catalog.import`
    package static let name = "catalog.import"
    /// Five tries within a minute or two: the file is there, or another node has it.
    package static let retries = RetryPolicy(tries: 5, cap: .seconds(60))
    /// An hour, for what takes minutes.
    package static let timeLimit = Duration.seconds(3600)
    /// Which.
    let order: String

    init(_ id: ID<CatalogImport>) {
        order = id.description
    }
}

/// Removes what imports have left behind, 30 days later.
package struct PruneCatalogImports: Job {
    /// `catalog.imports.prune`
    package static let name = "catalog.imports.prune"

    /// A job without properties.
    package init() {}
}
