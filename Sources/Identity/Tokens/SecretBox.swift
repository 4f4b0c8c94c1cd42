import Crypto
import Foundation
import Synchronization

/// Everything that hangs on the shop's secret (`SOUK_SECRET_KEY`): a key for each purpose is derived from it
/// (HKDF-SHA256, RFC 5869), so that what was sealed or signed for one purpose is worth nothing for another.
package struct SecretBox: Sendable {
    /// What cannot be opened: changed, cut, sealed for another purpose, or under another secret.
    package struct Unopenable: Error, Equatable {}

    private let keys: DerivedKeys

    /// A box for that secret.
    /// - Parameter secret: at least 16 bytes that nobody can guess.
    package init(secret: [UInt8]) {
        precondition(secret.count >= 16, "a secret of 16 bytes at least")
        keys = DerivedKeys(secret)
    }

    /// Encrypts and authenticates (AES-256-GCM): nonce, cipher text and tag in one. The same bytes seal differently
    /// each time.
    package func seal(_ clear: [UInt8], for purpose: String) throws -> [UInt8] {
        let sealed = try AES.GCM.seal(clear, using: keys["seal", purpose])
        guard let combined = sealed.combined else { preconditionFailure("a nonce of the usual size") }
        return Array(combined)
    }

    /// What was sealed for that purpose.
    /// - Throws: `Unopenable`.
    package func open(_ sealed: [UInt8], for purpose: String) throws -> [UInt8] {
        guard let box = try? AES.GCM.SealedBox(combined: sealed),
            let clear = try? AES.GCM.open(box, using: keys["seal", purpose])
        else { throw Unopenable() }
        return Array(clear)
    }

    /// The code by which a message of ours is known again (HMAC-SHA256): 32 bytes.
    package func code(of message: [UInt8], for purpose: String) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: message, using: keys["code", purpose]))
    }

    /// Whether it is the code of that message. Takes the same time wherever they differ.
    package func isCode(_ code: [UInt8], of message: [UInt8], for purpose: String) -> Bool {
        HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: message, using: keys["code", purpose])
    }
}

/// The keys of all purposes, each derived once. Purposes stand in our sources, so there are a dozen.
private final class DerivedKeys: Sendable {
    private let secret: SymmetricKey
    private let known = Mutex<[String: SymmetricKey]>([:])

    init(_ secret: [UInt8]) {
        self.secret = SymmetricKey(data: secret)
    }

    subscript(use: String, purpose: String) -> SymmetricKey {
        let info = "souk/\(use)/\(purpose)"
        return known.withLock { known in
            if let key = known[info] { return key }
            let key = HKDF<SHA256>.deriveKey(inputKeyMaterial: secret, info: Data(info.utf8), outputByteCount: 32)
            known[info] = key
            return key
        }
    }
}
