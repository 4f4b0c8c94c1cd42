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
            // Looking for Kerberos tickets costs each connection milliseconds; who wants them says so in the URL.
            ("gssencmode", "disable"),
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
        let connection = withExtendedLifetime((keywords, values)) {
            PQconnectdbParams(keywords.pointers, values.pointers, 1)
        }
        guard let handle = connection else {
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
            // For look-ups, which have no BEGIN that says so.
            "default_transaction_read_only=on",
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
            + "user \(part(PQuser(handle))): \(reason ?? "no connection")" + advice(on: reason ?? "")
    }

    /// What to do, for the refusals that the settings cause. libpq's messages are English: we set no locale.
    private static func advice(on reason: String) -> String {
        let cases = [
            ("root certificate file", "Name the file with the authority's certificate: sslrootcert=FILE in the URL."),
            ("certificate verify failed", "The server's certificate is not by the authority in sslrootcert=FILE."),
            ("does not match host name", "Use the name that the certificate has, or sslmode=verify-ca."),
            ("does not support SSL", "Turn TLS on at the server, or use sslmode=disable where the network is safe."),
            ("password authentication failed", "Check user and password in the database URL."),
            ("no password supplied", "The database URL has no password: postgres://user:password@host/database."),
            ("Connection refused", "Is PostgreSQL running there, and does it listen on that address?"),
        ]
        return cases.first { reason.contains($0.0) }.map { ". \($0.1)" } ?? ""
    }
}
