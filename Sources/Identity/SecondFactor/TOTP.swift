import Crypto
import Kernel

/// Codes that change every thirty seconds (RFC 6238), six digits, HMAC-SHA-1: what every authenticator knows.
enum TOTP {
    static let secretLength = 20
    private static let period: Int64 = 30_000_000
    private static let digits = 6

    /// The number of the thirty seconds around that moment.
    static func step(at moment: Timestamp) -> Int64 { moment.microseconds / period }

    /// The code of a step (RFC 4226 §5.3).
    static func code(_ secret: [UInt8], step: Int64) -> String {
        let key = SymmetricKey(data: secret)
        let hash = Array(
            HMAC<Insecure.SHA1>.authenticationCode(for: UInt64(bitPattern: step).bytes, using: key))
        let offset = Int(hash[19] & 0xF)
        let number = hash[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        let text = String(number % 1_000_000)
        return String(repeating: "0", count: digits - text.count) + text
    }

    /// The step that a code belongs to: this one, or one of its neighbours, since clocks differ and people are slow.
    static func step(of code: String, _ secret: [UInt8], at moment: Timestamp) -> Int64? {
        let code = code.filter { !$0.isWhitespace }
        guard code.utf8.count == digits else { return nil }
        let now = step(at: moment)
        // All three are compared, so that the time tells nothing.
        return (now - 1...now + 1).reduce(nil) { found, step in
            Array(TOTP.code(secret, step: step).utf8).isSame(as: Array(code.utf8)) ? step : found
        }
    }

    /// Base32 without padding (RFC 4648 §6), as authenticators take secrets.
    static func base32(_ bytes: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        var (text, buffer, count) = ("", UInt32(0), UInt32(0))
        for byte in bytes {
            (buffer, count) = (buffer << 8 | UInt32(byte), count + 8)
            while count >= 5 {
                count -= 5
                text.append(alphabet[Int(buffer >> count & 31)])
            }
        }
        if count > 0 { text.append(alphabet[Int(buffer << (5 - count) & 31)]) }
        return text
    }
}
