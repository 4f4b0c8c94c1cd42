import ArgumentParser
import Foundation
import Kernel
import Souk

struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Print the settings that hold here and now, and where each comes from.",
        discussion: """
            Flags win over the environment, that over .env, that over the settings file, that over the defaults. Secrets \
            are shown as ••••.

            EXAMPLES
              souk config                       what holds, a line each
              souk config --all                 with what each is for and what is allowed
              souk config --example > souk.yaml a settings file to begin with
            """)

    @OptionGroup var options: ShopOptions

    @Flag(help: "Also say what each is for, and what is allowed.")
    var all = false

    @Flag(help: "Print a JSON list with everything that is known of each.")
    var json = false

    @Flag(help: "Print a settings file in which everything is a comment.")
    var example = false

    @Flag(help: "Print docs/settings.md.")
    var markdown = false

    func validate() throws {
        guard [json, example, markdown].count(where: \.self) <= 1, !all || !(example || markdown) else {
            throw ValidationError("--json, --example and --markdown are different outputs; name one.")
        }
    }

    func run() throws {
        if example { return Console.print(SettingsDocument.example(try SettingsReport.presets().entries), end: "") }
        if markdown { return Console.print(SettingsDocument.markdown(try SettingsReport.presets().entries), end: "") }
        let entries = try options.report().entries
        if json { return printJSON(entries) }
        let width = entries.map(\.name.count).max() ?? 0
        for entry in entries {
            let name = entry.name.padding(toLength: width, withPad: " ", startingAt: 0)
            Console.print("\(name)  \(entry.value ?? "—")  (\(entry.source))")
            if all {
                Console.print("    \(entry.help) Allowed: \(entry.allowed). In the settings file: \(entry.path)\n")
            }
        }
    }

    private func printJSON(_ entries: [SettingEntry]) {
        var json = JSONWriter()
        json.array(entries) { array, entry in
            array.object { object in
                object.member("name", entry.name)
                object.member("path", entry.path)
                object.member("value", entry.value)
                object.member("source", entry.source.description)
                object.member("default", entry.preset)
                object.member("allowed", entry.allowed)
                object.member("help", entry.help)
                object.member("secret", entry.isSecret)
            }
        }
        Console.print(json.text)
    }
}
