import ArgumentParser

struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measure parts of the shop in this process.",
        subcommands: [SearchBench.self, JobsBench.self, IdentityBench.self])
}
