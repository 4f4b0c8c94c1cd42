import Foundation
import Kernel

/// Checks fields one by one and remembers everything that is wrong, so that a caller hears all of it at once.
///
/// Each check returns the normalised value, or a stand-in that is never used because `finish()` throws.
struct FieldChecks {
    private var errors: [FieldError] = []

    /// Throws what was found.
    func finish() throws(ValidationError) {
        guard errors.isEmpty else { throw ValidationError(errors) }
    }

    mutating func refuse(_ field: String, _ code: String, _ message: String) {
        errors.append(FieldError(field, code: code, message: message))
    }

    /// Text with surrounding white space removed; empty counts as absent.
    mutating func text(
        _ field: String, _ text: String?, _ length: ClosedRange<Int>, multiline: Bool = false
    ) -> String? {
        if let text, text.isPlain(length) { return text }
        guard let trimmed = text?.trimmingCharacters(in: .whitespacesAndNewlines), !trimmed.isEmpty else { return nil }
        guard !trimmed.unicodeScalars.contains(where: { $0.isForbidden(multiline: multiline) }) else {
            refuse(field, "control_character", "must not hold NUL or other control characters")
            return nil
        }
        guard trimmed.unicodeScalars.count <= length.upperBound else {
            refuse(
                field, "too_long",
                "must have at most \(length.upperBound) characters, has \(trimmed.unicodeScalars.count)")
            return nil
        }
        return trimmed
    }

    mutating func requiredText(_ field: String, _ value: String?, _ length: ClosedRange<Int>) -> String {
        let before = errors.count
        if let value = text(field, value, length) { return value }
        if errors.count == before {
            refuse(field, "required", "must be there and have \(length.lowerBound) to \(length.upperBound) characters")
        }
        return ""
    }

    mutating func slug(_ field: String, _ slug: String?) -> String? {
        guard let slug = text(field, slug, 1...120) else { return nil }
        guard Slug.isValid(slug) else {
            refuse(
                field, "not_a_slug",
                "must be small letters a-z, digits and hyphens, and none of \(Slug.reserved.sorted().joined(separator: ", "))"
            )
            return nil
        }
        return slug
    }

    mutating func currency(_ code: String?, default fallback: Currency) -> Currency {
        guard let code else { return fallback }
        guard let currency = Currency(code) else {
            refuse("currency", "unknown_currency", "must be a code of ISO 4217 such as USD, is \"\(code.prefix(8))\"")
            return fallback
        }
        return currency
    }

    mutating func price(_ field: String, _ text: String?, _ currency: Currency) -> Money? {
        guard let text else { return nil }
        do {
            let money = try Money(parsing: text, currency)
            guard money.minorUnits >= 0, !text.hasPrefix("-") else {
                refuse(field, "negative", "must be 0 or more, is \(text.prefix(40))")
                return nil
            }
            guard money.minorUnits <= FieldChecks.maximumPrice else {
                refuse(field, "out_of_range", "is \(text.prefix(40)), more than any price can be")
                return nil
            }
            return money
        } catch {
            refuse(field, error.code, error.message(about: text, currency))
            return nil
        }
    }

    /// 10^15 minor units: sums of thousands of them still fit 64 bits, and JavaScript still reads them exactly.
    static let maximumPrice: Int64 = 1_000_000_000_000_000

    mutating func number(_ field: String, _ number: Double?, _ range: ClosedRange<Double>) -> Double? {
        guard let number else { return nil }
        guard range.contains(number) else {
            refuse(
                field, "out_of_range",
                "must be \(range.lowerBound.shortestJSON) to \(range.upperBound.shortestJSON), is \(number.shortestJSON)"
            )
            return nil
        }
        return number
    }

    mutating func count(_ field: String, _ count: Int?) -> Int? {
        guard let count else { return nil }
        guard (0...1_000_000_000).contains(count) else {
            refuse(field, "out_of_range", "must be 0 to 1,000,000,000, is \(count)")
            return nil
        }
        return count
    }

    mutating func day(_ field: String, _ text: String?) -> String? {
        guard let text else { return nil }
        guard text.utf8.count == 10, Timestamp(text) != nil else {
            refuse(field, "not_a_date", "must be a date such as 2009-12-10, is \"\(text.prefix(40))\"")
            return nil
        }
        return text
    }

    mutating func choice<Choice: RawRepresentable & CaseIterable>(_ field: String, _ text: String?) -> Choice?
    where Choice.RawValue == String {
        guard let text else { return nil }
        guard let choice = Choice(rawValue: text) else {
            let allowed = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            refuse(field, "not_allowed", "must be one of \(allowed), is \"\(text.prefix(40))\"")
            return nil
        }
        return choice
    }
}

extension String {
    /// Whether the text passes as it stands by a look at its bytes alone, as nearly all does: no control character, no
    /// white space around it, and not even its bytes are too many. An import spent a third of its time on the rest.
    fileprivate func isPlain(_ length: ClosedRange<Int>) -> Bool {
        guard let first = utf8.first, let last = utf8.last, utf8.count <= length.upperBound else { return false }
        let isBare = (0x21..<0x7F).contains(first) && (0x21..<0x7F).contains(last)
        return isBare && utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
    }
}

extension Unicode.Scalar {
    /// Control characters have no place in a name; running text may have lines and tabs. NUL never gets through:
    /// PostgreSQL cannot keep it.
    fileprivate func isForbidden(multiline: Bool) -> Bool {
        switch value {
        case 0x09, 0x0A, 0x0D: !multiline
        case 0..<0x20, 0x7F: true
        default: false
        }
    }
}

extension MoneyError {
    fileprivate var code: String {
        switch self {
        case .notANumber: "not_a_number"
        case .tooManyDecimals: "too_many_decimals"
        case .outOfRange, .currencyMismatch: "out_of_range"
        }
    }

    fileprivate func message(about text: String, _ currency: Currency) -> String {
        switch self {
        case .notANumber: "must be a decimal number such as 19.90, is \"\(text.prefix(40))\""
        case .tooManyDecimals(0): "\(currency) has no decimals; \(text.prefix(40)) has too many"
        case .tooManyDecimals(let allowed): "\(currency) has \(allowed) decimals; \(text.prefix(40)) has too many"
        case .outOfRange, .currencyMismatch: "is \(text.prefix(40)), more than any price can be"
        }
    }
}
