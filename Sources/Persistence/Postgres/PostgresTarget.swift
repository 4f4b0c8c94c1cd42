import CPostgres

/// The server and database that a URL names, and the settings that every connection starts with.
struct PostgresTarget: Sendable {
    private let parameters: [(keyword: String, value: String)]

    /// - Throws: `DatabaseError.unavailable` when libpq cannot read the URL. Its own message is left out because it
    ///   quotes the URL, which may hold a password.
    init(url: String, options: PostgresOptions) throws {
        guard url.hasPrefix("postgres://") || url.hasPrefix("postgresql://"), let given = Self.parse(url) else {
            throw DatabaseError.unavailable(
                "the database URL cannot be read; it looks like postgres://user:password@host:5432/database")
        }
        let settings = [given["options"] ?? "", Self.settings(options)].joined(separator: " ")
        // What stands before `dbname` are defaults that the URL may override; what stands behind it is ours alone.
        parameters = [
            ("fallback_application_name", options.applicationName),
            ("connect_timeout", String(max(options.connectTimeout.components.seconds, 1))),
            // A server that vanished without a word is noticed after 30 s of silence or unacknowledged data.
            ("keepalives_idle", "15"), ("keepalives_interval", "5"), ("keepalives_count", "3"),
            ("tcp_user_timeout", "30000"),
            ("dbname", url), ("options", settings), ("client_encoding", "UTF8"),
        ]
    }

    /// Opens a connection.
    /// - Throws: `DatabaseError.unavailable` with server, database and reason, never the password.
    func connect() throws -> OpaquePointer {
        let keywords = CStrings(parameters.map(\.keyword))
        let values = CStrings(parameters.map(\.value))
        guard let handle = PQconnectdbParams(keywords.pointers, values.pointers, 1) else {
            throw DatabaseError.unavailable("no memory for a connection to PostgreSQL")
        }
        guard PQstatus(handle) == CONNECTION_OK else {
            defer { PQfinish(handle) }
            throw DatabaseError.unavailable(Self.refusal(handle))
        }
        return handle
    }

    /// Settings travel in the start-up packet, which saves the round trip of a SET.
    private static func settings(_ options: PostgresOptions) -> String {
        [
            "TimeZone=UTC", "standard_conforming_strings=on",
            "statement_timeout=\(options.statementTimeout.wholeMilliseconds)",
            "lock_timeout=\(options.lockTimeout.wholeMilliseconds)",
            "idle_in_transaction_session_timeout=\(options.idleInTransactionTimeout.wholeMilliseconds)",
        ].map { "-c " + $0 }.joined(separator: " ")
    }

    private static func parse(_ url: String) -> [String: String]? {
        guard let options = PQconninfoParse(url, nil) else { return nil }
        defer { PQconninfoFree(options) }
        var values: [String: String] = [:]
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val { values[String(cString: keyword)] = String(cString: value) }
            option += 1
        }
        return values
    }

    private static func refusal(_ handle: OpaquePointer) -> String {
        let part = { (text: UnsafeMutablePointer<CChar>?) in text.map { String(cString: $0) } ?? "?" }
        let reason = String(cString: PQerrorMessage(handle)).split(separator: "\n").first.map(String.init)
        return "PostgreSQL at \(part(PQhost(handle))) port \(part(PQport(handle))), database \(part(PQdb(handle))), "
            + "user \(part(PQuser(handle))): \(reason ?? "no connection")"
    }
}

/// A NULL-terminated array of C strings for the length of its life.
private final class CStrings {
    private(set) var pointers: [UnsafePointer<CChar>?] = []
    private let storage: [UnsafeMutablePointer<CChar>]

    init(_ strings: [String]) {
        storage = strings.map { string in
            let bytes = string.utf8CString
            let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
            _ = UnsafeMutableBufferPointer(start: copy, count: bytes.count).initialize(from: bytes)
            return copy
        }
        pointers = storage.map { UnsafePointer($0) } + [nil]
    }

    deinit {
        storage.forEach { $0.deallocate() }
    }
}
