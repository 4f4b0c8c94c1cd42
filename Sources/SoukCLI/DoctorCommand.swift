import ArgumentParser
import Foundation
import Kernel
import Souk

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check everything that the shop depends on, and say what to do.",
        discussion: """
            Settings, data directory, disk, keys, database, search index, port, certificate, the hosts that settings name, \
            limits of the process, and with SOUK_ENV=production what a shop with customers should not do. Nothing is changed.

            EXAMPLES
              souk doctor
              souk doctor --json | jq '.checks[] | select(.status != "ok")'

            Ends with status 0 when all is well, 1 when something should be looked at, 2 when something does not work.
            """)

    @OptionGroup var options: ShopOptions

    @Flag(help: "Print the findings as JSON.")
    var json = false

    func run() async throws {
        let findings: [Finding]
        do {
            findings = await Doctor(try options.report()).examine()
        } catch let failure as CommandFailure {
            findings = failure.description.split(separator: "\n").map { Finding.unreadableSetting($0) }
        }
        let worst = findings.map(\.status).max() ?? .ok
        if json { printJSON(findings, worst) } else { findings.forEach(show) }
        if worst != .ok { throw ExitCode(worst == .warning ? 1 : 2) }
    }

    private func show(_ finding: Finding) {
        let status = finding.status.rawValue.padding(toLength: 5, withPad: " ", startingAt: 0)
        Console.print("\(status) \(finding.name): \(finding.message)")
        if let hint = finding.hint { Console.print("      → \(hint)") }
    }

    private func printJSON(_ findings: [Finding], _ worst: Finding.Status) {
        Console.printJSON { object in
            object.member("status", worst.rawValue)
            object.key("checks")
            object.array(findings) { array, finding in
                array.object { member in
                    member.member("name", finding.name)
                    member.member("status", finding.status.rawValue)
                    member.member("message", finding.message)
                    member.member("hint", finding.hint)
                }
            }
        }
    }
}
