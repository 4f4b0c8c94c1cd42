import Kernel
import Persistence

/// A second factor as its row has it.
struct SecondFactorRow: Sendable, RowDecodable {
    let sealed: [UInt8]
    let lastStep: Int64
    let confirmedAt: Timestamp?

    init(row: inout Row) throws {
        sealed = try row.decode("secret")
        lastStep = try row.decode("last_step")
        confirmedAt = try row.decode("confirmed_at")
    }

    func secret(of user: ID<User>, _ box: SecretBox) throws -> [UInt8] {
        try SecondFactors.open(sealed, of: user, box)
    }

    /// The step that a code belongs to. One that was sealed under another secret of the shop than today's knows no right
    /// code any more: its owner needs a recovery, and no answer that something is wrong on our side.
    func step(of code: String, of user: ID<User>, _ box: SecretBox, at moment: Timestamp) -> Int64? {
        guard let secret = try? secret(of: user, box) else { return nil }
        return TOTP.step(of: code, secret, at: moment)
    }
}

extension Transaction {
    func secondFactor(of user: ID<User>) throws -> SecondFactorRow? {
        try first("SELECT secret, last_step, confirmed_at FROM second_factors WHERE user_id = \(user)")
    }

    func secondFactorState(of user: ID<User>) throws -> SecondFactorState? {
        guard let confirmedAt = try secondFactor(of: user)?.confirmedAt else { return nil }
        let count = try value("SELECT count(*) FROM recovery_codes WHERE user_id = \(user)", as: Int.self)
        return SecondFactorState(confirmedAt: confirmedAt, recoveryCodesLeft: count ?? 0)
    }

    /// - Returns: `false` when one is set up already.
    func beginSecondFactor(of user: ID<User>, sealed: [UInt8], at now: Timestamp) throws -> Bool {
        try execute(
            """
            INSERT INTO second_factors (user_id, secret, last_step, created_at) VALUES (\(user), \(sealed), 0, \(now))
            ON CONFLICT (user_id) DO UPDATE SET secret = excluded.secret, created_at = excluded.created_at
            WHERE second_factors.confirmed_at IS NULL
            """) == 1
    }

    /// - Returns: `false` when it was confirmed or begun anew meanwhile.
    func confirmSecondFactor(of user: ID<User>, sealed: [UInt8], step: Int64, at now: Timestamp) throws -> Bool {
        try execute(
            """
            UPDATE second_factors SET confirmed_at = \(now), last_step = \(step)
            WHERE user_id = \(user) AND confirmed_at IS NULL AND secret = \(sealed)
            """) == 1
    }

    /// Takes an answer, once: of two that give the same at the same time one is told that it is wrong.
    func accept(_ answer: SecondFactorAnswer, of user: ID<User>, _ box: SecretBox, at now: Timestamp) throws -> Bool {
        switch answer {
        case .recoveryCode(let code):
            return try execute(
                """
                DELETE FROM recovery_codes
                WHERE user_id = \(user) AND hash = \(RecoveryCode.hash(code, of: user, box))
                """) == 1
        case .code(let code):
            guard let factor = try secondFactor(of: user), factor.confirmedAt != nil,
                let step = factor.step(of: code, of: user, box, at: now)
            else { return false }
            return try execute(
                "UPDATE second_factors SET last_step = \(step) WHERE user_id = \(user) AND last_step < \(step)") == 1
        }
    }

    func replaceRecoveryCodes(of user: ID<User>, with hashes: [[UInt8]]) throws {
        try execute("DELETE FROM recovery_codes WHERE user_id = \(user)")
        try execute(
            batch: hashes.map { hash in
                "INSERT INTO recovery_codes (user_id, hash) VALUES (\(user), \(hash))"
            })
    }

    /// - Returns: whether there was one that was set up.
    func deleteSecondFactor(of user: ID<User>) throws -> Bool {
        try execute("DELETE FROM recovery_codes WHERE user_id = \(user)")
        return try execute(
            "DELETE FROM second_factors WHERE user_id = \(user) AND confirmed_at IS NOT NULL") == 1
    }

    /// Removes what was begun and never confirmed.
    func pruneSecondFactors(begunBefore moment: Timestamp) throws {
        try execute("DELETE FROM second_factors WHERE confirmed_at IS NULL AND created_at < \(moment)")
    }
}
