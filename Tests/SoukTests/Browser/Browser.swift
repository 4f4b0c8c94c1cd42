import Foundation
import FoundationNetworking

/// A browser driven through the plain HTTP of W3C WebDriver (https://www.w3.org/TR/webdriver2/).
struct Browser {
    private let session: URL

    /// What went wrong in the browser.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Opens a window without a screen, and closes it whatever happens.
    /// - Parameters:
    ///   - driver: where chromedriver listens.
    ///   - chromium: the browser's binary.
    static func run(driver: URL, chromium: String, _ body: (Browser) async throws -> Void) async throws {
        let browser = try await Browser(driver: driver, chromium: chromium)
        do {
            try await body(browser)
        } catch {
            try? await browser.close()
            throw error
        }
        try await browser.close()
    }

    private init(driver: URL, chromium: String) async throws {
        struct Session: Decodable {
            let sessionId: String
        }
        let capabilities = """
            {"capabilities": {"alwaysMatch": {
                "goog:loggingPrefs": {"browser": "ALL"},
                "goog:chromeOptions": {
                    "binary": "\(chromium)",
                    "args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                             "--hide-scrollbars"]
                }}}}
            """
        let opened: Session = try await Browser.send(
            "POST", driver.appending(path: "session"), body: Data(capabilities.utf8))
        session = driver.appending(path: "session/\(opened.sessionId)")
    }

    private func close() async throws {
        let _: Nothing = try await Browser.send("DELETE", session, body: nil)
    }

    /// Goes to an address and waits until it is there.
    func open(_ url: URL) async throws {
        let _: Nothing = try await post("url", ["url": url.absoluteString])
    }

    /// The title of the page.
    var title: String {
        get async throws { try await Browser.send("GET", session.appending(path: "title"), body: nil) }
    }

    /// The address of the page.
    var url: String {
        get async throws { try await Browser.send("GET", session.appending(path: "url"), body: nil) }
    }

    /// Types into the first element of a CSS selector, as from a keyboard.
    func type(_ text: String, into selector: String) async throws {
        let _: Nothing = try await post("element/\(try await find(selector))/value", ["text": text])
    }

    /// Clicks the first element of a CSS selector.
    func click(_ selector: String) async throws {
        let _: Nothing = try await post("element/\(try await find(selector))/click", [String: String]())
    }

    /// The texts of all elements of a CSS selector, without space around them.
    func texts(_ selector: String) async throws -> [String] {
        try await run("return [...document.querySelectorAll(arguments[0])].map((e) => e.textContent.trim())", selector)
    }

    /// An attribute of the first element of a CSS selector.
    func attribute(_ name: String, of selector: String) async throws -> String? {
        try await run("return document.querySelector(arguments[0])?.getAttribute(arguments[1]) ?? null", selector, name)
    }

    /// What the browser itself complained about: scripts, files, the content security policy.
    func complaints() async throws -> [String] {
        struct Entry: Decodable {
            let level, message: String
        }
        let entries: [Entry] = try await post("se/log", ["type": "browser"])
        return entries.filter { $0.level == "SEVERE" }.map(\.message)
    }

    /// Makes the window so large, in CSS pixels.
    func resize(width: Int, height: Int, isPhone: Bool) async throws {
        struct Command: Encodable {
            struct Metrics: Encodable {
                let width, height: Int
                let deviceScaleFactor = 2
                let mobile: Bool
            }
            let cmd = "Emulation.setDeviceMetricsOverride"
            let params: Metrics
        }
        let metrics = Command.Metrics(width: width, height: height, mobile: isPhone)
        let _: Nothing = try await post("goog/cdp/execute", Command(params: metrics))
    }

    /// The visible part of the page, as PNG.
    func screenshot() async throws -> Data {
        let base64: String = try await Browser.send("GET", session.appending(path: "screenshot"), body: nil)
        guard let data = Data(base64Encoded: base64) else { throw Failure(description: "The screenshot is no base64") }
        return data
    }

    /// Asks again and again until `condition` holds, ten seconds at most.
    func wait(until what: String, _ condition: () async throws -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(10)
        while try await !condition() {
            guard ContinuousClock.now < deadline else {
                throw Failure(description: "Waited in vain until \(what), at \(try await url)")
            }
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    private func find(_ selector: String) async throws -> String {
        let found: [String: String] = try await post("element", ["using": "css selector", "value": selector])
        guard let id = found.values.first else { throw Failure(description: "There is no \(selector)") }
        return id
    }

    private func run<Value: Decodable>(_ script: String, _ arguments: String...) async throws -> Value {
        try await post("execute/sync", Script(script: script, args: arguments))
    }

    private func post<Value: Decodable>(_ path: String, _ body: some Encodable) async throws -> Value {
        try await Browser.send("POST", session.appending(path: path), body: JSONEncoder().encode(body))
    }

    private static func send<Value: Decodable>(_ method: String, _ url: URL, body: Data?) async throws -> Value {
        FileHandle.standardError.write(Data("\(method) \(url)\n".utf8)); defer { FileHandle.standardError.write(Data("done\n".utf8)) }
        var request = URLRequest(url: url)
        (request.httpMethod, request.httpBody, request.timeoutInterval) = (method, body, 30)
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        let (data, response) = try await URLSession.shared.data(for: request)
        guard (response as? HTTPURLResponse)?.statusCode == 200 else {
            throw Failure(description: "\(method) \(url.path): \(String(decoding: data.prefix(500), as: UTF8.self))")
        }
        return try JSONDecoder().decode(Answer<Value>.self, from: data).value
    }
}

private struct Script: Encodable {
    let script: String
    let args: [String]
}

/// What stands around every answer.
private struct Answer<Value: Decodable>: Decodable {
    let value: Value
}

/// `null`, which most commands answer.
private struct Nothing: Decodable {}
