import Testing

@testable import WebSupport

struct AcceptTests {
    @Test(arguments: [
        ("application/json", true), ("*/*", true), ("application/*;q=0.1", true), ("text/html", false),
        ("text/html, */*;q=0.8", true), ("application/json;q=0, */*", false), ("application/json; Q=0.000", false),
        ("*/*;q=0", false), ("APPLICATION/JSON", true), ("application/problem+json", true),
        ("application/vnd.souk+json; version=1", true), ("application/*;q=0, application/json", true), (",", false),
    ])
    func `JSON is sent to who takes it`(header: String, isTaken: Bool) {
        #expect(AcceptHeader.takesJSON(header) == isTaken)
    }

    @Test(arguments: [
        (nil, false), ("", false), ("*/*", false), ("application/*", false), ("application/json", true),
        ("text/html,application/xhtml+xml,*/*;q=0.8", false), ("application/json, text/html;q=0.9", true),
        ("application/json;q=0.8, text/html", false), ("application/json, text/html", true),
        ("application/json;q=0", false), ("application/problem+json", true),
        ("application/json, text/plain, */*", true),
        ("APPLICATION/JSON", true), ("application/vnd.souk+json; version=1", true),
    ])
    func `who asks for JSON by name is no browser that wants a page`(header: String?, isPreferred: Bool) {
        #expect(AcceptHeader.prefersJSON(header) == isPreferred)
    }

    @Test(arguments: [
        ([], false), (["gzip"], true), (["GZIP;q=0.001"], true), (["gzip;q=0"], false), (["*"], true),
        (["*;q=0"], false),
        (["*, gzip;q=0"], false), (["*;q=0, gzip"], true), (["br, deflate"], false), (["br", "gzip"], true),
        (["identity"], false), (["gzip;q=nan"], false), (["x-gzip"], true), (["gzipx"], false),
    ])
    func `gzip is sent to who takes it`(values: [String], isTaken: Bool) {
        #expect(AcceptEncoding.takesGzip(values) == isTaken)
    }
}
