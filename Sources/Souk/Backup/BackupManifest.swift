package import Kernel
package import Persistence

/// What a backup is of; the first file in it.
package struct BackupManifest: Equatable, Sendable {
    /// The version of the archive's layout.
    static let format = 1

    /// The version of souk that made it.
    package let souk: String
    /// The version of the database's schema.
    package let schemaVersion: Int
    /// What the database is kept in.
    package let dialect: Dialect
    /// PostgreSQL's schema that the tables stand in; `nil` on SQLite.
    package let postgresSchema: String?
    /// The identity of the database that it was made of.
    package let shop: String
    /// When it was begun: everything that was acknowledged before is in it.
    package let madeAt: Timestamp

    /// The bytes of `manifest.json`.
    var bytes: [UInt8] {
        var json = JSONWriter()
        json.object { object in
            object.member("format", BackupManifest.format)
            object.member("souk", souk)
            object.member("schema_version", schemaVersion)
            object.member("database", dialect.rawValue)
            object.member("postgres_schema", postgresSchema)
            object.member("shop", shop)
            object.member("made_at", madeAt.description)
        }
        return json.bytes + [UInt8(ascii: "\n")]
    }

    init(schemaVersion: Int, dialect: Dialect, postgresSchema: String?, shop: String, madeAt: Timestamp) {
        (souk, self.schemaVersion, self.dialect) = (SoukVersion.text, schemaVersion, dialect)
        (self.postgresSchema, self.shop, self.madeAt) = (postgresSchema, shop, madeAt)
    }

    /// - Throws: `BackupError`.
    init(bytes: [UInt8]) throws {
        let members = (try? JSONValue(parsing: bytes))?.members ?? []
        let text = { (name: String) -> String? in
            if case .string(let text)? = members.first(where: { $0.name == name })?.value { text } else { nil }
        }
        let number = { (name: String) -> Int? in
            if case .number(let text)? = members.first(where: { $0.name == name })?.value { Int(text) } else { nil }
        }
        guard number("format") == BackupManifest.format else {
            throw BackupError.unfit("This is no backup that this souk (\(SoukVersion.text)) can read; a newer one may.")
        }
        guard let souk = text("souk"), let version = number("schema_version"), let shop = text("shop"),
            let dialect = text("database").flatMap(Dialect.init(rawValue:)),
            let madeAt = text("made_at").flatMap({ Timestamp($0) })
        else { throw BackupError.damaged("its manifest is not complete") }
        (self.souk, schemaVersion, self.dialect) = (souk, version, dialect)
        (postgresSchema, self.shop, self.madeAt) = (text("postgres_schema"), shop, madeAt)
    }
}
