import Foundation
import Testing

/// The pages about the API as a developer meets them: the built binary, in Debian's Chromium.
@Suite struct ReferenceBrowserTests {
    @Test(
        .enabled(
            if: BrowserSetup.isThere,
            "needs SOUK_TEST_BROWSER (chromium) and SOUK_TEST_CHROMEDRIVER, which scripts/test sets where they are installed"
        ),
        .timeLimit(.minutes(3)))
    func `a developer finds an operation, sends it with a key and sees the answer`() async throws {
        let setup = try BrowserSetup()
        defer { setup.remove() }
        let key = try SoukBinary.makeAdmin(data: setup.data.path(percentEncoded: false))
        let shop = try ChildProcess(
            setup.souk, ["serve", "--port", "0", "--data", setup.data.path(percentEncoded: false)])
        let address = try #require(URL(string: "http://" + (try await shop.output(after: "listening on http://"))))
        let driver = try ChildProcess(setup.chromedriver, ["--port=0"])
        let port = try await driver.output(after: "started successfully on port ").prefix { $0.isNumber }
        try await Browser.run(port: try #require(Int(port)), chromium: setup.chromium) { browser in
            try await browser.resize(width: 1440, height: 900, isPhone: false)
            try await tryOut(browser, at: address, key: key)
            try await readUp(browser, at: address)
            #expect(try await browser.complaints() == [])
        }
        driver.stop()
        shop.stop()
    }

    private func tryOut(_ browser: Browser, at address: URL, key: String) async throws {
        try await browser.open(address.appending(path: "docs"))
        try await browser.type("create category", into: "#filter")
        try await browser.wait(until: "the filter has found it") {
            try await browser.texts("#found") == ["1 operation"]
        }
        try await browser.type(key + "\u{E007}", into: "#token")
        try await browser.wait(until: "the key is in use") {
            try await browser.texts("#token-state") == ["A key is in use."]
        }
        try await browser.click(".contents a[href='#createCategory']")
        try await browser.wait(until: "its form is open") {
            try await browser.attribute("open", of: "#createCategory") != nil
        }
        try await browser.click("#createCategory button[type=submit]")
        try await browser.wait(until: "there is an answer") {
            try await browser.texts("#createCategory .outcome").first?.hasPrefix("201 ") == true
        }
        #expect(try await browser.texts("#createCategory .answer .body").first?.contains("\"slug\": ") == true)
        let line = try #require(try await browser.texts("#createCategory .curl code").first)
        #expect(line.contains("curl -X POST 'http://127.0.0.1:"))
        #expect(line.contains("$SOUK_KEY") && !line.contains(key))
    }

    /// A schema that is opened in place has the members of its own section.
    private func readUp(_ browser: Browser, at address: URL) async throws {
        try await browser.open(try #require(URL(string: "/redoc#readProduct", relativeTo: address)).absoluteURL)
        try await browser.click("#readProduct details.ref > summary")
        try await browser.wait(until: "its members are there") {
            try await browser.texts("#readProduct details.ref > .members > li").count > 5
        }
        let here = try await browser.texts("#readProduct details.ref > .members > li > .name > code")
        #expect(here == (try await browser.texts("#schema-Product > .members > li > .name > code")))
    }
}
