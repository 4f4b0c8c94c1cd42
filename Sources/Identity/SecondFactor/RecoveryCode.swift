import Kernel

/// Codes for the day on which the telephone is lost: ten, each good for one login.
///
/// Just under 50 random bits each (31¹⁰), in words without the letters that are mistaken for digits: `4kt9m-xq27v`. Kept is an HMAC under
/// the shop's secret, so that a stolen database does not give them to whoever has time.
enum RecoveryCode {
    static let count = 10
    private static let purpose = "recovery-code"

    static func make() -> String {
        var generator = SystemRandomNumberGenerator()
        let letters = (0..<10).map { _ in symbols[Int.random(in: 0..<symbols.count, using: &generator)] }
        return String(letters.prefix(5)) + "-" + String(letters.suffix(5))
    }

    static func hash(_ code: String, of user: ID<User>, _ box: SecretBox) -> [UInt8] {
        let letters = code.lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
        return box.code(of: user.bytes + Array(letters.utf8), for: purpose)
    }

    private static let symbols = Array("23456789abcdefghjkmnpqrstuvwxyz")
}
