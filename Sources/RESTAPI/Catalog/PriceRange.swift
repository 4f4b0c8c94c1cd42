import Kernel
import WebSupport

/// A range of prices as parameters give it.
enum PriceRange {
    /// Both bounds as money; a bound with more decimals than the currency has, or a range that is empty, is refused.
    /// - Throws: `ValidationError`.
    static func checked(
        _ minimum: DecimalText?, _ maximum: DecimalText?, _ currency: Currency
    ) throws(ValidationError) -> (minimum: Money?, maximum: Money?) {
        let low = try bound("min_price", minimum, currency)
        let high = try bound("max_price", maximum, currency)
        if let low, let high, low.minorUnits > high.minorUnits {
            throw ValidationError("min_price", code: "above_max_price", message: "must not be above max_price")
        }
        return (low, high)
    }

    private static func bound(
        _ field: String, _ text: DecimalText?, _ currency: Currency
    ) throws(ValidationError) -> Money? {
        guard let text else { return nil }
        guard let money = try? Money(parsing: text.spelling, currency), money.minorUnits >= 0 else {
            throw ValidationError(
                field, code: "not_a_price",
                message: "must be an amount of \(currency) from 0 with at most \(currency.exponent) decimals, "
                    + "is \"\(text.spelling)\"")
        }
        return money
    }
}
