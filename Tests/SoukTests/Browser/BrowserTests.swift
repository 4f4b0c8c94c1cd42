import Foundation
import Testing

/// The shop as a shopper meets it: the built binary with its demonstration shop, in Debian's Chromium.
@Suite struct BrowserTests {
    @Test(
        .enabled(
            if: BrowserSetup.isThere,
            "needs SOUK_TEST_BROWSER (chromium) and SOUK_TEST_CHROMEDRIVER, which scripts/test sets where they are installed"
        ),
        .timeLimit(.minutes(3)))
    func `a shopper types, is helped, filters by a brand and finds a product with its price`() async throws {
        let setup = try BrowserSetup()
        defer { setup.remove() }
        let shop = try ChildProcess(
            setup.souk, ["serve", "--demo", "--port", "0", "--data", setup.data.path(percentEncoded: false)])
        let address = try #require(URL(string: "http://" + (try await shop.output(after: "listening on http://"))))
        let driver = try ChildProcess(setup.chromedriver, ["--port=0"])
        let port = try await driver.output(after: "started successfully on port ").prefix { $0.isNumber }
        try await Browser.run(port: try #require(Int(port)), chromium: setup.chromium) { browser in
            try await browser.resize(width: 1280, height: 900, isPhone: false)
            try await shopAround(browser, at: address)
            try await takePictures(browser, at: address, into: setup.screenshots)
            #expect(try await browser.complaints() == [])
        }
        driver.stop()
        shop.stop()
    }

    private func shopAround(_ browser: Browser, at address: URL) async throws {
        try await browser.open(address)
        try await browser.type("kettl", into: ".hero input[name=q]")
        try await browser.wait(until: "there are suggestions") {
            try await browser.texts(".suggestions:not([hidden]) [role=option]").count > 0
        }
        #expect(try await browser.attribute("aria-expanded", of: ".hero input[name=q]") == "true")
        try await browser.type("e\u{E007}", into: ".hero input[name=q]")
        try await browser.wait(until: "kettles are found") {
            let (title, cards) = (try await browser.title, try await browser.texts(".card"))
            return title.contains("kettle") && !cards.isEmpty
        }

        let brand = try #require(try await browser.attribute("value", of: "#filters input[name=brand]"))
        try await browser.click("#filters input[name=brand]")
        try await browser.wait(until: "the results are of \(brand)") {
            let (url, makers) = (try await browser.url, try await browser.texts(".card .maker"))
            return url.contains("brand=") && Set(makers) == [brand]
        }

        let name = try #require(try await browser.texts(".card h3").first)
        let price = try #require(try await browser.texts(".card .price").first)
        try await browser.click(".card h3 a")
        try await browser.wait(until: "the product is there") { try await browser.texts("article h1") == [name] }
        #expect(try await browser.title.hasPrefix(name))
        #expect(try await browser.texts(".offer .price").first?.hasSuffix(price) == true)
    }

    /// Home, search and the product that the browser shows now, on a phone and on a desk.
    private func takePictures(_ browser: Browser, at address: URL, into folder: URL?) async throws {
        guard let folder else { return }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let product = try #require(URL(string: try await browser.url))
        let pages = [
            ("home", address), ("search", address.appending(path: "search")), ("product", product),
        ]
        for (device, width, height) in [("phone", 390, 844), ("desk", 1280, 900)] {
            try await browser.resize(width: width, height: height, isPhone: device == "phone")
            for (name, url) in pages {
                try await browser.open(url)
                let picture = try await browser.screenshot()
                try picture.write(to: folder.appending(path: "\(name)-\(device).png"))
            }
        }
    }
}
