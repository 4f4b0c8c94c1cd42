/// How our access tokens are signed (RFC 7518, 3.1). Both are asymmetric: whoever checks a token cannot make one.
package enum TokenAlgorithm: String, Sendable, CaseIterable {
    /// RSASSA-PKCS1-v1_5 with SHA-256, 2048 bits: what every library can check.
    case rs256 = "RS256"
    /// ECDSA on P-256 with SHA-256: signs ten times as fast, and its tokens are 250 characters shorter.
    case es256 = "ES256"
}
