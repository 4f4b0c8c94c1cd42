import Kernel
import Persistence

extension Transaction {
    func signingKeys(notRetiredBefore cutoff: Timestamp) throws -> [SigningKeyRow] {
        try all(
            """
            SELECT id, algorithm, sealed, created_at, retired_at FROM signing_keys
            WHERE retired_at IS NULL OR retired_at >= \(cutoff)
            ORDER BY id
            """)
    }

    func countSigningKeys() throws -> Int {
        try value("SELECT count(*) FROM signing_keys") ?? 0
    }

    /// There is one key of an algorithm that signs; whoever comes second keeps the first one's.
    func insertUnlessThereIsOne(_ key: SigningKey, sealed: [UInt8]) throws {
        try execute(
            """
            INSERT INTO signing_keys (id, algorithm, sealed, created_at)
            VALUES (\(key.id), \(key.algorithm.rawValue), \(sealed), \(key.createdAt))
            ON CONFLICT DO NOTHING
            """)
    }

    func retireKeys(at moment: Timestamp) throws {
        try execute("UPDATE signing_keys SET retired_at = \(moment) WHERE retired_at IS NULL")
    }

    @discardableResult
    func deleteKeys(retiredBefore cutoff: Timestamp) throws -> Int {
        try execute("DELETE FROM signing_keys WHERE retired_at < \(cutoff)")
    }
}

/// A key as it is kept.
struct SigningKeyRow: RowDecodable {
    let id: ID<SigningKey>
    let algorithm: String
    let sealed: [UInt8]
    let createdAt: Timestamp
    let retiredAt: Timestamp?

    init(row: inout Row) throws {
        id = try row.decode("id")
        algorithm = try row.decode("algorithm")
        sealed = try row.decode("sealed")
        createdAt = try row.decode("created_at")
        retiredAt = try row.decode("retired_at")
    }

    /// The key's name is part of the purpose: a row cannot be passed off as another.
    static func purpose(_ id: ID<SigningKey>) -> String { "signing-key/\(id)" }

    /// The key; `nil` when it was sealed under another secret.
    func opened(by box: SecretBox) -> SigningKey? {
        guard let algorithm = TokenAlgorithm(rawValue: algorithm),
            let privateKey = try? box.open(sealed, for: SigningKeyRow.purpose(id))
        else { return nil }
        return try? SigningKey(id, algorithm, privateKey: privateKey, createdAt: createdAt, retiredAt: retiredAt)
    }
}
