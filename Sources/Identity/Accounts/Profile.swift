import Foundation
package import Kernel
package import Persistence

/// What the owner of an account says about himself.
package struct Profile: Hashable, Sendable {
    /// At most 100 characters.
    package var firstName: String?
    /// At most 100 characters.
    package var lastName: String?
    /// At most 20 characters: digits, spaces and `+-().`.
    package var phone: String?
    /// At most 2,000 characters.
    package var bio: String?
    /// A picture: an address with http or https, or a path of this shop; at most 2,048 characters.
    package var avatarURL: String?
    /// Whether news may be sent.
    package var marketingConsent = false

    /// A profile that says nothing.
    package init() {}

    /// A profile with that name.
    package init(firstName: String? = nil, lastName: String? = nil) {
        (self.firstName, self.lastName) = (firstName, lastName)
    }

    /// Both names, as one reads them; `nil` when there are none.
    package var fullName: String? {
        get {
            let names = [firstName, lastName].compactMap(\.self)
            return names.isEmpty ? nil : names.joined(separator: " ")
        }
        // The last word is the last name, which is wrong for some, and theirs to put right.
        set {
            let words = (newValue ?? "").split(whereSeparator: \.isWhitespace)
            firstName = words.count > 1 ? words.dropLast().joined(separator: " ") : words.first.map(String.init)
            lastName = words.count > 1 ? words.last.map(String.init) : nil
        }
    }

    /// The same without space around the texts, and with `nil` for empty ones.
    /// - Throws: `ValidationError` about every text that is too long or has characters that it may not have.
    package func checked() throws(ValidationError) -> Profile {
        var errors: [FieldError] = []
        var profile = self
        profile.firstName = Profile.line(firstName, "first_name", atMost: 100, &errors)
        profile.lastName = Profile.line(lastName, "last_name", atMost: 100, &errors)
        profile.phone = Profile.line(phone, "phone", atMost: 20, &errors)
        profile.bio = Profile.text(bio, "bio", atMost: 2000, &errors)
        profile.avatarURL = Profile.line(avatarURL, "avatar_url", atMost: 2048, &errors)
        if let phone = profile.phone, !phone.allSatisfy({ $0.isASCII && ($0.isNumber || " +-().".contains($0)) }) {
            errors.append(FieldError("phone", code: "invalid_phone", message: "has digits, spaces and +-(). only"))
        }
        if let url = profile.avatarURL, !Profile.isPicture(url) {
            errors.append(
                FieldError("avatar_url", code: "invalid_url", message: "must begin with https://, http:// or /"))
        }
        guard errors.isEmpty else { throw ValidationError(errors) }
        return profile
    }

    private static func text(
        _ text: String?, _ field: String, atMost limit: Int, _ errors: inout [FieldError]
    ) -> String? {
        guard let trimmed = text?.trimmingCharacters(in: .whitespacesAndNewlines), !trimmed.isEmpty else { return nil }
        if trimmed.unicodeScalars.count > limit {
            errors.append(FieldError(field, code: "too_long", message: "has at most \(limit) characters"))
        } else if trimmed.unicodeScalars.contains("\0") {
            errors.append(FieldError(field, code: "invalid_character", message: "must not contain NUL"))
        }
        return trimmed
    }

    private static func line(
        _ text: String?, _ field: String, atMost limit: Int, _ errors: inout [FieldError]
    ) -> String? {
        guard let line = Profile.text(text, field, atMost: limit, &errors) else { return nil }
        if line.unicodeScalars.contains(where: \.endsLines) {
            errors.append(
                FieldError(field, code: "invalid_character", message: "is one line without control characters"))
        }
        return line
    }

    /// A script in the place of an address would run in an admin's browser.
    private static func isPicture(_ url: String) -> Bool {
        let lower = url.lowercased()
        return lower.hasPrefix("https://") || lower.hasPrefix("http://")
            || (url.hasPrefix("/") && !url.hasPrefix("//") && !url.hasPrefix("/\\"))
    }
}

extension Unicode.Scalar {
    /// What could end a line somewhere, as in the header of a mail: controls, and Unicode's own separators.
    fileprivate var endsLines: Bool {
        switch properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
}

extension Profile: RowDecodable {
    /// Reads the columns of `users` that belong to it.
    package init(row: inout Row) throws {
        firstName = try row.decode("first_name")
        lastName = try row.decode("last_name")
        phone = try row.decode("phone")
        bio = try row.decode("bio")
        avatarURL = try row.decode("avatar_url")
        marketingConsent = try row.decode("marketing_consent")
    }
}
