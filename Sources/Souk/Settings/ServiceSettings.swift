package import Kernel
package import Logging
import Search
package import Telemetry

/// What is logged, and how.
package struct LogSettings: Sendable {
    /// How much.
    package var level: Logger.Level
    /// In what form.
    package var format: LogFormat

    init(_ read: inout SettingsReader) {
        level = read("LOG_LEVEL", "log.level", .choice, .info, "How much is logged.")
        format =
            read(
                "SOUK_LOG_FORMAT", "log.format", .choice,
                "json: an object a line, for programs; pretty: for people. Without it, pretty on a terminal.")
            ?? .suitable
    }
}

/// Background jobs.
package struct JobSettings: Sendable {
    /// How many run at the same time in one process; 0 for none.
    package var workers: Int
    /// After how long without a word of its worker a running job is given to another.
    package var lease: Duration

    init(_ read: inout SettingsReader) {
        lease = read(
            "SOUK_JOB_LEASE", "jobs.lease", .span(.seconds(1) ... .seconds(3600)), .seconds(30),
            "After how long without a word of its worker a running job is given to another.")
        workers = read(
            "SOUK_JOB_WORKERS", "jobs.workers", .integer(0...256), 4,
            "How many background jobs a process runs at the same time; 0 leaves them to other processes.")
    }
}

/// What is kept in memory to answer faster.
package struct CacheSettings: Sendable {
    /// How many bytes the cache may take; `nil` when there is none.
    package var size: Int?

    init(_ read: inout SettingsReader) {
        let kind = SettingKind<Int>.size((1 << 20)...(1 << 40), unit: .mebi)
        size = read(
            "SOUK_CACHE", "cache.size", kind.orOff, 64 << 20,
            "How much memory the cache of answers may take.")
    }
}

/// How products are found.
package struct ProductSearchSettings: Sendable {
    /// Whether the database's own full-text search is kept, to answer while the index cannot.
    package var fallback: SearchFallback
    /// How wide the price ranges are that facets count.
    package var priceBucket: Money

    init(_ read: inout SettingsReader) {
        fallback = read(
            "SOUK_SEARCH_FALLBACK", "search.fallback", .choice, .database,
            "What answers searches while the index is built or fails. The database keeps a copy of every product for it."
        )
        priceBucket = read(
            "SOUK_SEARCH_PRICE_BUCKET", "search.price_bucket", .amount, SearchFacets.usualPriceBucket,
            "How wide the price ranges are that searches count products in; there are 20 at most.")
    }
}

/// What answers searches while the index cannot.
package enum SearchFallback: String, Sendable, CaseIterable {
    /// The database's own full-text search.
    case database
    /// Nothing: a server that has to build its index opens when it is built.
    case off
}

/// Where mails go.
package struct MailServerSettings: Sendable {
    /// The address of the server (`smtp://…`); `nil` when each mail is a file in the data directory.
    package var url: String?

    init(_ read: inout SettingsReader) {
        url = read(
            "MAIL_URL", "mail.url", .url("smtp", "smtps"),
            "The mail server, smtp://user:password@host:587; without it each mail is a file in DIR/mail.",
            mask: .password)
    }
}

/// Where pictures and other uploads lie.
package struct BlobStoreSettings: Sendable {
    /// The address of the store (`s3://bucket/prefix`, `file:///path`); `nil` for the data directory.
    package var url: String?
    /// The name of the key to the store.
    package var accessKeyID: String?
    /// The key itself.
    package var secretAccessKey: String?
    /// What goes with a key that is valid for hours only.
    package var sessionToken: String?
    /// Where the store is.
    package var region: String
    /// The address of a store that is not Amazon's; `nil` for theirs.
    package var endpointURL: String?

    init(_ read: inout SettingsReader) {
        url = read(
            "BLOB_URL", "blobs.url", .url("s3", "file"),
            "Where uploads lie: s3://bucket/prefix or file:///path; without it in DIR/blobs.", mask: .password)
        accessKeyID = read("AWS_ACCESS_KEY_ID", "blobs.access_key_id", .text(), "The name of the key to an S3 store.")
        secretAccessKey = read(
            "AWS_SECRET_ACCESS_KEY", "blobs.secret_access_key", .text(), "The key to an S3 store.", mask: .everything)
        sessionToken = read(
            "AWS_SESSION_TOKEN", "blobs.session_token", .text(), "What goes with a key that is valid for hours only.",
            mask: .everything)
        region = read("AWS_REGION", "blobs.region", .text(), "us-east-1", "The region of an S3 store.")
        endpointURL = read(
            "AWS_ENDPOINT_URL", "blobs.endpoint_url", .site, "The address of an S3 store that is not Amazon's.")
        if (accessKeyID == nil) != (secretAccessKey == nil) {
            read.refuse("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY belong together: set both, or neither")
        }
    }
}

