import Foundation
import Identity
import Kernel
import Testing
import WebSupport

@testable import Souk

struct SettingsTests {
    private static let presets = (try? SettingsReport.presets().entries) ?? []

    @Test func `the first source that has a value wins, for every setting`() throws {
        #expect(SettingsTests.presets.count > 40)
        for entry in SettingsTests.presets {
            guard let value = entry.preset else { continue }
            for set in 0..<16 {
                let sources = try SettingsTests.sources(entry, value, in: set)
                let found = try SettingsReport(sources).entries.first { $0.name == entry.name }
                #expect(found?.value == value)
                #expect(found?.source == SettingsTests.winner(entry, of: set), "\(entry.name)")
            }
        }
    }

    /// One bit for each source, the strongest first.
    private static func sources(_ entry: SettingEntry, _ value: String, in set: Int) throws -> SettingsSources {
        var sources = SettingsSources()
        if set & 1 != 0 { sources.flags = [SettingFlag(entry.name, "--flag", value)].compactMap(\.self) }
        if set & 2 != 0 { sources.environment[entry.name] = value }
        if set & 4 != 0 { sources.dotEnv = try DotEnvFile("# one\n\(entry.name)='\(value)'\n", name: ".env") }
        if set & 8 != 0 {
            let path = entry.path.split(separator: ".")
            let lines = path.enumerated().map { String(repeating: " ", count: $0.offset) + $0.element + ":" }
            sources.file = try SettingsFile(lines.joined(separator: "\n") + " '\(value)'", name: "souk.yaml")
        }
        return sources
    }

    private static func winner(_ entry: SettingEntry, of set: Int) -> SettingSource {
        let path = entry.path.split(separator: ".")
        let column = (path.last?.count ?? 0) + path.count + 2
        return switch set {
        case _ where set & 1 != 0: .flag("--flag")
        case _ where set & 2 != 0: .environment
        case _ where set & 4 != 0: .dotEnv(file: ".env", line: 2)
        case _ where set & 8 != 0: .file("souk.yaml", line: path.count, column: column)
        default: .preset
        }
    }

    @Test func `an empty value counts as none`() throws {
        for entry in SettingsTests.presets {
            let found = try SettingsReport(SettingsSources(environment: [entry.name: ""])).entries
                .first { $0.name == entry.name }
            #expect(found?.source == .preset)
        }
    }

    @Test func `a value that is not allowed is told with its name, what is allowed and where it was set`() throws {
        let wrong = "\u{1} wrong"
        for entry in SettingsTests.presets where entry.allowed != "text" && !entry.allowed.hasPrefix("the path") {
            let problems = try SettingsTests.problems([entry.name: wrong])
            let problem = try #require(problems.first { $0.hasPrefix("\(entry.name) must be ") })
            #expect(problem.contains(entry.allowed) && problem.hasSuffix("(environment)"))
            #expect(problem.contains(wrong) != entry.isSecret)
        }
    }

    @Test func `all mistakes are told at once`() throws {
        let problems = try SettingsTests.problems(["SOUK_PORT": "x", "LOG_LEVEL": "loud", "SOUK_CACHE": "1"])
        #expect(problems.map { $0.prefix { $0 != " " } } == ["SOUK_PORT", "LOG_LEVEL"])
    }

    @Test(arguments: [
        (["SOUK_TLS_CERTIFICATE": "a.pem"], "belong together"), (["SOUK_TLS_KEY": "a.pem"], "belong together"),
        (["SOUK_HTTP_REDIRECT_PORT": "80"], "needs SOUK_TLS_CERTIFICATE"),
        (["AWS_ACCESS_KEY_ID": "a"], "belong together"),
    ])
    func `settings that do not go together are refused`(environment: [String: String], words: String) throws {
        let problems = try SettingsTests.problems(environment)
        #expect(problems.count == 1 && problems[0].contains(words))
    }

    @Test func `any number of providers can be named, each wholly or not at all`() throws {
        let settings = try Settings(environment: [
            "OIDC_GOOGLE_CLIENT_ID": "a", "OIDC_GOOGLE_CLIENT_SECRET": "b",
            "OIDC_ACME_ISSUER": "https://id.acme.example/", "OIDC_ACME_CLIENT_ID": "c", "OIDC_ACME_CLIENT_SECRET": "d",
            "OIDC_OTHER_ISSUER": "https://id.other.example",
        ])
        #expect(settings.identity.providers.map(\.name) == ["google", "acme"])
        #expect(settings.identity.providers.map(\.issuer) == [nil, "https://id.acme.example"])
        let problems = try SettingsTests.problems(["OIDC_GITHUB_CLIENT_ID": "a"])
        #expect(problems.count == 1 && problems[0].contains("belong together"))
    }

    @Test func `the settings file names providers as the environment does`() throws {
        let yaml = """
            identity:
              providers:
                acme: {issuer: "https://id.acme.example/", client_id: c, client_secret: d}
                github: {client_id: a, client_secret: b}
            """
        let sources = SettingsSources(file: try SettingsFile(yaml, name: "souk.yaml"))
        let report = try SettingsReport(sources)
        #expect(report.settings.identity.providers.map(\.name) == ["github", "acme"])
        #expect(report.settings.identity.providers.last?.issuer == "https://id.acme.example")
        for (wrong, words) in [
            ("acme: {client_id: c, client_secret: d}", "acme.issuer (OIDC_ACME_ISSUER) is missing"),
            ("acme_co: {issuer: \"https://id.acme.example\"}", "small letters and digits"),
            ("acme: {issuer: \"https://id.acme.example\", colour: red}", "issuer, client_id and client_secret"),
        ] {
            let file = try SettingsFile("identity: {providers: {\(wrong)}}", name: "souk.yaml")
            let error = #expect(throws: Settings.Invalid.self) { try SettingsReport(SettingsSources(file: file)) }
            #expect(error?.problems.count == 1 && error?.problems.first?.contains(words) == true)
        }
    }

