import ArgumentParser
import Foundation
import Kernel
import Search
import Souk

struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measure parts of the shop in this process.",
        subcommands: [SearchBench.self, JobsBench.self, IdentityBench.self])

    struct SearchBench: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "search",
            abstract: "How many queries the search engine answers.",
            discussion: """
                Answers the queries of a file (lines QID<tab>TEXT) over and over, the top 20 each. Queries per CPU-second \
                count the processor time of the whole process and compare best between engines.
                """)

        /// What is asked of the engine.
        enum Mode: String, CaseIterable, ExpressibleByArgument {
            case plain, typo, facets, prefix
        }

        @OptionGroup var options: ShopOptions

        @Option(help: "The file of queries.")
        var queries: String

        @Option(
            help: "plain and typo: words only; facets: with counts of category, brand and price; prefix: suggestions.")
        var mode = Mode.plain

        @Option(help: "How many ask at the same time.")
        var threads = 1

        @Option(help: "How long to measure.")
        var seconds = 2.0

        @Flag(help: "Print JSON.")
        var json = false

        func validate() throws {
            guard (1...64).contains(threads) else { throw ValidationError("--threads must be 1 to 64.") }
            guard seconds > 0, seconds <= 600 else { throw ValidationError("--seconds must be above 0, at most 600.") }
        }

        func run() async throws {
            let texts = mode.texts(of: try SearchCommand.queries(in: queries).map(\.text))
            guard !texts.isEmpty else { throw CommandFailure("\(queries) has no queries.") }
            let measurement = try await options.withShop { shop, _ in
                try await shop.follower.start()
                return try await measure(shop, texts)
            }
            show(measurement)
        }

        private func measure(_ shop: Shop, _ texts: [String]) async throws -> Measurement {
            for text in texts { try await ask(shop, text) }
            let start = ContinuousClock.now
            let cpu = ProcessUsage.now
            let end = start + .seconds(seconds)
            let latencies = try await withThrowingTaskGroup(of: [Double].self) { group in
                for _ in 0..<threads { group.addTask { try await repeatedly(shop, texts, until: end) } }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            return Measurement(
                latencies: latencies.sorted(), wall: (ContinuousClock.now - start) / .seconds(1),
                cpu: ProcessUsage.now.cpuSeconds - cpu.cpuSeconds, documents: try await shop.index.productCount)
        }

        private func repeatedly(
            _ shop: Shop, _ texts: [String], until end: ContinuousClock.Instant
        ) async throws -> [Double] {
            var latencies: [Double] = []
            repeat {
                for text in texts {
                    let start = ContinuousClock.now
                    try await ask(shop, text)
                    latencies.append((ContinuousClock.now - start) / .milliseconds(1))
                }
            } while ContinuousClock.now < end
            return latencies
        }

        private func ask(_ shop: Shop, _ text: String) async throws {
            if mode == .prefix {
                _ = try await shop.index.suggest(text, limit: 10)
            } else {
                var request = SearchRequest()
                (request.text, request.countsFacets) = (text, mode == .facets)
                _ = try await shop.index.search(request, categoryPath: nil)
            }
        }

        private func show(_ measurement: Measurement) {
            if json {
                Console.printJSON { object in
                    for figure in measurement.figures { object.member(figure.name, figure.value) }
                }
            } else {
                for figure in measurement.figures { Console.print("\(figure.name)\t\(figure.value.shortestJSON)") }
            }
        }
    }
}

extension BenchCommand.SearchBench.Mode {
    /// What is asked: the queries themselves, or their beginnings of 2, 3, 4 and 6 letters.
    fileprivate func texts(of queries: [String]) -> [String] {
        guard self == .prefix else { return queries }
        return queries.flatMap { query in [2, 3, 4, 6].filter { $0 <= query.count }.map { String(query.prefix($0)) } }
    }
}

/// What was measured.
private struct Measurement {
    /// In milliseconds, ascending.
    let latencies: [Double]
    /// Seconds on the wall.
    let wall: Double
    /// Seconds of processor time of the whole process.
    let cpu: Double
    let documents: Int

    var figures: [(name: String, value: Double)] {
        let count = Double(latencies.count)
        return [
            ("qps", (count / wall).rounded()), ("per_cpu_s", (count / max(cpu, 1e-6)).rounded()),
            ("p50_ms", percentile(0.5)), ("p95_ms", percentile(0.95)), ("p99_ms", percentile(0.99)),
            ("rss_mb", (Double(ProcessUsage.residentBytes) / 1e6).rounded()), ("documents", Double(documents)),
        ]
    }

    private func percentile(_ share: Double) -> Double {
        let index = min(latencies.count - 1, Int(Double(latencies.count) * share))
        return (latencies[index] * 1000).rounded() / 1000
    }
}
