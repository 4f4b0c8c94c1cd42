import Crypto

/// A secret that is shown once and kept as a hash only: 256 random bits, so a plain SHA-256 of it gives nothing away.
package struct OneTimeSecret: Sendable {
    /// What is shown or mailed: 43 characters of base64url.
    package let clear: String
    /// What is kept: 32 bytes.
    package let hash: [UInt8]

    /// A new secret.
    package static func make() -> OneTimeSecret {
        let clear = [UInt8].random(count: 32).base64URL
        return OneTimeSecret(clear: clear, hash: hash(of: clear))
    }

    /// The hash under which a secret that somebody shows would have been kept.
    package static func hash(of clear: String) -> [UInt8] {
        Array(SHA256.hash(data: Array(clear.utf8)))
    }
}

extension [UInt8] {
    /// So many bytes that nobody can guess.
    package static func random(count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }
}

extension [UInt8] {
    /// SHA-256.
    var sha256: [UInt8] { Array(SHA256.hash(data: self)) }
}
