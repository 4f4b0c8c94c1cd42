import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore

/// A browser driven through the plain HTTP of W3C WebDriver (https://www.w3.org/TR/webdriver2/).
///
/// Hummingbird's test client carries it: `URLSession` on Linux refuses chromedriver's headers, which have no space
/// behind the colon.
struct Browser {
    private let driver: TestClient
    private let authority: String
    private var session = ""

    /// What went wrong in the browser.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Opens a window without a screen, and closes it whatever happens.
    /// - Parameters:
    ///   - port: where chromedriver listens on this machine.
    ///   - chromium: the browser's binary.
    static func run(port: Int, chromium: String, _ body: (Browser) async throws -> Void) async throws {
        let driver = TestClient(host: "127.0.0.1", port: port, configuration: .init(timeout: .seconds(60)))
        driver.connect()
        var browser = Browser(driver: driver, authority: "127.0.0.1:\(port)")
        browser.session = "/session/\(try await browser.open(chromium))"
        do {
            try await body(browser)
        } catch {
            try? await browser.close()
            throw error
        }
        try await browser.close()
    }

    /// Opens the window and returns the name of the session.
    private func open(_ chromium: String) async throws -> String {
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
        let session: Session = try await send(.post, "/session", body: ByteBuffer(string: capabilities))
        return session.sessionId
    }

    private func close() async throws {
        let _: Nothing = try await send(.delete, session)
        try await driver.shutdown()
    }

    /// Goes to an address and waits until it is there.
    func open(_ url: URL) async throws {
        let _: Nothing = try await post("url", ["url": url.absoluteString])
    }

    /// The title of the page.
    var title: String {
        get async throws { try await send(.get, session + "/title") }
    }

    /// The address of the page.
    var url: String {
        get async throws { try await send(.get, session + "/url") }
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
        let base64: String = try await send(.get, session + "/screenshot")
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

    /// Runs a script in the page with these arguments, and returns what it returns.
    func run<Value: Decodable>(_ script: String, _ arguments: String...) async throws -> Value {
        try await post("execute/sync", Script(script: script, args: arguments))
    }

    /// Sends a command of the session.
    func post<Value: Decodable>(_ path: String, _ body: some Encodable) async throws -> Value {
        try await send(.post, "\(session)/\(path)", body: ByteBuffer(bytes: JSONEncoder().encode(body)))
    }

    private func send<Value: Decodable>(
        _ method: HTTPRequest.Method, _ path: String, body: ByteBuffer? = nil
    ) async throws -> Value {
        let request = TestClient.Request(
            path, method: method, authority: authority, headers: [.contentType: "application/json"], body: body)
        let response = try await driver.execute(request)
        let answer = Data((response.body ?? ByteBuffer()).readableBytesView)
        guard response.status == .ok else {
            throw Failure(description: "\(method) \(path): \(String(decoding: answer.prefix(500), as: UTF8.self))")
        }
        return try JSONDecoder().decode(Answer<Value>.self, from: answer).value
    }
}

/// A script with its arguments.
struct Script: Encodable {
    let script: String
    let args: [String]
}

/// What stands around every answer.
private struct Answer<Value: Decodable>: Decodable {
    let value: Value
}

/// `null`, which most commands answer.
struct Nothing: Decodable {}
