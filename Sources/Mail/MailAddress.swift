/// A mailbox, `local@domain`, with the name of its owner (RFC 5322 §3.4).
///
/// The local part is a dot-atom of at most 64 bytes, the whole at most 254 (RFC 5321 §4.5.3.1); quoted local parts and
/// address literals, which nobody has, are refused. Letters outside ASCII are allowed (RFC 6531), and then only servers
/// that offer `SMTPUTF8` take the mail: a domain is not turned into punycode here.
package struct MailAddress: Hashable, Sendable {
    /// `ada@example.com`
    package let address: String
    /// The owner's name, as people read it; empty when there is none.
    package let name: String
    /// The part behind the `@`.
    package let domain: String

    /// An address.
    /// - Throws: `MailError.invalid`, which says what is wrong and what is allowed.
    package init(_ address: String, name: String = "") throws(MailError) {
        let parts = address.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, address.utf8.count <= 254 else {
            throw .invalid("address", "must be name@domain with at most 254 bytes")
        }
        guard MailAddress.isLocalPart(parts[0]) else {
            throw .invalid(
                "address",
                "before the @ must stand 1 to 64 bytes: letters, digits, single dots within and "
                    + "!#$%&'*+-/=?^_`{|}~")
        }
        guard MailAddress.isDomain(parts[1]) else {
            throw .invalid("address", "behind the @ must stand a domain: labels of letters, digits and inner hyphens")
        }
        guard name.utf8.count <= 256, !name.unicodeScalars.contains(where: \.isControl) else {
            throw .invalid("name", "may have 256 bytes at most, and no line breaks or other control characters")
        }
        (self.address, self.name, domain) = (address, name, String(parts[1]))
    }

    /// Whether only a server that offers `SMTPUTF8` can take it (RFC 6531).
    package var isInternational: Bool { !address.utf8.allSatisfy { $0 < 0x80 } }

    private static func isLocalPart(_ text: Substring) -> Bool {
        guard (1...64).contains(text.utf8.count) else { return false }
        return text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { atom in
            !atom.isEmpty && atom.unicodeScalars.allSatisfy(\.isAtomText)
        }
    }

    private static func isDomain(_ text: Substring) -> Bool {
        guard (1...253).contains(text.utf8.count) else { return false }
        return text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
            (1...63).contains(label.utf8.count) && !label.hasPrefix("-") && !label.hasSuffix("-")
                && label.unicodeScalars.allSatisfy { $0 == "-" || $0.isLetterOrDigit }
        }
    }
}

extension Unicode.Scalar {
    /// `atext` of RFC 5322 §3.2.3, with RFC 6532's letters outside ASCII.
    var isAtomText: Bool {
        isLetterOrDigit || "!#$%&'*+-/=?^_`{|}~".unicodeScalars.contains(self)
    }

    /// A letter or digit of any script, or a mark that belongs to one.
    var isLetterOrDigit: Bool {
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber:
            true
        case .nonspacingMark, .spacingMark: !isASCII
        default: false
        }
    }

    /// What could end a line somewhere: controls, and Unicode's own line and paragraph separators.
    var isControl: Bool {
        switch properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
}
