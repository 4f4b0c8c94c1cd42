import Jobs
import Kernel

/// How jobs are shown.
extension JobsCommand {
    static func show(_ jobs: [QueuedJob], json: Bool) {
        for job in jobs {
            if json {
                printJSON(job, withPayload: false)
            } else {
                let error = job.error.map(oneLine) ?? ""
                Console.print("\(job.id)\t\(job.state.rawValue)\t\(job.dueAt)\t\(job.tries)\t\(job.name)\t\(error)")
            }
        }
    }

    static func describe(_ job: QueuedJob) {
        let due =
            switch job.state {
            case .waiting: "due"
            case .running: "claimed until"
            case .dead: "died"
            }
        let lines: [(String, String?)] = [
            ("id", job.id.description), ("name", job.name), ("state", job.state.rawValue),
            (due, job.dueAt.description), ("tries", String(job.tries)), ("error", job.error.map(oneLine)),
            ("key", job.key), ("enqueued", job.enqueuedAt.description), ("changed", job.changedAt.description),
            ("payload", job.payload),
        ]
        for case (let name, let value?) in lines { Console.print("\(name)\t\(value)") }
    }

    static func printJSON(_ job: QueuedJob, withPayload: Bool) {
        Console.printJSON { object in
            object.member("id", job.id.description)
            object.member("name", job.name)
            object.member("state", job.state.rawValue)
            object.member("due_at", job.dueAt.description)
            object.member("tries", job.tries)
            object.member("error", job.error)
            object.member("key", job.key)
            object.member("enqueued_at", job.enqueuedAt.description)
            object.member("changed_at", job.changedAt.description)
            guard withPayload else { return }
            object.name("payload")
            object.raw(job.payload)
        }
    }

    /// A tab or a new line in an error would break the columns.
    private static func oneLine(_ text: String) -> String {
        String(text.map { $0.isNewline || $0 == "\t" ? " " : $0 })
    }
}
