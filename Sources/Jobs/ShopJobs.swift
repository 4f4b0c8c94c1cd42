import Kernel
import Persistence

/// Removes what the queue has kept long enough.
package struct PruneDeadJobs: Job {
    /// `jobs.prune`
    package static let name = "jobs.prune"

    /// A job without properties.
    package init() {}
}

/// A job that does nothing but wait and leave one event: whether jobs are run, and each effect once, is seen by it.
package struct ProbeJob: Job {
    /// `jobs.probe`
    package static let name = "jobs.probe"
    /// What the event names.
    package let subject: String
    /// How long a run takes.
    package let milliseconds: Int

    /// A probe.
    package init(subject: String, milliseconds: Int) {
        (self.subject, self.milliseconds) = (subject, milliseconds)
    }
}

/// A probe ran to its end.
package struct JobProbed: Event {
    /// `job.probed`
    package static let name = "job.probed"
    /// What the probe was given.
    package let subject: String

    /// A probe's end.
    package init(subject: String) {
        self.subject = subject
    }
}

extension JobQueue {
    /// Does a probe: the event and the end of the job are one commit.
    package func answer(_ probe: ProbeJob, _ run: JobRun) async throws {
        try await Task.sleep(for: .milliseconds(probe.milliseconds))
        let moment = clock.now
        try await database.write { transaction in
            try transaction.record([JobProbed(subject: probe.subject)], at: moment)
            try transaction.complete(run)
        }
    }
}
