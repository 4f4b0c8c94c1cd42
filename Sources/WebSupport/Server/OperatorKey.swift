import Crypto
import Foundation

/// The shop's key: who sends it as a bearer token (RFC 6750) is the operator. It goes when accounts come.
package struct OperatorKey: Sendable {
    private let digest: SHA256Digest

    /// The key in clear; only its hash is kept.
    package init(_ key: String) {
        digest = SHA256.hash(data: Data(key.utf8))
    }

    /// Who sends that `Authorization` header. Hashes are compared, so that the time tells nothing about the key.
    func caller(authorization: String?) -> Caller {
        guard let authorization, authorization.lowercased().hasPrefix("bearer ") else { return .anonymous }
        let sent = SHA256.hash(data: Data(authorization.dropFirst("bearer ".count).utf8))
        return sent == digest ? .shopOperator : .anonymous
    }
}
