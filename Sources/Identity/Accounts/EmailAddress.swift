import Foundation
package import Kernel

/// An e-mail address: as its owner writes it, and as addresses are compared.
///
/// Before the `@` stands a dot-atom of at most 64 bytes, behind it a domain, together at most 254 bytes (RFC 5321
/// §4.5.3.1, RFC 6531 for letters outside ASCII). Two addresses are the same when they agree without regard to case
/// and to Unicode's ways of writing one character (NFKC), also before the `@`: no provider tells `Ada@` from `ada@`.
package struct EmailAddress: Hashable, Sendable {
    /// As it was written, in NFC and without space around it: where mail goes.
    package let text: String
    /// What it is found by.
    package let folded: String

    /// Reads an address.
    /// - Throws: a `FieldError` about `email`.
    package init(_ written: String) throws(FieldError) {
        let text = written.trimmingCharacters(in: .whitespaces).precomposedStringWithCanonicalMapping
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, text.utf8.count <= 254, EmailAddress.isLocalPart(parts[0]),
            EmailAddress.isDomain(parts[1])
        else {
            throw FieldError(
                "email", code: "invalid_email", message: "must be an e-mail address such as name@example.com")
        }
        self.text = text
        folded = EmailAddress.fold(text)
    }

    /// How any text is compared with addresses, names and searches.
    static func fold(_ text: String) -> String {
        text.precomposedStringWithCompatibilityMapping.lowercased().precomposedStringWithCompatibilityMapping
    }

    private static func isLocalPart(_ text: Substring) -> Bool {
        guard (1...64).contains(text.utf8.count) else { return false }
        return text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { atom in
            !atom.isEmpty && atom.unicodeScalars.allSatisfy { $0.isWordy || "!#$%&'*+-/=?^_`{|}~".contains($0) }
        }
    }

    private static func isDomain(_ text: Substring) -> Bool {
        guard (1...253).contains(text.utf8.count) else { return false }
        return text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
            (1...63).contains(label.utf8.count) && !label.hasPrefix("-") && !label.hasSuffix("-")
                && label.unicodeScalars.allSatisfy { $0 == "-" || $0.isWordy }
        }
    }
}

extension String {
    fileprivate func contains(_ scalar: Unicode.Scalar) -> Bool { unicodeScalars.contains(scalar) }
}

extension Unicode.Scalar {
    /// A letter or digit of any script, or a mark that belongs to one.
    fileprivate var isWordy: Bool {
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber: true
        case .nonspacingMark, .spacingMark: !isASCII
        default: false
        }
    }
}
