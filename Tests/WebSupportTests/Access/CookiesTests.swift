import HTTPTypes
import Testing

@testable import WebSupport

struct CookiesTests {
    @Test func `over TLS a session is bound to this very host`() {
        let cookie = CookieRules(isSecure: true).cookie(.session, "abc", for: .seconds(60))
        #expect(
            cookie.header == "__Host-souk_session=abc; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=60")
        let plain = CookieRules(isSecure: false).cookie(.session, "abc", for: nil)
        #expect(plain.header == "souk_session=abc; Path=/; HttpOnly; SameSite=Lax")
    }

    @Test func `the proof of a device has its documented name everywhere`() {
        for isSecure in [true, false] {
            let cookie = CookieRules(isSecure: isSecure).cookie(.device, "abc", for: nil)
            #expect(cookie.header.hasPrefix("souk_device=abc;"))
        }
    }

    @Test func `a cookie without the prefix is not taken for one with it`() {
        let headers: HTTPFields = [.cookie: "souk_session=planted; x__Host-souk_session=b"]
        #expect(CookieRules(isSecure: true).value(of: .session, in: headers) == nil)
        let real: HTTPFields = [.cookie: "a=1; __Host-souk_session=real;b=2"]
        #expect(CookieRules(isSecure: true).value(of: .session, in: real) == "real")
    }

    @Test func `nothing and far too much are no values`() {
        let rules = CookieRules(isSecure: false)
        #expect(rules.value(of: .session, in: [.cookie: "souk_session="]) == nil)
        #expect(rules.value(of: .session, in: [.cookie: "souk_session"]) == nil)
        let long: HTTPFields = [.cookie: "souk_session=" + String(repeating: "x", count: 4097)]
        #expect(rules.value(of: .session, in: long) == nil)
        #expect(rules.value(of: .session, in: [:]) == nil)
    }

    @Test func `a cookie is taken away by one that ends at once`() {
        #expect(CookieRules(isSecure: false).removal(of: .form).header.hasSuffix("Max-Age=0"))
    }
}
