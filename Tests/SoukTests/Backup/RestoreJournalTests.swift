import Foundation
import Testing

@testable import Souk

struct RestoreJournalTests {
    private static let old = ["mail", "secret", "souk.db-wal"]
    private static let new = ["mail", "secret", "souk.db"]
    /// What is not the shop's stays, whatever an older backup holds under its name.
    private static let before = [
        "mail": "old mail", "secret": "old secret", "souk.db-wal": "old souk.db-wal", "souk.yaml": "mine",
        "notes": "mine",
    ]
    private static let after = [
        "mail": "new mail", "secret": "new secret", "souk.db": "new souk.db", "souk.yaml": "mine", "notes": "mine",
        "more": "new more",
    ]

    @Test func `whatever was moved before the crash, the next start finishes it`() async throws {
        for mark in ["READY", "PLACING"] {
            for moved in 0...3 {
                try await withDirectory { directory in
                    let journal = try begun(directory)
                    try Data().write(to: journal.folder.appending(path: mark))
                    try moveAsFar(moved, directory, mark)
                    try await journal.recover { nil }
                    #expect(try contents(directory) == RestoreJournalTests.after)
                }
            }
        }
    }

    @Test func `without the mark the old shop stays`() async throws {
        try await withDirectory { directory in
            let journal = try begun(directory)
            try await journal.recover { nil }
            #expect(try contents(directory) == RestoreJournalTests.before)
        }
    }

    @Test func `where the database was replaced, so are the files; where it was not, they are not`() async throws {
        for (identity, isNew) in [("the new one", true), ("the old one", false), (nil, false)] {
            try await withDirectory { directory in
                let journal = try begun(directory)
                try journal.expectDatabase("the new one")
                try await journal.recover { identity }
                #expect(try contents(directory)["secret"] == (isNew ? "new secret" : "old secret"))
            }
        }
    }

    @Test func `a database that cannot be asked leaves the question open`() async throws {
        struct Away: Error {}
        try await withDirectory { directory in
            let journal = try begun(directory)
            try journal.expectDatabase("the new one")
            await #expect(throws: Away.self) { try await journal.recover { throw Away() } }
            #expect(journal.isThere)
        }
    }

    @Test func `a directory in use is not restored, and one that is being restored is not used`() async throws {
        try await withDirectory { directory in
            let shared = try DataLock.shared(directory)
            let another = try DataLock.shared(directory)
            #expect(throws: StartError.self) { _ = try DataLock.alone(directory) }
            withExtendedLifetime((shared, another)) {}
        }
        try await withDirectory { directory in
            let alone = try DataLock.alone(directory)
            #expect(throws: StartError.self) { _ = try DataLock.shared(directory) }
            withExtendedLifetime(alone) {}
        }
    }

    private func begun(_ directory: URL) throws -> RestoreJournal {
        for name in RestoreJournalTests.old { try write("old \(name)", directory.appending(path: name)) }
        for name in ["souk.yaml", "notes"] { try write("mine", directory.appending(path: name)) }
        let journal = RestoreJournal(directory)
        try journal.begin()
        for name in RestoreJournalTests.new + ["notes", "more"] {
            try write("new \(name)", journal.new.appending(path: name))
        }
        return journal
    }

    /// What a killed restore had done behind that mark.
    private func moveAsFar(_ count: Int, _ directory: URL, _ mark: String) throws {
        let files = FileManager.default
        let folder = directory.appending(path: RestoreJournal.folderName)
        let old = folder.appending(path: "old")
        try files.createDirectory(at: old, withIntermediateDirectories: true)
        for name in RestoreJournalTests.old.prefix(mark == "READY" ? count : 3) {
            try files.moveItem(at: directory.appending(path: name), to: old.appending(path: name))
        }
        for name in RestoreJournalTests.new.prefix(mark == "READY" ? 0 : count) {
            try files.moveItem(at: folder.appending(path: "new/\(name)"), to: directory.appending(path: name))
        }
    }

    private func contents(_ directory: URL) throws -> [String: String] {
        let names = try FileManager.default.contentsOfDirectory(atPath: directory.path)
        return try Dictionary(
            uniqueKeysWithValues: names.map { name in
                (name, try String(contentsOf: directory.appending(path: name), encoding: .utf8))
            })
    }

    private func write(_ text: String, _ file: URL) throws {
        try Data(text.utf8).write(to: file)
    }

    private func withDirectory(_ body: (URL) async throws -> Void) async throws {
        let directory = FileManager.default.temporaryDirectory.appending(
            path: "souk-journal-\(UUID())", directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        try await body(directory)
    }
}
