package import Kernel

/// Looks at everything that a shop depends on, and says what to do where something is amiss. It changes nothing.
package struct Doctor: Sendable {
    let settings: Settings
    let clock: WallClock
    private let warnings: [String]

    /// A doctor for the shop that those settings name.
    package init(_ report: SettingsReport, clock: WallClock = .system) {
        (settings, warnings, self.clock) = (report.settings, report.warnings, clock)
    }

    /// Every finding, in the order of the checks. It takes some seconds at most: no check waits longer than 5.
    package func examine() async -> [Finding] {
        var findings = checkSettings() + checkDirectory() + checkKeys()
        findings += await checkDatabase()
        findings += await checkPort()
        findings += checkCertificate()
        findings += await checkEndpoints()
        return findings + checkLimits() + checkProduction()
    }

    private func checkSettings() -> [Finding] {
        let unknown = warnings.map { Finding.warning("settings", $0, "Mend the name, or take it away.") }
        return unknown.isEmpty ? [.ok("settings", "all are known and allowed")] : unknown
    }
}
