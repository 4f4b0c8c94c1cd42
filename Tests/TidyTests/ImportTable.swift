/// How far left a target stands in
/// `SoukCLI → Souk → faces → WebSupport → contexts → services → Persistence → Telemetry → Kernel`.
enum Layer: Int, Comparable {
    /// Libraries that know nothing of ours: wrappers of C libraries, the search engine.
    case library
    case kernel, telemetry, persistence
    /// What contexts lean on beside the database: jobs, calls to others, mail, blobs.
    case outbound, service
    case context, webSupport, face, composition, executable
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
    ImportRule("CCrypt", .library),
    ImportRule("CZlib", .library),
    ImportRule("SearchEngine", .library, theirs: ["Foundation", "Glibc", "Synchronization"]),

    ImportRule("Kernel", .kernel, theirs: ["Crypto", "Foundation"]),

    ImportRule(
        "Telemetry", .telemetry, ours: ["Kernel"],
        theirs: [
            "Foundation", "Glibc", "Instrumentation", "Logging", "ServiceContextModule", "ServiceLifecycle",
            "Synchronization", "Tracing",
        ]),

    ImportRule(
        "Persistence", .persistence, ours: ["CPostgres", "Kernel", "Telemetry"],
        theirs: [
            "Crypto", "Dispatch", "Foundation", "GRDB", "GRDBSQLite", "Glibc", "Logging", "ServiceLifecycle",
            "Synchronization",
            "Tracing",
        ]),

    ImportRule(
        "Outbound", .outbound, ours: ["Kernel", "Telemetry"],
        theirs: [
            "AsyncHTTPClient", "Foundation", "Glibc", "Instrumentation", "Logging", "NIOCore", "NIOHTTP1", "NIOPosix",
            "NIOSSL", "ServiceContextModule", "Synchronization", "Tracing",
        ]),
    ImportRule(
        "Jobs", .service, ours: ["Kernel", "Persistence", "Telemetry"],
        theirs: ["Foundation", "Logging", "ServiceContextModule", "ServiceLifecycle", "Synchronization", "Tracing"]),
    ImportRule("Blobs", .service, ours: ["Kernel", "Outbound"], theirs: ["Crypto", "Foundation", "Glibc"]),
    ImportRule(
        "Mail", .service, ours: ["Kernel", "Telemetry"],
        theirs: ["Foundation", "Glibc", "Logging", "NIOCore", "NIOPosix", "NIOSSL", "Synchronization"]),

    ImportRule(
        "Identity", .context, ours: ["CCrypt", "Jobs", "Kernel", "Outbound", "Persistence", "Telemetry"],
        theirs: ["Crypto", "CryptoExtras", "Dispatch", "Foundation", "Glibc", "Synchronization"]),
    ImportRule(
        "Catalog", .context, ours: ["CZlib", "Jobs", "Kernel", "Persistence"],
        theirs: ["Crypto", "Foundation", "Logging", "Synchronization"]),
    ImportRule(
        "Search", .context, ours: ["Jobs", "Kernel", "Persistence", "SearchEngine"],
        theirs: ["Foundation", "Logging", "ServiceLifecycle", "Synchronization"]),

    ImportRule(
        "WebSupport", .webSupport, ours: ["CZlib", "Identity", "Kernel", "Telemetry"],
        theirs: [
            "Crypto", "Foundation", "HTTPTypes", "Hummingbird", "HummingbirdCore", "Logging", "NIOCore",
            "NIOFoundationCompat", "NIOHTTP1", "NIOHTTPTypes", "NIOPosix", "NIOTLS", "ServiceContextModule",
            "ServiceLifecycle", "Synchronization", "Tracing",
        ]),

    ImportRule(
        "APIReference", .face, ours: ["Kernel", "WebSupport"],
        theirs: ["Crypto", "Foundation", "HTTPTypes", "Hummingbird", "NIOCore"]),
    ImportRule(
        "RESTAPI", .face, ours: ["Catalog", "Identity", "Kernel", "Search", "WebSupport"],
        theirs: ["Foundation", "HTTPTypes", "Hummingbird", "NIOCore"]),
    ImportRule(
        "Storefront", .face, ours: ["Catalog", "Identity", "Kernel", "Search", "WebSupport"],
        theirs: ["Crypto", "Foundation", "HTTPTypes", "Hummingbird", "Mustache", "NIOCore"]),

    ImportRule(
        "Souk", .composition,
        ours: [
            "APIReference", "Blobs", "CZlib", "Catalog", "Identity", "Jobs", "Kernel", "Mail", "Outbound",
            "Persistence", "RESTAPI",
            "Search", "SearchEngine", "Storefront", "Telemetry", "WebSupport",
        ],
        theirs: [
            "Crypto", "Foundation", "Glibc", "HTTPTypes", "Hummingbird", "HummingbirdCore", "HummingbirdTLS",
            "Instrumentation", "Logging", "NIOCore", "NIOPosix", "NIOSSL", "ServiceContextModule", "ServiceLifecycle",
            "Synchronization", "Tracing", "UnixSignals", "Yams",
        ]),
    ImportRule(
        "SoukCLI", .executable,
        ours: [
            "Catalog", "Identity", "Jobs", "Kernel", "Persistence", "Search", "SearchEngine", "Souk", "Telemetry",
            "WebSupport",
        ],
        theirs: ["ArgumentParser", "Foundation", "Glibc", "Logging", "ServiceLifecycle", "Synchronization"]),

    ImportRule(
        "TestSupport", .testSupport,
        ours: [
            "APIReference", "Blobs", "Catalog", "Identity", "Jobs", "Kernel", "Mail", "Outbound", "Persistence",
            "RESTAPI",
            "Search",
            "SearchEngine", "Souk", "Storefront", "Telemetry", "WebSupport",
        ],
        theirs: ["Crypto", "Foundation", "Glibc", "Hummingbird", "HummingbirdTesting", "Logging", "Synchronization"]),
]

/// Limits beyond the order of the layers: what a layer never imports, however far right it stands.
let neverImported: [Layer: Set<String>] = [
    .face: ["Persistence"],
    .webSupport: ["Catalog", "Persistence", "Search"],
    .context: ["HTTPTypes", "Hummingbird", "Mustache", "NIOCore", "NIOHTTP1", "NIOPosix"],
]
