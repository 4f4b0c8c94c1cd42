// swift-tools-version:6.2
import PackageDescription

// The dependency rule, one line: SoukCLI → Souk → faces → WebSupport → contexts → services → Persistence → Kernel.
// Imports point right, skipping is allowed, never sideways. TidyTests holds the whole table.

/// Swift 6 mode comes with the tools version; these are the habits on top of it.
let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let tracing = Target.Dependency.product(name: "Tracing", package: "swift-distributed-tracing")
let hummingbirdTesting = Target.Dependency.product(name: "HummingbirdTesting", package: "hummingbird")

let package = Package(
    name: "souk",
    products: [
        .executable(name: "souk", targets: ["SoukCLI"]),
        .library(name: "SearchEngine", targets: ["SearchEngine"]),
    ],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: ["FullFoundation"]),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.7.3"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
    ],
    targets: [
        // System libraries
        .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CCrypt", pkgConfig: "libcrypt", providers: [.apt(["libcrypt-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),

        // The foundation
        .target(name: "Kernel", dependencies: [crypto], swiftSettings: strict),
        .target(name: "Telemetry", dependencies: ["Kernel", logging, tracing, lifecycle], swiftSettings: strict),
        .target(
            name: "Persistence",
            dependencies: [
                "Kernel", "Telemetry", "CPostgres", crypto, logging, tracing, lifecycle,
                .product(name: "GRDB", package: "GRDB.swift"), .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ],
            swiftSettings: strict
        ),
        .target(name: "SearchEngine", swiftSettings: strict),

        // The services that contexts lean on
        .target(
            name: "Jobs", dependencies: ["Kernel", "Telemetry", "Persistence", logging, tracing, lifecycle],
            swiftSettings: strict),
        .target(
            name: "Outbound",
            dependencies: [
                "Kernel", "Telemetry", logging, tracing, nioCore, nioPosix, nioSSL,
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
            ],
            swiftSettings: strict
        ),
        .target(name: "Blobs", dependencies: ["Kernel", "Outbound", crypto], swiftSettings: strict),
        .target(
            name: "Mail", dependencies: ["Kernel", "Telemetry", logging, nioCore, nioPosix, nioSSL],
            swiftSettings: strict),

        // The contexts
        .target(
            name: "Identity",
            dependencies: [
                "Kernel", "Telemetry", "Persistence", "Jobs", "Outbound", "CCrypt", crypto, cryptoExtras,
            ],
            swiftSettings: strict
        ),
        .target(name: "Catalog", dependencies: ["Kernel", "Persistence", "Jobs", "CZlib"], swiftSettings: strict),
        .target(
            name: "Search",
            dependencies: ["Kernel", "Persistence", "Jobs", "SearchEngine", logging, lifecycle],
            swiftSettings: strict
        ),

        // The faces
        .target(
            name: "WebSupport",
            dependencies: [
                "Kernel", "Telemetry", "Identity", "CZlib", hummingbird, httpTypes, nioCore, logging, crypto, tracing,
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOTLS", package: "swift-nio"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "APIReference",
            dependencies: ["Kernel", "WebSupport", hummingbird, httpTypes, nioCore, crypto],
            resources: [.embedInCode("Assets")],
            swiftSettings: strict
        ),
        .target(
            name: "RESTAPI",
            dependencies: ["Kernel", "Identity", "Catalog", "Search", "WebSupport", httpTypes],
            swiftSettings: strict
        ),
        .target(
            name: "Storefront",
            dependencies: [
                "Kernel", "Identity", "Catalog", "Search", "WebSupport", hummingbird, httpTypes, nioCore, crypto,
                .product(name: "Mustache", package: "swift-mustache"),
            ],
            resources: [.embedInCode("Templates"), .embedInCode("Assets")],
            swiftSettings: strict
        ),

        // The composition root and the executable
        .target(
            name: "Souk",
            dependencies: [
                "Kernel", "CZlib", "Telemetry", "Persistence", "Jobs", "Outbound", "Blobs", "Mail", "Identity",
                "Catalog",
                "Search", "SearchEngine", "WebSupport", "RESTAPI", "APIReference", "Storefront",
                hummingbird, httpTypes, nioCore, nioPosix, nioSSL, crypto, logging, lifecycle, tracing,
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "SoukCLI",
            dependencies: [
                "Kernel", "Telemetry", "Persistence", "Jobs", "Identity", "Catalog", "Search", "SearchEngine", "Souk",
                "WebSupport",
                logging, lifecycle,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict
        ),

        // What the drivers cost: scripts/bench database
        .executableTarget(
            name: "DriverBench",
            dependencies: ["Persistence", .product(name: "GRDB", package: "GRDB.swift")],
            path: "Benchmarks/DriverBench",
            swiftSettings: strict
        ),
        // What the machine can do: scripts/bench identity
        .executableTarget(
            name: "IdentityBench", dependencies: ["CCrypt", crypto, cryptoExtras], path: "Benchmarks/IdentityBench",
            swiftSettings: strict),
        // What scripts/bench http compares the server with
        .executableTarget(
            name: "MemoryServer", dependencies: ["WebSupport", hummingbird, httpTypes, nioCore, logging],
            path: "Benchmarks/MemoryServer", swiftSettings: strict),

        // Tests
        .target(
            name: "TestSupport",
            dependencies: [
                "Kernel", "Persistence", "Outbound", "Identity", "Souk", hummingbird, logging,
                hummingbirdTesting,
            ],
            exclude: ["openid_provider.py"],
            swiftSettings: strict
        ),
        .testTarget(name: "KernelTests", dependencies: ["Kernel"], swiftSettings: strict),
        .testTarget(
            name: "PersistenceTests", dependencies: ["Kernel", "Telemetry", "Persistence", "TestSupport", lifecycle],
            swiftSettings: strict),
        .testTarget(
            name: "TelemetryTests", dependencies: ["Kernel", "Telemetry", logging, tracing, lifecycle],
            exclude: ["Export/otlp_receiver.py"],
            swiftSettings: strict),
        .testTarget(
            name: "JobsTests",
            dependencies: ["Kernel", "Telemetry", "Persistence", "Jobs", "TestSupport", logging, tracing, lifecycle],
            swiftSettings: strict),
        .testTarget(
            name: "OutboundTests",
            dependencies: [
                "Kernel", "Telemetry", "Outbound", "TestSupport", logging, nioCore, nioPosix, nioSSL, tracing,
                .product(name: "InMemoryTracing", package: "swift-distributed-tracing"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "BlobsTests", dependencies: ["Kernel", "Telemetry", "Outbound", "Blobs", "TestSupport", logging],
            exclude: ["S3/moto_server.py", "S3/sign_with_botocore.py"], swiftSettings: strict),
        .testTarget(
            name: "MailTests",
            dependencies: ["Kernel", "Telemetry", "Mail", "TestSupport", logging, nioCore, nioPosix],
            swiftSettings: strict),
        .testTarget(
            name: "APIReferenceTests",
            dependencies: [
                "Kernel", "WebSupport", "APIReference", "Souk", "TestSupport", hummingbird, httpTypes, nioCore,
                hummingbirdTesting,
            ],
            swiftSettings: strict),
        .testTarget(name: "SearchEngineTests", dependencies: ["SearchEngine"], swiftSettings: strict),
        .testTarget(
            name: "IdentityTests",
            dependencies: [
                "Kernel", "Telemetry", "Persistence", "Jobs", "Outbound", "Identity", "TestSupport", logging, crypto,
                cryptoExtras, .product(name: "JWTKit", package: "jwt-kit"),
            ],
            exclude: ["Tokens/read_token.py"], swiftSettings: strict),
        .testTarget(
            name: "CatalogTests", dependencies: ["Kernel", "Persistence", "Jobs", "Catalog", "CZlib", "TestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "SearchTests",
            dependencies: [
                "Kernel", "Persistence", "Jobs", "Search", "SearchEngine", "Souk", "TestSupport", logging, lifecycle,
            ],
            swiftSettings: strict),
        .testTarget(
            name: "WebSupportTests",
            dependencies: [
                "Kernel", "Identity", "WebSupport", "CZlib", hummingbird, httpTypes, nioCore, nioPosix, logging,
                .product(name: "NIOEmbedded", package: "swift-nio"),
                hummingbirdTesting,
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "RESTAPITests",
            dependencies: [
                "Kernel", "Persistence", "Jobs", "Blobs", "Mail", "Identity", "Catalog", "RESTAPI", "Search",
                "WebSupport", "Souk", "TestSupport", httpTypes, nioCore, crypto, logging,
                hummingbirdTesting,
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "StorefrontTests",
            dependencies: [
                "Kernel", "Persistence", "Outbound", "Identity", "Catalog", "Search", "Souk", "Storefront",
                "WebSupport", "TestSupport", hummingbird, httpTypes, logging, nioCore, hummingbirdTesting,
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "SoukTests",
            dependencies: [
                "Kernel", "Persistence", "Identity", "Souk", "SoukCLI", "TestSupport", "WebSupport", httpTypes,
                hummingbird,
                logging, nioCore, nioPosix, hummingbirdTesting,
                .product(name: "HummingbirdTLS", package: "hummingbird"),
            ],
            swiftSettings: strict
        ),
        .testTarget(name: "TidyTests", swiftSettings: strict),
    ]
)
