package import HTTPTypes
import Kernel

/// The cookies of the shop.
package enum CookieName: String, Sendable, CaseIterable {
    /// Proves a session.
    case session = "souk_session"
    /// Proves that somebody signed in on this device before.
    case device = "souk_device"
    /// Ties a form to the browser that it was shown to, before anybody signed in.
    case form = "souk_form"
    /// Ties a sign-in at another provider to the browser that began it.
    case ceremony = "souk_ceremony"
    /// Remembers between two pages that the password was right, while the code of the second factor is looked for.
    case step = "souk_step"
    /// Carries what is shown once from the form that made it to the page after.
    case shownOnce = "souk_shown_once"
}

/// A cookie to be set (RFC 6265): for this host and all of its paths, never readable by scripts, and not sent along by
/// forms of other sites.
package struct Cookie: Sendable, Equatable {
    /// Its name on the wire.
    let name: String
    /// Letters, digits and `-_.~` only.
    let value: String
    /// How long the browser keeps it; zero removes it, `nil` until the browser ends.
    let lifetime: Duration?
    /// Whether it is sent over TLS (and to this machine itself) only.
    let isSecure: Bool

    /// The value of `Set-Cookie`.
    var header: String {
        var parts = ["\(name)=\(value)", "Path=/", "HttpOnly", "SameSite=Lax"]
        if isSecure { parts.append("Secure") }
        if let lifetime { parts.append("Max-Age=\(lifetime.components.seconds)") }
        return parts.joined(separator: "; ")
    }
}

/// How cookies are named and set here.
///
/// With the prefix `__Host-` a browser takes a cookie only from this very host over TLS, so that a neighbouring subdomain
/// cannot plant a session. Without TLS that works on this machine only; elsewhere the plain names are used.
package struct CookieRules: Sendable {
    /// Whether cookies have the prefix and the attribute `Secure`.
    package let isSecure: Bool

    /// Rules for a shop that browsers reach over TLS or on their own machine, or not.
    package init(isSecure: Bool) {
        self.isSecure = isSecure
    }

    /// A cookie to be set.
    /// - Parameter lifetime: how long the browser keeps it; `nil` until it ends.
    package func cookie(_ name: CookieName, _ value: String, for lifetime: Duration?) -> Cookie {
        Cookie(name: wireName(name), value: value, lifetime: lifetime, isSecure: isSecure)
    }

    /// What takes a cookie away.
    package func removal(of name: CookieName) -> Cookie {
        cookie(name, "", for: .zero)
    }

    /// What the browser sends under that name; `nil` for nothing, and for more than any cookie of ours has.
    package func value(of name: CookieName, in headers: HTTPFields) -> String? {
        let wanted = wireName(name)
        for pair in headers[values: .cookie].flatMap({ $0.split(separator: ";") }) {
            let pair = pair.drop { $0 == " " }
            guard let equals = pair.firstIndex(of: "="), pair[..<equals] == wanted else { continue }
            let value = pair[pair.index(after: equals)...]
            return (1...4096).contains(value.utf8.count) ? String(value) : nil
        }
        return nil
    }

    /// The proof of a device has the name that is documented to clients; it opens nothing by itself.
    private func wireName(_ name: CookieName) -> String {
        isSecure && name != .device ? "__Host-\(name.rawValue)" : name.rawValue
    }
}

extension HTTPFields {
    /// Sets a cookie.
    package mutating func set(_ cookie: Cookie) {
        append(HTTPField(name: .setCookie, value: cookie.header))
    }
}
