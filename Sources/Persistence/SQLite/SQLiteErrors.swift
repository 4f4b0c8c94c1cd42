import GRDB

extension DatabaseError {
    /// The same error in our words; result codes as in sqlite.org/rescode.html.
    init(_ error: GRDB.DatabaseError, statement: String? = nil) {
        let message = error.message ?? "error \(error.extendedResultCode.rawValue)"
        switch error.resultCode {
        case .SQLITE_CONSTRAINT: self = .violation(ConstraintViolation(sqlite: error.extendedResultCode, message))
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy("another process is writing to the database (\(message))")
        case .SQLITE_FULL: self = .diskFull
        case .SQLITE_IOERR where message.contains("disk full"): self = .diskFull
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .corrupt(message)
        case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_IOERR: self = .unavailable(message)
        case .SQLITE_INTERRUPT, .SQLITE_ABORT: self = .timedOut
        case .SQLITE_MISUSE where message.contains("closed"): self = .closed
        default: self = .statement(statement ?? error.sql ?? "", message: message)
        }
    }
}

extension ConstraintViolation {
    /// Rebuilds the name that PostgreSQL would give: SQLite says `UNIQUE constraint failed: products.shop, products.slug`
    /// where PostgreSQL says `products_shop_slug_key`.
    init(sqlite code: ResultCode, _ message: String) {
        let detail = message.split(separator: ": ", maxSplits: 1).last.map(String.init) ?? ""
        let columns = detail.split(separator: ", ").map { $0.split(separator: ".", maxSplits: 1) }
        let table = columns.first?.first.map(String.init) ?? ""
        let names = columns.compactMap { $0.count == 2 ? String($0[1]) : nil }
        switch code {
        case .SQLITE_CONSTRAINT_PRIMARYKEY, .SQLITE_CONSTRAINT_ROWID: self.init(.unique, "\(table)_pkey")
        case .SQLITE_CONSTRAINT_UNIQUE where detail.hasPrefix("index '"):
            self.init(.unique, String(detail.dropFirst("index '".count).prefix { $0 != "'" }))
        case .SQLITE_CONSTRAINT_UNIQUE: self.init(.unique, ([table] + names + ["key"]).joined(separator: "_"))
        case .SQLITE_CONSTRAINT_FOREIGNKEY: self.init(.foreignKey, "foreign_key")
        case .SQLITE_CONSTRAINT_NOTNULL: self.init(.notNull, names.first ?? detail)
        default: self.init(.check, detail)
        }
    }
}