    @Test(arguments: [
        (["OIDC_ACME_CLIENT_ID": "c", "OIDC_ACME_CLIENT_SECRET": "d"], 2, "OIDC_ACME_CLIENT_ID has no effect"),
        (["OIDC_MY_IDP_ISSUER": "https://id.example"], 1, "its NAME of letters and digits"),
        (["OIDC_ACME_ISSUER": "https://id.example"], 1, "without OIDC_ACME_CLIENT_ID and OIDC_ACME_CLIENT_SECRET"),
    ])
    func `a provider that is set by half is a warning`(environment: [String: String], count: Int, words: String) throws
    {
        let report = try SettingsReport(SettingsSources(environment: environment))
        #expect(report.settings.identity.providers.isEmpty)
        #expect(report.warnings.count == count && report.warnings[0].contains(words))
    }

    @Test func `accounts are set as they are written`() throws {
        let settings = try Settings(environment: [
            "SOUK_AUTH_HIDE_ACCOUNTS": "yes", "SOUK_PASSWORD_RULE": "composition", "SOUK_TOKEN_ALGORITHM": "es256",
            "SOUK_LIMIT_MAILS": "off", "SOUK_SECRET_KEY": String(repeating: "0123456789", count: 4),
        ])
        #expect(settings.identity.hidesAccounts && settings.identity.passwordRule == .composition)
        #expect(settings.identity.tokenAlgorithm == .es256 && settings.limits.mails == nil)
        #expect(settings.identity.passwordCost == 12 && settings.identity.hashingQueue == 256)
        #expect(try SettingsTests.problems(["SOUK_SECRET_KEY": "short"]).count == 1)
    }

    @Test(
        arguments: [
            ([:], true), (["SOUK_HOST": "0.0.0.0"], false), (["PUBLIC_URL": "https://shop.example"], true),
            (["PUBLIC_URL": "http://shop.lan"], false), (["PUBLIC_URL": "http://localhost:3000"], true),
            (["PUBLIC_URL": "http://localhost.evil.example"], false),
            (["SOUK_HOST": "0.0.0.0", "SOUK_TLS_CERTIFICATE": "c.pem", "SOUK_TLS_KEY": "k.pem"], true),
        ] as [([String: String], Bool)])
    func `cookies have the prefix where browsers take it`(environment: [String: String], isSecure: Bool) throws {
        #expect(try Settings(environment: environment).server.cookies.isSecure == isSecure)
    }

    @Test func `secrets are shown nowhere`() throws {
        let environment = [
            "SOUK_SECRET_KEY": "0123456789-0123456789-0123456789-hidden", "AWS_SECRET_ACCESS_KEY": "a-hidden",
            "AWS_ACCESS_KEY_ID": "a",
            "DATABASE_URL": "postgres://souk:hidden@db/shop", "MAIL_URL": "smtp://souk:hidden@mail",
        ]
        let report = try SettingsReport(SettingsSources(environment: environment))
        #expect(!report.entries.contains { $0.value?.contains("hidden") == true })
        let lengths = report.entries.filter { $0.name.contains("KEY") && $0.isSecret }.compactMap(\.value)
        #expect(Set(lengths) == ["••••"])
    }

    @Test func `a name that looks like a setting and is none is a warning`() throws {
        let sources = SettingsSources(
            environment: [
                "SOUK_PROT": "1", "PATH": "/bin", "SOUK_TEST_POSTGRES": "x", "SOUK_CONFIG": "souk.yaml",
                "REDIS_URL": "redis://127.0.0.1",
            ],
            dotEnv: try DotEnvFile("SOUK_HOTS=a\nOTHER=b", name: ".env"))
        #expect(
            try SettingsReport(sources).warnings == [
                "REDIS_URL has no effect (environment): this version does not use it yet",
                "SOUK_PROT has no effect (environment): there is no such setting; is SOUK_PORT meant?",
                "SOUK_HOTS has no effect (.env line 1): there is no such setting; is SOUK_HOST meant?",
            ])
    }

    @Test func `typed values are what was written`() throws {
        let settings = try Settings(environment: [
            "SOUK_TRUSTED_PROXIES": "10.0.0.0/8, ::1", "SOUK_LIMIT_PAGES": "off", "SOUK_BODY_LIMIT": "512k",
            "SOUK_CACHE": "2", "SOUK_DRAIN_DELAY": "500ms", "PUBLIC_URL": "https://shop.example/",
            "SOUK_ENV": "production",
            "SOUK_TLS_CERTIFICATE": "c.pem", "SOUK_TLS_KEY": "k.pem", "SOUK_CORS_ORIGINS": "https://A.example",
        ])
        #expect(settings.server.trustedProxies.map(\.description) == ["10.0.0.0/8", "::1/128"])
        #expect(settings.limits.pages == nil && settings.limits.address == RateLimit(count: 100, period: .seconds(60)))
        #expect(settings.server.bodyLimit == 512 << 10 && settings.cache.size == 2 << 20)
        #expect(settings.server.drainDelay == .milliseconds(500))
        #expect(settings.server.publicURL == "https://shop.example" && settings.environment == .production)
        #expect(settings.server.tls == TLSFiles(certificate: "c.pem", key: "k.pem"))
        #expect(settings.server.corsOrigins == ["https://a.example"])
    }

    private static func problems(_ environment: [String: String]) throws -> [String] {
        do {
            _ = try SettingsReport(SettingsSources(environment: environment))
            return []
        } catch {
            return error.problems
        }
    }
}
