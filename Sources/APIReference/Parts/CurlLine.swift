import Kernel

/// A call as a line for a shell. The shop's address and the key are variables: a line that is copied around must not
/// hold a key.
struct CurlLine {
    let operation: APIOperation
    let body: JSONValue?

    /// `curl "$SOUK/api/v1/brands"`
    var text: String {
        var line = "curl"
        if operation.method != "GET" { line += " -X \(operation.method)" }
        line += " \"$SOUK\"\(CurlLine.quoted(operation.path))"
        if !operation.security.isEmpty { line += " \\\n  -H \"Authorization: Bearer $SOUK_KEY\"" }
        if let body, let type = operation.body?.type {
            line += " \\\n  -H \(CurlLine.quoted("Content-Type: \(type)"))"
            line += " \\\n  -d \(CurlLine.quoted(body.pretty()))"
        }
        return line
    }

    /// For a POSIX shell: nothing is special between single quotes but the quote itself.
    static func quoted(_ text: String) -> String {
        "'" + text.replacing("'", with: "'\\''") + "'"
    }
}
