import ArgumentParser
import Foundation
import Kernel
import Persistence
import Souk

struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Write the whole shop into one file.",
        discussion: """
            The database as it is at one moment, and the keys, mails and uploads of the data directory; a server may go on \
            writing meanwhile. Left out are the search index, which a start builds anew, and settings, which belong to the \
            machine. The file is a gzipped tar archive with checksums. It holds the shop's keys: keep it as safe as them. \
            PostgreSQL's pg_dump must be installed where DATABASE_URL is set.

            EXAMPLES
              souk backup /backups/shop-$(date +%F).souk
              souk backup /backups/latest.souk --force --json

            Ends with status 0 when the backup is on the disk, and 1 when there is none.
            """)

    @OptionGroup var options: ShopOptions

    @Argument(help: "The file to write.")
    var file: String

    @Flag(help: "Replace the file if it is there.")
    var force = false

    @Flag(help: "Print the outcome as JSON.")
    var json = false

    func validate() throws {
        guard file != "-" else { throw ValidationError("A backup goes into a file, not to standard output: name one.") }
    }

    func run() async throws {
        try await options.withDatabase { database, settings in
            let backup = Backup(of: settings, database)
            let manifest = try await backup.write(to: URL(fileURLWithPath: file), overwrite: force)
            show(manifest, "Backed up to \(file)", file, json: json) { object in
                object.member("uploads_elsewhere", backup.uploadsElsewhere)
            }
            if let place = backup.uploadsElsewhere, !json {
                Console.print("Uploads lie at \(place) and are not in it: back them up there.")
            }
        }
    }
}

struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Put the shop back from a backup: all of it, or nothing is changed.",
        discussion: """
            Stop the servers first. The backup is unpacked and checked to its end before anything is replaced; a restore \
            that is killed is finished or taken back by the next command. A backup of SQLite goes to a data directory, one \
            of PostgreSQL to the database that DATABASE_URL names (with psql and pg_restore). A place that holds a shop \
            already needs --force, and what is there is gone.

            EXAMPLES
              souk restore /backups/shop-2026-11-21.souk --data /var/lib/souk
              souk restore /backups/latest.souk --force

            Ends with status 0 when the shop is back, and 1 when nothing was changed.
            """)

    @OptionGroup var options: ShopOptions

    @Argument(help: "The backup.")
    var file: String

    @Flag(help: "Replace the shop that is there.")
    var force = false

    @Flag(help: "Print the outcome as JSON.")
    var json = false

    func run() async throws {
        let settings = try options.settings()
        let manifest = try await ShopOptions.explaining(settings) {
            try await Restore(into: settings).run(from: URL(fileURLWithPath: file), force: force)
        }
        show(manifest, "Restored from \(file)", file, json: json)
    }
}

private func show(
    _ manifest: BackupManifest, _ words: String, _ file: String, json: Bool, more: (inout JSONWriter) -> Void = { _ in }
) {
    guard json else {
        Console.print("\(words): the shop as it was at \(manifest.madeAt), schema version \(manifest.schemaVersion).")
        return
    }
    Console.printJSON { object in
        object.member("file", file)
        object.member("made_at", manifest.madeAt.description)
        object.member("souk", manifest.souk)
        object.member("database", manifest.dialect.rawValue)
        object.member("schema_version", manifest.schemaVersion)
        object.member("shop", manifest.shop)
        more(&object)
    }
}
