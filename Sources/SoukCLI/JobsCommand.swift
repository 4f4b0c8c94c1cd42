import ArgumentParser
import Foundation
import Jobs
import Kernel
import Persistence
import Souk

struct JobsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "jobs",
        abstract: "Look after the queue of background jobs.",
        discussion: """
            EXAMPLES
              souk jobs list --state dead       what failed for good, and why
              souk jobs retry --all-dead        try all of that again
              souk jobs probe --count 10        see whether jobs are run
            """,
        subcommands: [
            List.self, Show.self, Retry.self, Cancel.self, Dead.self, Schedules.self, Probe.self,
        ])

    /// Which jobs a list shows.
    enum Selection: String, CaseIterable, ExpressibleByArgument {
        case waiting, running, dead, all

        var states: Set<JobState> { JobState(rawValue: rawValue).map { [$0] } ?? Set(JobState.allCases) }
    }

    /// The flags of a list.
    struct ListOptions: ParsableArguments {
        @Option(help: "Only jobs of this name, as mail.send.")
        var name: String?

        @Option(help: "How many at most, 1 to 10000.")
        var limit = 100

        @Flag(help: "Print JSON, a line each.")
        var json = false

        func validate() throws {
            guard (1...10_000).contains(limit) else {
                throw ValidationError("--limit must be 1 to 10000, is \(limit).")
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List jobs, those first that are due first.",
            discussion: "Lines ID<tab>STATE<tab>DUE<tab>TRIES<tab>NAME<tab>ERROR. Jobs that were done are not kept.")

        @OptionGroup var options: ShopOptions

        @Option(help: "waiting, running, dead or all.")
        var state = Selection.all

        @OptionGroup var list: ListOptions

        func run() async throws {
            try await options.withShop { shop, _ in
                let jobs = try await shop.jobs.list(state.states, named: list.name, limit: list.limit)
                JobsCommand.show(jobs, json: list.json)
            }
        }
    }

    struct Dead: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the jobs that failed for good; they are kept for 30 days.")

        @OptionGroup var options: ShopOptions
        @OptionGroup var list: ListOptions

        func run() async throws {
            try await options.withShop { shop, _ in
                let jobs = try await shop.jobs.list([.dead], named: list.name, limit: list.limit)
                JobsCommand.show(jobs, json: list.json)
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show all about one job.")

        @OptionGroup var options: ShopOptions

        @Argument(help: "Its id.")
        var id: String

        @Flag(help: "Print JSON.")
        var json = false

        func run() async throws {
            try await options.withShop { shop, _ in
                let job = try await shop.jobs.find(try JobsCommand.id(id))
                if json { JobsCommand.printJSON(job, withPayload: true) } else { JobsCommand.describe(job) }
            }
        }
    }

    struct Retry: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a job due now, dead or waiting, with all its tries before it.")

        @OptionGroup var options: ShopOptions

        @Argument(help: "Its id.")
        var id: String?

        @Flag(help: "Every dead job.")
        var allDead = false

        @Option(help: "With --all-dead: only jobs of this name.")
        var name: String?

        @Flag(help: "Print JSON.")
        var json = false

        func validate() throws {
            guard (id == nil) == allDead else { throw ValidationError("Say an id, or --all-dead.") }
            guard name == nil || allDead else { throw ValidationError("--name goes with --all-dead.") }
        }

        func run() async throws {
            let count = try await options.withShop { shop, _ in
                guard let id else { return try await shop.jobs.retryAllDead(named: name) }
                try await shop.jobs.retry(try JobsCommand.id(id))
                return 1
            }
            if json {
                Console.printJSON { $0.member("retried", count) }
            } else {
                Console.print(count == 1 ? "1 job is due now." : "\(Console.grouped(count)) jobs are due now.")
            }
        }
    }

    struct Cancel: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Remove a job, whatever its state.",
            discussion: "A worker that is running it is told within ten seconds; what it has done by then stays done.")

        @OptionGroup var options: ShopOptions

        @Argument(help: "Its id.")
        var id: String

        @Flag(help: "Print JSON.")
        var json = false

        func run() async throws {
            let job = try await options.withShop { shop, _ in try await shop.jobs.cancel(try JobsCommand.id(id)) }
            if json {
                Console.printJSON { object in
                    object.member("cancelled", job.id.description)
                    object.member("was", job.state.rawValue)
                }
            } else {
                Console.print("Removed \(job.name), which was \(job.state.rawValue).")
            }
        }
    }

    struct Schedules: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the schedules that workers have registered, those first that are due first.",
            discussion: "Lines NAME<tab>EXPRESSION<tab>NEXT<tab>LAST, in UTC.")

        @OptionGroup var options: ShopOptions

        @Flag(help: "Print JSON, a line each.")
        var json = false

        func run() async throws {
            let schedules = try await options.withShop { shop, _ in try await shop.jobs.schedules() }
            for schedule in schedules {
                guard json else {
                    let last = schedule.lastAt?.description ?? "never"
                    Console.print("\(schedule.name)\t\(schedule.expression)\t\(schedule.nextAt)\t\(last)")
                    continue
                }
                Console.printJSON { object in
                    object.member("name", schedule.name)
                    object.member("expression", schedule.expression)
                    object.member("next_at", schedule.nextAt.description)
                    object.member("last_at", schedule.lastAt?.description)
                }
            }
        }
    }

    struct Probe: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Enqueue jobs that do nothing, to see whether jobs are run.",
            discussion: "Each leaves one event, job.probed, when it is done. Prints their ids, a line each.")

        @OptionGroup var options: ShopOptions

        @Option(help: "How many, 1 to 10000.")
        var count = 1

        @Option(help: "How many milliseconds each takes, 0 to 60000.")
        var milliseconds = 0

        @Flag(help: "Print JSON, a line each.")
        var json = false

        func validate() throws {
            guard (1...10_000).contains(count) else {
                throw ValidationError("--count must be 1 to 10000, is \(count).")
            }
            guard (0...60_000).contains(milliseconds) else {
                throw ValidationError("--milliseconds must be 0 to 60000, is \(milliseconds).")
            }
        }

        func run() async throws {
            let ids = try await options.withShop { shop, _ in
                try await shop.database.write { transaction in
                    let moment = WallClock.system.now
                    return try (0..<count).map { _ in
                        let subject = ID<ProbeJob>().description
                        let probe = ProbeJob(subject: subject, milliseconds: milliseconds)
                        return try transaction.enqueue(probe, at: moment).description
                    }
                }
            }
            for id in ids {
                if json { Console.printJSON { $0.member("id", id) } } else { Console.print(id) }
            }
        }
    }

    static func id(_ text: String) throws -> ID<QueuedJob> {
        guard let id = ID<QueuedJob>(text) else { throw CommandFailure("\"\(text)\" is no id of a job.") }
        return id
    }
}