/// Where traces go. Names and meaning are OpenTelemetry's (SDK environment variables, OTLP exporter).
package struct TelemetrySettings: Sendable {
    /// The collector; `nil` when nothing is sent.
    package var endpoint: String?
    /// Headers of each request to it, `name=value` with commas between them.
    package var headers: String?
    /// What this service is called.
    package var serviceName: String
    /// More about this process, `name=value` with commas between them.
    package var resourceAttributes: String?
    /// Which requests are traced.
    package var sampler: TraceSampler
    /// The share that is traced, where the sampler asks for one, 0 to 1.
    package var samplerShare: Double

    init(_ read: inout SettingsReader) {
        endpoint = read(
            "OTEL_EXPORTER_OTLP_ENDPOINT", "telemetry.endpoint", .site,
            "The OpenTelemetry collector that traces are sent to over OTLP/HTTP; without it none are sent.")
        headers = read(
            "OTEL_EXPORTER_OTLP_HEADERS", "telemetry.headers", .pairs, "Headers of each request to the collector.",
            mask: .everything)
        serviceName = read(
            "OTEL_SERVICE_NAME", "telemetry.service_name", .text(), "souk", "What traces call this service.")
        resourceAttributes = read(
            "OTEL_RESOURCE_ATTRIBUTES", "telemetry.resource_attributes", .pairs, "More that traces say of this process."
        )
        sampler = read(
            "OTEL_TRACES_SAMPLER", "telemetry.sampler", .choice, .parentAlwaysOn, "Which requests are traced.")
        samplerShare = read(
            "OTEL_TRACES_SAMPLER_ARG", "telemetry.sampler_share", .share, 1, "The share of the ratio samplers.")
    }
}

/// Which requests are traced; the words are OpenTelemetry's.
package enum TraceSampler: String, Sendable, CaseIterable {
    /// Every one.
    case alwaysOn = "always_on"
    /// None.
    case alwaysOff = "always_off"
    /// A share of all.
    case ratio = "traceidratio"
    /// Those that the caller traces, and every one without a caller.
    case parentAlwaysOn = "parentbased_always_on"
    /// Those that the caller traces.
    case parentAlwaysOff = "parentbased_always_off"
    /// Those that the caller traces, and a share of those without a caller.
    case parentRatio = "parentbased_traceidratio"
}

extension SettingKind<String> {
    /// `name=value`, with commas between several.
    fileprivate static let pairs = SettingKind(allowed: "name=value, with commas between several") { text in
        text.split(separator: ",").allSatisfy { ($0.firstIndex(of: "=") ?? $0.startIndex) > $0.startIndex } ? text : nil
    } write: {
        $0
    }
}

extension SettingKind<Money> {
    /// An amount of the shop's currency, more than nothing.
    fileprivate static let amount = SettingKind(allowed: "an amount above 0, like 50 or 2.50") { text in
        (try? Money(parsing: text, .usd)).flatMap { $0.minorUnits > 0 ? $0 : nil }
    } write: {
        $0.decimal
    }
}

extension SettingKind<Double> {
    /// A number from 0 to 1.
    fileprivate static let share = SettingKind(allowed: "a number from 0 to 1") { text in
        Double(text).flatMap { (0...1).contains($0) ? $0 : nil }
    } write: {
        $0 == $0.rounded() ? String(Int($0)) : String($0)
    }
}
