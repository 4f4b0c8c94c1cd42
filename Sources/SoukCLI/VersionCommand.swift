import ArgumentParser
import Kernel
import Persistence
import Souk

struct VersionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "version", abstract: "Print the version.",
        discussion: """
            With --json also the commit (when SOUK_COMMIT says it), the compiler and the libraries of the databases.

            EXAMPLE
              souk version --json
            """)

    @Flag(help: "Print an object with everything that is known.")
    var json = false

    func run() {
        guard json else { return Console.print(SoukVersion.text) }
        Console.printJSON { object in
            object.member("version", SoukVersion.text)
            object.member("commit", SoukVersion.commit)
            object.member("swift", SoukVersion.swift)
            object.member("sqlite", DriverVersions.sqlite)
            object.member("libpq", DriverVersions.libpq)
        }
    }
}
