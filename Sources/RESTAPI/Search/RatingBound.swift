import Kernel
import WebSupport

/// A lowest rating as parameters give it.
enum RatingBound {
    /// - Throws: `ValidationError` for one that is not 0 to 5.
    static func checked(_ minimum: DecimalText?) throws(ValidationError) -> Double? {
        guard let minimum else { return nil }
        guard let rating = Double(minimum.spelling), (0...5).contains(rating) else {
            throw ValidationError(
                "min_rating", code: "out_of_range", message: "must be 0 to 5, is \(minimum.spelling)")
        }
        return rating
    }
}
