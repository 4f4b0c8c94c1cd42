/// How far left a target stands in `SoukCLI → Souk → faces → WebSupport → contexts → Persistence → Kernel`.
enum Layer: Int, Comparable {
    /// Libraries that know nothing of ours: wrappers of C libraries, the search engine.
    case library
    case kernel, persistence, context, webSupport, face, composition, executable
    /// For tests only: may import everything, no source may import it.
    case testSupport

    static func < (left: Layer, right: Layer) -> Bool { left.rawValue < right.rawValue }
}

/// What one target may import: `ours` are our own targets, `theirs` the modules of others.
struct ImportRule: Sendable {
    let target: String
    let layer: Layer
    let ours: Set<String>
    let theirs: Set<String>

    init(_ target: String, _ layer: Layer, ours: Set<String> = [], theirs: Set<String> = []) {
        self.target = target
        self.layer = layer
        self.ours = ours
        self.theirs = theirs
    }
}

/// The whole table, one row for every folder in `Sources`. A new target or a new import is a new word here, to be
/// seen in review; a new third-party module also needs an ADR.
let importTable: [ImportRule] = [
    ImportRule("CPostgres", .library),
    ImportRule("CZlib", .library),
    ImportRule("SearchEngine", .library, theirs: ["Foundation", "Glibc", "Synchronization"]),

    ImportRule("Kernel", .kernel, theirs: ["Crypto", "Foundation"]),

    ImportRule(
        "Persistence", .persistence, ours: ["CPostgres", "Kernel"],
        theirs: ["Crypto", "Dispatch", "Foundation", "GRDB", "Glibc", "Logging", "ServiceLifecycle", "Synchronization"]),

    ImportRule(
        "Catalog", .context, ours: ["CZlib", "Kernel", "Persistence"],
        theirs: ["Crypto", "Foundation", "Logging"]),
    ImportRule(
        "Search", .context, ours: ["Kernel", "Persistence", "SearchEngine"],
        theirs: ["Foundation", "Logging", "ServiceLifecycle", "Synchronization"]),

    ImportRule(
        "WebSupport", .webSupport, ours: ["Kernel"],
        theirs: [
            "Crypto", "Foundation", "HTTPTypes", "Hummingbird", "Logging", "NIOCore", "NIOFoundationCompat", "NIOPosix",
            "ServiceLifecycle", "Synchronization",
        ]),

    ImportRule(
        "RESTAPI", .face, ours: ["Catalog", "Kernel", "Search", "WebSupport"],
        theirs: ["Foundation", "HTTPTypes", "Hummingbird", "NIOCore"]),
    ImportRule(
        "Storefront", .face, ours: ["Catalog", "Kernel", "Search", "WebSupport"],
        theirs: ["Crypto", "Foundation", "HTTPTypes", "Hummingbird", "Mustache", "NIOCore"]),

    ImportRule(
        "Souk", .composition,
        ours: ["Catalog", "Kernel", "Persistence", "RESTAPI", "Search", "SearchEngine", "Storefront", "WebSupport"],
        theirs: [
            "Crypto", "Foundation", "HTTPTypes", "Hummingbird", "HummingbirdCore", "Logging", "NIOCore", "NIOPosix",
            "ServiceLifecycle", "UnixSignals",
        ]),
    ImportRule(
        "SoukCLI", .executable,
        ours: ["Catalog", "Kernel", "Persistence", "Search", "SearchEngine", "Souk"],
        theirs: ["ArgumentParser", "Foundation", "Glibc", "Logging", "ServiceLifecycle", "Synchronization"]),

    ImportRule(
        "TestSupport", .testSupport,
        ours: [
            "Catalog", "Kernel", "Persistence", "RESTAPI", "Search", "SearchEngine", "Souk", "Storefront", "WebSupport",
        ],
        theirs: ["Crypto", "Foundation", "Glibc", "Hummingbird", "HummingbirdTesting", "Logging", "Synchronization"]),
]

/// Limits beyond the order of the layers: what a layer never imports, however far right it stands.
let neverImported: [Layer: Set<String>] = [
    .face: ["Persistence"],
    .webSupport: ["Catalog", "Persistence", "Search"],
    .context: ["HTTPTypes", "Hummingbird", "Mustache", "NIOCore", "NIOHTTP1", "NIOPosix"],
]
