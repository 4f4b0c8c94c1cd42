import Hummingbird

extension Request {
    /// Whether the address is of the REST interface. As for the router, slashes more than one are one: `//api/v1/x` is
    /// `/api/v1/x`, with all that is added to its answers.
    var isForAPI: Bool {
        uri.path.utf8.drop { $0 == UInt8(ascii: "/") }.starts(with: "api/".utf8)
    }

    /// Whether programs ask it, which want errors as problem details: the REST interface, and its description.
    var isForPrograms: Bool { isForAPI || uri.path == "/openapi.json" }
}
