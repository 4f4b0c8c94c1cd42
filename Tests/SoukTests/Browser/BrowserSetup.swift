import Foundation
import Testing

/// Where things are, as the environment says.
struct BrowserSetup {
    let souk: URL
    let chromium: String
    let chromedriver: URL
    let screenshots: URL?
    /// A folder of the test's own for the shop's data.
    let data: URL

    private static var environment: [String: String] { ProcessInfo.processInfo.environment }

    /// Whether a browser was named.
    static var isThere: Bool {
        environment["SOUK_TEST_BROWSER"] != nil && environment["SOUK_TEST_CHROMEDRIVER"] != nil
    }

    init() throws {
        let environment = BrowserSetup.environment
        souk = SoukBinary.url
        chromium = try #require(environment["SOUK_TEST_BROWSER"])
        chromedriver = URL(filePath: try #require(environment["SOUK_TEST_CHROMEDRIVER"]))
        screenshots = environment["SOUK_SCREENSHOTS"].map { URL(filePath: $0) }
        data = FileManager.default.temporaryDirectory.appending(path: "souk-browser-\(UUID().uuidString)")
    }

    func remove() {
        try? FileManager.default.removeItem(at: data)
    }
}
