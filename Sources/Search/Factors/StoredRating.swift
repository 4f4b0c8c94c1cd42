/// Ratings as indexes keep them, in millionths of a star: so that 4.45 stars are not 4.5, for a filter or for a facet.
enum StoredRating {
    /// One star.
    static let star: Int64 = 1_000_000

    /// So many stars.
    static func units(_ stars: Double) -> Int64 { Int64((stars * Double(star)).rounded()) }
}
