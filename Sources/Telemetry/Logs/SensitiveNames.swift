/// Names of metadata whose values are never written: a net under the rule that nobody logs a secret.
///
/// `password`, `token`, `authorization`, `secret`, `cookie`, `credential` and `api_key` anywhere in a name, however it is
/// spelt (`X-API-Key`, `accessToken`); `card`, `cvc`, `cvv`, `pan` and `iban` as words of it, so that `discarded` stays.
enum SensitiveNames {
    static func contains(_ name: String) -> Bool {
        let (letters, starts) = normalised(name)
        return letters.indices.contains { index in
            anywhere.contains { letters[index...].starts(with: $0) }
                || starts[index] && words.contains { isWord($0, at: index, in: letters, starts) }
        }
    }

    private static let anywhere = [
        "password", "passwd", "passphrase", "token", "authorization", "secret", "cookie", "credential", "apikey",
        "privatekey", "cardnumber", "cardholder",
    ].map { Array($0.utf8) }

    private static let words = ["card", "cards", "cvc", "cvv", "pan", "iban"].map { Array($0.utf8) }

    private static func isWord(_ word: [UInt8], at index: Int, in letters: [UInt8], _ starts: [Bool]) -> Bool {
        let end = index + word.count
        return letters[index...].starts(with: word) && (end == letters.count || starts[end])
    }

    /// The letters and digits in small, and which of them begin a word.
    private static func normalised(_ name: String) -> (letters: [UInt8], starts: [Bool]) {
        var (letters, starts) = ([UInt8](), [Bool]())
        letters.reserveCapacity(32)
        starts.reserveCapacity(32)
        var (isNew, wasCapital) = (true, false)
        for byte in name.utf8 {
            let isCapital = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
            let small = isCapital ? byte | 0x20 : byte
            guard isCapital || isSmallOrDigit(byte) || byte >= 0x80 else {
                isNew = true
                continue
            }
            letters.append(small)
            starts.append(isNew || isCapital && !wasCapital)
            (isNew, wasCapital) = (false, isCapital)
        }
        return (letters, starts)
    }

    private static func isSmallOrDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
