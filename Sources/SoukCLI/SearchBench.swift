import ArgumentParser
import Foundation
import Kernel
import Search
import Souk

struct SearchBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "How many queries the search engine answers.",
        discussion: """
            Answers the queries of a file (lines QID<tab>TEXT) over and over with the ids of the top 20 each. Queries \
            per CPU-second count the processor time of the whole process and compare best between engines. The index \
            is one of its own, kept beside the shop's as bench-COPIES.index: remove it when the products change.
            """)

    /// What is asked of the engine.
    enum Mode: String, CaseIterable, ExpressibleByArgument {
        case plain, typo, facets, prefix
    }

    @OptionGroup var options: ShopOptions

    @Option(help: "The file of queries.")
    var queries: String

    @Option(help: "plain and typo: words only; facets: with counts of category, brand and price; prefix: suggestions.")
    var mode = Mode.plain

    @Option(help: "How many ask at the same time.")
    var threads = 1

    @Option(help: "How long to measure.")
    var seconds = 2.0

    @Option(help: "How often every product is in the index, 1 to 100.")
    var copies = 1

    @Option(help: "How many products change meanwhile each second, five times a second; at most 5000.")
    var updates = 0

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        guard (1...64).contains(threads) else { throw ValidationError("--threads must be 1 to 64.") }
        guard seconds > 0, seconds <= 600 else { throw ValidationError("--seconds must be above 0, at most 600.") }
        guard (1...100).contains(copies) else { throw ValidationError("--copies must be 1 to 100.") }
        guard (0...5000).contains(updates) else { throw ValidationError("--updates must be 0 to 5000.") }
    }

    func run() async throws {
        let texts = mode.texts(of: try SearchCommand.queries(in: queries).map(\.text))
        guard !texts.isEmpty else { throw CommandFailure("\(queries) has no queries.") }
        let measurement = try await options.withShop(mayBegin: true) { shop, _ in
            try await measure(shop.measuredIndex(copies: copies), texts)
        }
        show(measurement)
    }

    private func measure(_ index: MeasuredIndex, _ texts: [String]) async throws -> SearchMeasurement {
        for _ in 0..<3 { for text in texts { ask(index, text) } }
        let start = ContinuousClock.now
        let cpu = ProcessUsage.now
        let end = start + .seconds(seconds)
        let (latencies, applying) = await withTaskGroup(of: (queries: [Double], changes: [Double]).self) { group in
            for _ in 0..<threads { group.addTask { (repeatedly(index, texts, until: end), []) } }
            if updates > 0 { group.addTask { ([], await change(index, until: end)) } }
            return await group.reduce(into: ([Double](), [Double]())) { all, one in
                all.0 += one.queries
                all.1 += one.changes
            }
        }
        return SearchMeasurement(
            latencies: latencies.sorted(), applying: applying.sorted(),
            wall: (ContinuousClock.now - start) / .seconds(1),
            cpu: ProcessUsage.now.cpuSeconds - cpu.cpuSeconds, documents: index.documentCount)
    }

    private func repeatedly(
        _ index: MeasuredIndex, _ texts: [String], until end: ContinuousClock.Instant
    ) -> [Double] {
        var latencies: [Double] = []
        repeat {
            for text in texts {
                let start = ContinuousClock.now
                ask(index, text)
                latencies.append((ContinuousClock.now - start) / .milliseconds(1))
            }
        } while ContinuousClock.now < end
        return latencies
    }

    /// Changes products as the follower of the feed does, and tells how long each batch took until it was found.
    private func change(_ index: MeasuredIndex, until end: ContinuousClock.Instant) async -> [Double] {
        var times: [Double] = []
        var next = ContinuousClock.now
        while next < end {
            try? await Task.sleep(until: next, clock: .continuous)
            let start = ContinuousClock.now
            index.touch(max(1, updates / 5), after: times.count * updates / 5)
            times.append((ContinuousClock.now - start) / .milliseconds(1))
            next += .milliseconds(200)
        }
        return times
    }

    private func ask(_ index: MeasuredIndex, _ text: String) {
        if mode == .prefix { _ = index.suggest(text) } else { _ = index.search(text, facets: mode == .facets) }
    }

    private func show(_ measurement: SearchMeasurement) {
        if json {
            Console.printJSON { object in
                for figure in measurement.figures { object.member(figure.name, figure.value) }
            }
        } else {
            for figure in measurement.figures { Console.print("\(figure.name)\t\(figure.value.shortestJSON)") }
        }
    }
}

extension SearchBench.Mode {
    /// What is asked: the queries themselves, or their beginnings of 2, 3, 4 and 6 letters.
    fileprivate func texts(of queries: [String]) -> [String] {
        guard self == .prefix else { return queries }
        return queries.flatMap { query in [2, 3, 4, 6].filter { $0 <= query.count }.map { String(query.prefix($0)) } }
    }
}

/// What was measured.
private struct SearchMeasurement {
    /// In milliseconds, ascending.
    let latencies: [Double]
    /// Milliseconds that each batch of changes took until it was found, ascending.
    let applying: [Double]
    /// Seconds on the wall.
    let wall: Double
    /// Seconds of processor time of the whole process.
    let cpu: Double
    let documents: Int

    var figures: [(name: String, value: Double)] {
        let count = Double(latencies.count)
        let changes = applying.isEmpty ? [] : [("apply_p99_ms", percentile(0.99, of: applying))]
        return [
            ("qps", (count / wall).rounded()), ("per_cpu_s", (count / max(cpu, 1e-6)).rounded()),
            ("p50_ms", percentile(0.5, of: latencies)), ("p95_ms", percentile(0.95, of: latencies)),
            ("p99_ms", percentile(0.99, of: latencies)),
            ("rss_mb", (Double(ProcessUsage.residentBytes) / 1e6).rounded()), ("documents", Double(documents)),
        ] + changes
    }

    private func percentile(_ share: Double, of values: [Double]) -> Double {
        let index = min(values.count - 1, Int(Double(values.count) * share))
        return (values[index] * 1000).rounded() / 1000
    }
}
