import Telemetry

/// What a worker counts.
struct JobMetrics: Sendable {
    /// How runs ended, and how long they took.
    let runs: Metric<Counter>
    let seconds: Metric<Histogram>
    let running: Gauge
    let scheduled: Metric<Counter>
    let waiting: Gauge
    let dead: Gauge
    let oldest: Gauge

    /// From 1 ms to five minutes.
    private static let buckets = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300]

    init(_ registry: MetricRegistry) {
        runs = registry.counter(
            "souk_job_runs_total", "Runs of jobs, by how they ended: done, retried, dead, lost, released.",
            labels: "job", "outcome")
        seconds = registry.histogram(
            "souk_job_run_seconds", "How long runs took.", labels: "job", buckets: JobMetrics.buckets)
        running = registry.gauge("souk_jobs_running", "Jobs that this process runs now.")[]
        scheduled = registry.counter(
            "souk_jobs_scheduled_total", "Due moments of schedules that this process saw first.", labels: "schedule")
        waiting = registry.gauge("souk_jobs_waiting", "Jobs that wait, in all, counted to 100,000.")[]
        dead = registry.gauge("souk_jobs_dead", "Dead jobs, counted to 100,000.")[]
        oldest =
            registry.gauge(
                "souk_jobs_oldest_seconds", "For how long the job that has been due the longest has been due.")[]
    }

    func show(_ figures: JobFigures) {
        waiting.value = Double(figures.waiting)
        dead.value = Double(figures.dead)
        oldest.value = figures.oldest / .seconds(1)
    }
}

/// How a run ended.
enum JobOutcome: String {
    case done, retried, dead
    /// The claim had lapsed, and the job is another worker's.
    case lost
    /// The process stopped, and the job is whose wants it.
    case released
}
