import Foundation
package import Search

extension Shop {
    /// The search engine by itself, with every product that many times, for benchmarks; it is kept in the data folder.
    package func measuredIndex(copies: Int) async throws -> MeasuredIndex {
        try await MeasuredIndex(
            ProductSource(products, categories), copies: copies,
            snapshot: settings.dataDirectory.appending(path: "bench-\(copies).index"))
    }
}
