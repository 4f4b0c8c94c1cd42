import Foundation
import Kernel
import NIOCore
import NIOPosix
import Testing

@testable import Identity

/// An account from its making to the passkey, in Debian's Chromium, with every page on the way looked at by axe.
@Suite struct AccountBrowserTests {
    @Test(
        .enabled(
            if: BrowserSetup.isThere,
            "needs SOUK_TEST_BROWSER (chromium) and SOUK_TEST_CHROMEDRIVER, which scripts/test sets where they are installed"
        ),
        .timeLimit(.minutes(5)))
    func `somebody makes an account, confirms it, and comes in by password, by code and by passkey`() async throws {
        let setup = try BrowserSetup()
        defer { setup.remove() }
        let port = try await freePort()
        let address = try #require(URL(string: "http://localhost:\(port)"))
        let shop = try ChildProcess(
            setup.souk, ["serve", "--port", "\(port)", "--data", setup.data.path(percentEncoded: false)],
            environment: ["PUBLIC_URL": address.absoluteString, "SOUK_LIMIT_LOGIN": "off"])
        _ = try await shop.output(after: "listening on http://")
        let driver = try ChildProcess(setup.chromedriver, ["--port=0"])
        let driverPort = try await driver.output(after: "started successfully on port ").prefix { $0.isNumber }
        try await Browser.run(port: try #require(Int(driverPort)), chromium: setup.chromium) { browser in
            var walk = AccountWalk(browser: browser, setup: setup, address: address)
            try await walk.signUp()
            try await walk.lookAround()
            try await walk.setUpSecondStep()
            try await walk.comeInByCode()
            try await walk.addPasskey()
            try await walk.comeInByPasskey()
            try await walk.lookAtEntries()
            let complaints = try await browser.complaints().filter { !$0.contains("with a status of 4") }
            #expect(complaints == [])
        }
        driver.stop()
        shop.stop()
    }

    /// A port that nobody has at the moment: passkeys are bound to the address, which the shop must know beforehand.
    private func freePort() async throws -> Int {
        let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .bind(host: "127.0.0.1", port: 0).get()
        let port = try #require(channel.localAddress?.port)
        try await channel.close()
        return port
    }
}

/// The way through the pages.
private struct AccountWalk {
    let browser: Browser
    let setup: BrowserSetup
    let address: URL
    private let axe = Axe()
    private var secret: [UInt8] = []
    private static let password = "four words of a test"

    init(browser: Browser, setup: BrowserSetup, address: URL) {
        (self.browser, self.setup, self.address) = (browser, setup, address)
    }

