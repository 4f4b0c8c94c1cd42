import Foundation
package import Kernel

/// Which passwords may be chosen.
package struct PasswordRule: Sendable {
    /// What a password must have.
    package enum Kind: String, Sendable, CaseIterable {
        /// A length, and not be one of those that everybody tries first (NIST SP 800-63B, 3.1.1.2).
        case length
        /// A small and a capital letter, a digit and a special character on top of it.
        case composition
    }

    /// How many characters (Unicode scalars, in NFKC) a password has.
    package static let lengths = 8...256

    private let kind: Kind

    /// A rule of that kind.
    package init(_ kind: Kind = .length) {
        self.kind = kind
    }

    /// Why the password may not be chosen; `nil` when it may.
    /// - Parameters:
    ///   - email: the address of the account, which is no secret and so no password.
    ///   - field: what the input calls the password.
    package func refusal(of password: String, email: String? = nil, field: String = "password") -> FieldError? {
        let text = password.precomposedStringWithCompatibilityMapping
        let length = text.unicodeScalars.count
        if length < PasswordRule.lengths.lowerBound {
            return FieldError(field, code: "password_short", message: "Use at least 8 characters.")
        }
        if length > PasswordRule.lengths.upperBound {
            return FieldError(field, code: "password_long", message: "Use at most 256 characters.")
        }
        if CommonPasswords.contains(text) || isMade(of: email, text) {
            return FieldError(
                field, code: "password_common",
                message: "This is among the passwords that are tried first. Choose another one; several words do well.")
        }
        if kind == .composition, !hasAllClasses(text) {
            return FieldError(
                field, code: "password_composition",
                message: "Use a small letter, a capital letter, a digit and a special character at least.")
        }
        return nil
    }

    /// Whether the password is the e-mail address, or what stands before its `@`, with some digits or signs around it.
    private func isMade(of email: String?, _ password: String) -> Bool {
        guard let email = email?.lowercased(), let name = email.split(separator: "@").first else { return false }
        let bare = password.lowercased()
        let (word, own) = (CommonPasswords.trimmed(bare), CommonPasswords.trimmed(String(name)))
        return bare == email || bare == name || (!own.isEmpty && word == own)
    }

    private func hasAllClasses(_ password: String) -> Bool {
        let classes: [(Character) -> Bool] = [
            { $0.isLowercase }, { $0.isUppercase }, { $0.isNumber }, { !$0.isLetter && !$0.isNumber },
        ]
        return classes.allSatisfy { password.contains(where: $0) }
    }
}
