import HTTPTypes
package import Kernel

/// That an operation, or a whole version of the API, is going to end (RFC 9745, RFC 8594).
package struct Deprecation: Sendable {
    let since: Timestamp
    let sunset: Timestamp
    let successor: String

    /// An end.
    /// - Parameters:
    ///   - since: from when it should no longer be used.
    ///   - sunset: from when it answers 410, at least six months later.
    ///   - successor: the address of what takes its place.
    package init(since: Timestamp, sunset: Timestamp, successor: String) {
        (self.since, self.sunset, self.successor) = (since, sunset, successor)
    }

    /// - Throws: `RequestError.gone` after the sunset.
    func check(at now: Timestamp) throws(RequestError) {
        if now >= sunset { throw .gone(successor: successor) }
    }

    /// `Deprecation` and `Sunset`, and the older names that the specification keeps.
    func add(to headers: inout HTTPFields) {
        headers[.deprecation] = "@\(since.microseconds / 1_000_000)"
        headers[.sunset] = sunset.httpDate
        headers[.apiSunset] = sunset.httpDate
        headers[.apiDeprecated] = "true"
        headers.appendItem("<\(successor)>; rel=\"successor-version\"", to: .link)
    }
}

extension Timestamp {
    /// `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110 §5.6.7).
    package var httpDate: String {
        // The first of January 1970, day 0, was a Thursday.
        let day = Int((Double(microseconds) / 86_400_000_000).rounded(.down))
        let weekday = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"][((day + 4) % 7 + 7) % 7]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        // 1994-11-06T08:49:37…
        let text = description
        let (date, time) = (text.prefix(10).split(separator: "-"), text.dropFirst(11).prefix(8))
        return "\(weekday), \(date[2]) \(months[(Int(date[1]) ?? 1) - 1]) \(date[0]) \(time) GMT"
    }
}

extension HTTPField.Name {
    static let deprecation = HTTPField.Name(known: "Deprecation")
    static let sunset = HTTPField.Name(known: "Sunset")
    static let apiSunset = HTTPField.Name(known: "X-API-Sunset")
    static let apiDeprecated = HTTPField.Name(known: "X-API-Deprecated")
}