    func signUp() async throws {
        try await open("/register")
        try await look("register")
        try await browser.click("#register button")
        try await arrive("the mistakes are shown") { try await browser.texts(".error").count == 2 }
        try await look("register-wrong")
        try await browser.type("Ada", into: "#register-first_name")
        try await browser.retype("ada@shop.example", into: "#register-email")
        try await browser.type(AccountWalk.password, into: "#register-password")
        try await browser.click("#register button")
        try await arrive("at the account") { try await browser.texts("h1") == ["Your account"] }
        #expect(try await browser.texts(".me > span").first?.hasSuffix("Ada") == true)
        try await look("account-unconfirmed")
        try await browser.open(try #require(URL(string: try await mailedLink())))
        try await look("verify")
        try await browser.click("#verify button")
        try await arrive("the address is confirmed") {
            try await browser.texts(".notice") == ["Your e-mail address is confirmed."]
        }
    }

    /// Every room, as it is for a new account.
    func lookAround() async throws {
        for room in ["", "/profile", "/email", "/password", "/sessions", "/passkeys", "/connections", "/keys", "/data"]
        {
            try await open("/account" + room)
            try await look("account" + room.replacing("/", with: "-"))
        }
    }

    mutating func setUpSecondStep() async throws {
        try await open("/account/two-step")
        try await look("two-step-off")
        try await browser.click("#begin button")
        try await arrive("the key is shown") { try await !browser.texts(".qr").isEmpty }
        try await look("two-step-key")
        let text = try #require(try await browser.attribute("value", of: "#confirm input[name=secret]"))
        secret = AccountWalk.bytes(base32: text)
        try await browser.type(TOTP.code(secret, step: TOTP.step(at: WallClock.system.now)), into: "#confirm-code")
        try await browser.click("#confirm button")
        try await arrive("the recovery codes are shown") { try await browser.texts(".codes li").count == 10 }
        try await look("two-step-codes")
        try await open("/account/two-step")
        try await look("two-step-on")
    }

    func comeInByCode() async throws {
        try await browser.click("#leave button")
        try await arrive("signed out") { try await browser.texts(".notice") == ["You are signed out. See you soon!"] }
        try await signIn("not the password")
        try await arrive("it is wrong") { try await browser.texts("[role=alert]") == ["Incorrect email or password."] }
        try await look("login-wrong")
        try await signIn(AccountWalk.password)
        try await arrive("the code is asked for") { try await browser.texts("h1") == ["One more step"] }
        try await look("login-code")
        // The code of this half minute may have been used; that of the next is taken already.
        try await browser.type(TOTP.code(secret, step: TOTP.step(at: WallClock.system.now) + 1), into: "#step-code")
        try await browser.click("#step button")
        try await arrive("in") { try await browser.texts("h1") == ["Your account"] }
    }

    func addPasskey() async throws {
        try await browser.plugInAuthenticator()
        try await open("/account/passkeys")
        try await browser.type("Test key", into: "#passkey-name")
        try await browser.click("#passkey button")
        try await arrive("the passkey is there") { try await browser.texts(".rows strong") == ["Test key"] }
        try await look("passkeys")
    }

    /// No code is asked for: a passkey is both factors in one.
    func comeInByPasskey() async throws {
        try await browser.click("#leave button")
        try await arrive("signed out") { try await browser.texts("h1") == ["Sign in"] }
        try await browser.click("#passkey button")
        try await arrive("in by passkey") { try await browser.texts("h1") == ["Your account"] }
        try await browser.click("#leave button")
    }

    /// The pages for strangers.
    func lookAtEntries() async throws {
        let paths = [
            "/login", "/forgot-password", "/forgot-password/sent", "/verify-email/resend", "/register/sent",
            "/reset-password?token=made-up",
        ]
        for path in paths {
            try await open(path)
            try await look(String(path.dropFirst().prefix { $0 != "?" }.replacing("/", with: "-")))
        }
    }

    private func signIn(_ password: String) async throws {
        try await browser.retype("ada@shop.example", into: "#login-email")
        try await browser.type(password, into: "#login-password")
        try await browser.click("#login button")
    }

    private func open(_ path: String) async throws {
        try await browser.open(try #require(URL(string: path, relativeTo: address)).absoluteURL)
    }

    private func arrive(_ what: String, _ condition: () async throws -> Bool) async throws {
        try await browser.wait(until: what) {
            // A page that is being left has no document for a moment.
            (try? await condition()) ?? false
        }
    }

    /// Has axe look at the page in both schemes, and takes pictures of it where they are wanted.
    private func look(_ name: String) async throws {
        for scheme in Browser.Scheme.allCases {
            try await browser.prefer(scheme)
            if let axe { #expect(try await axe.complaints(about: browser) == [], "\(name), \(scheme)") }
            guard let folder = setup.screenshots else { continue }
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            for (device, width, height) in [("phone", 390, 844), ("desk", 1280, 900)] {
                try await browser.resize(width: width, height: height, isPhone: device == "phone")
                try await browser.screenshot().write(to: folder.appending(path: "\(name)-\(device)-\(scheme).png"))
            }
        }
    }

    /// The address in the first mail that the shop writes.
    private func mailedLink() async throws -> String {
        let folder = setup.data.appending(path: "mail")
        var link: String?
        try await browser.wait(until: "a mail is written") {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
            for name in names where name.hasSuffix(".eml") {
                let mail = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
                    .replacing("=\r\n", with: "").replacing("=3D", with: "=")
                link = mail.firstMatch(of: #/http://localhost:\d+/verify-email\?token=[A-Za-z0-9_-]{43}/#)
                    .map { String($0.output) }
            }
            return link != nil
        }
        return try #require(link)
    }

    private static func bytes(base32 text: String) -> [UInt8] {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        let bits = text.flatMap { letter in
            let value = alphabet.firstIndex(of: letter) ?? 0
            return (0..<5).map { value >> (4 - $0) & 1 }
        }
        return (0..<bits.count / 8).map { byte in
            bits[byte * 8..<byte * 8 + 8].reduce(UInt8(0)) { $0 << 1 | UInt8($1) }
        }
    }
}
