/// Writes header fields, folded between words (RFC 5322 §2.2.3) into lines of 76, which is what a line with an encoded
/// word may have (RFC 2047 §2).
struct HeaderWriter {
    private(set) var bytes: [UInt8] = []

    /// A field of ASCII text that may be folded at its spaces; several count as one.
    mutating func field(_ name: String, _ text: String) {
        field(name, text.split(separator: " ").map(String.init))
    }

    /// A field of addresses; none when there are none.
    mutating func field(_ name: String, _ addresses: [MailAddress]) {
        guard !addresses.isEmpty else { return }
        let mailboxes = addresses.map { address in
            (address.name.isEmpty ? [] : Phrase.words(ofName: address.name)) + ["<\(address.address)>"]
        }
        let commas = mailboxes.dropLast().map { $0.dropLast() + [$0[$0.count - 1] + ","] }
        field(name, commas.flatMap { $0 } + mailboxes[mailboxes.count - 1])
    }

    /// A field of words, each of which stays in one piece.
    mutating func field(_ name: String, _ words: [String]) {
        bytes += "\(name):".utf8
        var column = name.utf8.count + 1
        for (index, word) in words.enumerated() {
            // The first word stays beside the name: a line of nothing but a name makes filters suspicious.
            if index > 0, column + 1 + word.utf8.count > 76 {
                bytes += "\r\n".utf8
                column = 0
            }
            bytes += " \(word)".utf8
            column += 1 + word.utf8.count
        }
        bytes += "\r\n".utf8
    }
}

/// Text in headers, as words that survive folding: plain where that is safe, else encoded (RFC 2047).
enum Phrase {
    /// The words of free text, such as a subject.
    static func words(_ text: String) -> [String] {
        let plain = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        return plain.allSatisfy(isPlain) ? plain : encoded(text)
    }

    /// The words of a name beside an address.
    static func words(ofName name: String) -> [String] {
        let plain = name.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        if plain.allSatisfy({ isPlain($0) && $0.unicodeScalars.allSatisfy(\.isAtomText) }) { return plain }
        guard name.utf8.count <= 60, name.utf8.allSatisfy({ (0x20...0x7E).contains($0) }), !name.contains("=?") else {
            return encoded(name)
        }
        return ["\"" + name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""]
    }

    /// A word that can stand as it is: not empty, short, printable ASCII, and not to be taken for an encoded one.
    private static func isPlain(_ word: String) -> Bool {
        (1...60).contains(word.utf8.count) && word.utf8.allSatisfy { (0x21...0x7E).contains($0) }
            && !word.contains("=?")
    }

    /// Encoded words of at most 60 characters, so that the first one fits behind every field's name within the 76 that
    /// RFC 2047 allows a line. No scalar is torn apart; the space between two encoded words counts for nothing.
    private static func encoded(_ text: String) -> [String] {
        var pieces: [[UInt8]] = [[]]
        for scalar in text.unicodeScalars {
            let bytes = Array(String(scalar).utf8)
            if pieces[pieces.count - 1].count + bytes.count > 36 { pieces.append([]) }
            pieces[pieces.count - 1] += bytes
        }
        return pieces.map { "=?UTF-8?B?\($0.base64)?=" }
    }
}
